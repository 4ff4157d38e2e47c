import type { FairFact, Wanted } from '../options.ts'
import { type FairBreach, unless, type Verdict } from '../verdict.ts'
import type { Rows } from './answer-rows.ts'

const MOST_WORDS = 90
const MOST_LABEL_WORDS = 4

/** What the first layer says for each fact, in English. */
const FACTS: Readonly<Record<FairFact, RegExp>> = {
  who: /turned (it )?on|started|switched (it )?on|asks|wants to|will include you/i,
  what: /voice|audio|speech|say|video|camera|screen|chat|transcript|file/i,
  whatFor: /\b(to|for) (\w+ing|summari[sz]e|write|take|show|translate|answer|draft|tell|help|make|train)\b/i,
  byWhom: /processed by|run by|provided by|sent to|goes to/i,
  howLong: /\bkept\b|\bstored?\b|deleted|not after the meeting|\bfor \d+|\d+ (hours|days|weeks|months)/i,
  changeable: /change (your|it|this)|any ?time|take .* back|withdraw|can say no|now or later/i,
}
const FACT_NAMES: Readonly<Record<FairFact, string>> = {
  who: 'who turned it on',
  what: 'what is captured',
  whatFor: 'what for',
  byWhom: 'who processes it',
  howLong: 'how long it is kept',
  changeable: 'that it can be changed',
}

/** The first words of labels that say what happens. */
const VERBS =
  /^(include|leave|stop|decline|don.?t|do|accept|allow|refuse|reject|agree|say|keep|turn|join|start|let|use|continue|begin|enable|disable|yes|no|ok(ay)?)\b/i
const LOSS =
  /\b(lose|losing|miss|without|worse|limited|sorry|sadly|unfortunately|risk|alone|hate|ruin|break)\b/i
const SAYS_NO = /\b(no|don.?t|do not|decline|refuse|reject|leave|stop)\b/i
const DOUBLE =
  /\b(don.?t|do not|not|no|never)\b.*\b(don.?t|not|no|never|decline|refuse|reject|disable|stop|without|opt out|exclude|un\w+)\b/i
/** Words that English has and the other languages do not. */
const ENGLISH = /\b(the|you|your|this|with|and|of)\b/gi
/** Languages that write no spaces between words. */
const UNSPACED = /^(ja|zh|th|lo|km|my)\b/i
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
  fa: /\p{Script=Arabic}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  ko: /\p{Script=Hangul}/u,
  zh: /\p{Script=Han}/u,
  ru: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
  el: /\p{Script=Greek}/u,
}

const toWords = (said: string): string[] => said.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
const languageOf = (wanted: Wanted, own: string): string => wanted.lang ?? own
const isEnglish = (lang: string): boolean => /^en(?!-XA)\b/i.test(lang)

export const wordRows: Rows = {
  D17({ accept, refuse, langs }, wanted) {
    const lang = languageOf(wanted, langs.own)
    if (accept === null || refuse === null) return 'there is no yes and no here'
    if (UNSPACED.test(lang)) return `words are not counted in "${lang}"`
    const long = [accept, refuse].filter(({ name }) => toWords(name).length > MOST_LABEL_WORDS)
    const short = unless(
      long.length === 0,
      `${long.map(({ said }) => said).join(' and ')} has more than ${MOST_LABEL_WORDS} words`,
      'Say it in four words.',
    )
    if (!isEnglish(lang)) return short
    const odd = [accept, refuse].filter(({ name }) => !VERBS.test(name))
    const loss = LOSS.exec(refuse.name)?.[0]
    return [
      ...short,
      ...unless(
        odd.length === 0,
        `${odd.map(({ said }) => said).join(' and ')} does not begin with what happens`,
        'Begin with the verb: "Include me", "Leave me out".',
      ),
      ...unless(loss === undefined, `"${loss}" in the no`, 'Say what happens, not what is lost.'),
    ]
  },
  D18({ accept, refuse, langs }, wanted) {
    if (accept === null || refuse === null) return 'there is no yes and no here'
    if (!isEnglish(languageOf(wanted, langs.own))) return 'the words of a no are known in English only'
    const double = [accept, refuse].find(({ name }) => DOUBLE.test(name))
    return [
      ...unless(
        SAYS_NO.test(refuse.name),
        `${refuse.said} does not say no`,
        wanted.policy.decline === 'leave' ? 'Say "Leave".' : 'Say "Don\'t", "Leave me out" or "Decline".',
      ),
      ...unless(double === undefined, `${double?.said} denies twice`, 'Deny once.'),
    ]
  },
  D19({ langs, text }, wanted) {
    const lang = languageOf(wanted, langs.own)
    return [
      ...unless(
        langs.own !== '',
        'no lang on the notice or around it',
        'Set lang to the language of its words.',
      ),
      ...unless(
        wanted.lang === undefined || same(wanted.lang, langs.own),
        `lang="${langs.own}" where "${wanted.lang}" is spoken`,
        'Set lang to the language of its words.',
      ),
      ...unless(
        langs.inner.every((inner) => same(inner, langs.own)),
        `parts in ${langs.inner.filter((inner) => !same(inner, langs.own)).join(', ')} inside "${langs.own}"`,
        'Say the whole notice in one language.',
      ),
      ...mixed(text, lang, wanted.names ?? []),
    ]
  },
  D20({ words, switches, langs }, wanted) {
    if (wanted.find.accept === null) return 'nothing is asked here'
    const lang = languageOf(wanted, langs.own)
    const count = toWords(words).length
    const tooLong = UNSPACED.test(lang)
      ? []
      : unless(
          count <= MOST_WORDS,
          `${count} words on the first layer`,
          `Keep ${MOST_WORDS}, and move the rest into the details.`,
        )
    const patterns = wanted.facts ?? (isEnglish(lang) ? FACTS : undefined)
    if (patterns === undefined)
      return tooLong.length > 0 ? tooLong : `facts are known in English only: say them in facts`
    const said = [words, ...switches.map(({ name }) => name)].join(' ')
    const missing = Object.entries(patterns).filter(([, fact]) =>
      typeof fact === 'string' ? !said.includes(fact) : !fact.test(said),
    )
    return [
      ...tooLong,
      ...unless(
        missing.length === 0,
        `nothing that says ${missing.map(([fact]) => FACT_NAMES[fact as FairFact]).join(', ')}`,
        'Say it on the first layer, before anybody has to open anything.',
      ),
    ] satisfies Verdict
  },
}

/** Whether two tags name one language. */
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

function mixed(text: string, lang: string, names: readonly string[]): readonly FairBreach[] {
  const rest = names.reduce((said, name) => said.replaceAll(name, ' '), text)
  const fix = 'Translate the rest, or name what is a name in `names`.'
  if (/^en-XA$/i.test(lang)) {
    const plain = rest.match(/\b[a-z]{2,}\b/gi) ?? []
    return unless(plain.length === 0, `plain words in the pseudo-locale: ${plain.slice(0, 6).join(' ')}`, fix)
  }
  const language = lang.split('-')[0] ?? ''
  const script = SCRIPTS[language]
  const letters = rest.match(/\p{L}+/gu) ?? []
  const foreign = script
    ? letters.filter((word) => !script.test(word) && word.length > 1)
    : letters.filter((word) => Object.values(SCRIPTS).some((other) => other.test(word)))
  const english =
    language === 'en' || language === '' || script ? [] : [...new Set(rest.match(ENGLISH) ?? [])]
  const found = [...foreign, ...(english.length > 1 ? english : [])]
  return unless(found.length === 0, `words of another language: ${found.slice(0, 6).join(' ')}`, fix)
}
