import type { FairFact, Wanted } from '../options.ts'
import { unless, type Verdict } from '../verdict.ts'
import type { Rows } from './answer-rows.ts'

// takes: one look at a page · gives: the rows about its words: labels, language, facts
// never: judges what is said in another language than English, unless it was told what to look for

const MOST_WORDS = 90
const MOST_LABEL_WORDS = 4

/** What the first layer says for each fact, in English. */
const FACTS: Readonly<Record<FairFact, RegExp>> = {
  who: /turned (it )?on|started|switched (it )?on|asks|wants to|will include you/i,
  what: /voice|audio|speech|say|video|camera|screen|chat|transcript|file/i,
  whatFor: /\b(to|for) (\w+ing|summari[sz]e|write|take|show|translate|answer|draft|tell|help|make|train)\b/i,
  byWhom: /processed by|run by|provided by|sent to|goes to/i,
  howLong: /\bkept\b|\bstored?\b|deleted|not after the meeting|\bfor \d+|\d+ (hours|days|weeks|months)/i,
  changeable: /change (your|it|this)|any ?time|take .* back|withdraw|can say no|(now or|even) later/i,
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
  /^(include|exclude|leave|stop|decline|deny|block|don.?t|do|accept|allow|permit|approve|refuse|reject|agree|consent|say|keep|turn|switch|join|start|let|use|continue|begin|enable|disable|record|transcribe|translate|summari[sz]e|add|count|take|give|share|opt|yes|no|ok(ay)?)\b/i
/** What the no says not to do is something that can be done. */
const UNDONE = /^(?:don.?t|do not) (\w+)/i
/** Words of what is lost, and of what nobody would refuse. */
const LOSS =
  /\b(lose|losing|miss|without|worse|limited|sorry|sadly|unfortunately|risk|alone|behind|hate|ruin|break|help|assistance|benefits?|improvements?)\b/i
/** To leave says no of who is out, or of who goes; not of what is left as it is. */
const SAYS_NO =
  /\b(no|don.?t|do not|decline|refuse|reject|deny|block|stop|opt out|exclude|keep me out)\b|\bleave (me|us|my \w+|mine)\b(?! (in|on|as)\b)/i
const LEAVES = /\bleave( (the|this))?( (call|meeting|room|session|webinar))?( now)?$/i
const SAYS_YES = /\bno (problem|worries|objections?)\b/i
const DOUBLE =
  /\b(don.?t|do not|not|no|never)\b.*\b(don.?t|not|no|never|decline|refuse|reject|deny|block|disable|stop|without|opt out|leave (me|us) out|exclude|un\w+)\b/i
/** Words that English has and the other languages do not. */
const ENGLISH = /\b(the|you|your|this|with|and|of)\b/gi
/** Languages that write no spaces between words. */
const UNSPACED = /^(ja|zh|th|lo|km|my)\b/i
/** Names of scripts that are several together. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  Jpan: ['Hira', 'Kana', 'Hani'],
  Kore: ['Hang', 'Hani'],
  Hans: ['Hani'],
  Hant: ['Hani'],
}
/** Languages that are written in one script by some and in another by others, of which Intl knows the likeliest. */
const EITHER: Readonly<Record<string, string>> = {
  ...{ az: 'Latn Cyrl Arab', bs: 'Latn Cyrl', crh: 'Cyrl Latn', ff: 'Latn Adlm', ha: 'Latn Arab' },
  ...{ iu: 'Cans Latn', kk: 'Cyrl Latn Arab', kok: 'Deva Latn', ks: 'Arab Deva', ku: 'Latn Arab' },
  ...{ ky: 'Cyrl Latn Arab', mn: 'Cyrl Mong', mni: 'Beng Mtei', ms: 'Latn Arab', pa: 'Guru Arab' },
  ...{ sat: 'Olck Deva', sd: 'Arab Deva', shi: 'Tfng Latn', sr: 'Cyrl Latn', su: 'Latn Sund' },
  ...{ tg: 'Cyrl Arab', tk: 'Latn Cyrl', tt: 'Cyrl Latn', ug: 'Arab Cyrl Latn', uz: 'Latn Cyrl Arab' },
  ...{ vai: 'Vaii Latn', zgh: 'Tfng Latn' },
}
/** Letters that a language is written in, of each script that it may be in; none where nobody knows. */
function lettersOf(lang: string): RegExp[] {
  try {
    const locale = new Intl.Locale(lang)
    const { script = '' } = locale.maximize()
    const either = locale.script === undefined ? EITHER[locale.language]?.split(' ') : undefined
    return (either ?? [script]).map((one) => {
      const scripts = TOGETHER[one] ?? [one]
      return new RegExp(scripts.map((name) => `\\p{scx=${name}}`).join('|'), 'u')
    })
  } catch {
    return []
  }
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
    const undone = UNDONE.exec(refuse.name)?.[1]?.toLowerCase()
    const odd = [accept, refuse].filter(
      ({ name }) => !VERBS.test(name) && name.split(/\s/)[0]?.toLowerCase() !== undone,
    )
    const loss = LOSS.exec(withoutNames(refuse.name, wanted))?.[0]
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
    const saysNo =
      SAYS_NO.test(refuse.name) || (wanted.policy.decline === 'leave' && LEAVES.test(refuse.name))
    return [
      ...unless(
        saysNo && !SAYS_YES.test(refuse.name),
        `${refuse.said} does not say no`,
        wanted.policy.decline === 'leave' ? 'Say "Leave".' : 'Say "Don\'t", "Leave me out" or "Decline".',
      ),
      ...unless(double === undefined, `${double?.said} denies twice`, 'Deny once.'),
    ]
  },
  D19({ langs, text }, wanted) {
    const lang = languageOf(wanted, langs.own)
    // A name may be in the language that it comes from.
    const foreign = langs.inner.filter(
      (inner) => !same(inner.lang, langs.own) && toWords(withoutNames(inner.text, wanted)).length > 0,
    )
    const mix = mixed(withoutNames(text, wanted), lang)
    const found = [
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
        foreign.length === 0,
        `parts in ${foreign.map((inner) => inner.lang).join(', ')} inside "${langs.own}"`,
        'Say the whole notice in one language, or name what is a name in `names`.',
      ),
      ...(typeof mix === 'string' ? [] : mix),
    ]
    return found.length === 0 ? mix : found
  },
  D20({ words, legible, untoldWords, langs }, wanted) {
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
    const patterns = isEnglish(lang) ? { ...FACTS, ...wanted.facts } : wanted.facts
    if (patterns === undefined)
      return tooLong.length > 0 ? tooLong : `facts are known in English only: say them in facts`
    const isSaid = (fact: string | RegExp, said: string): boolean =>
      typeof fact === 'string' ? said.includes(fact) : fact.test(said)
    const missing = Object.entries(patterns).filter(([, fact]) => !isSaid(fact, words))
    const pale = Object.entries(patterns).filter(([, fact]) => isSaid(fact, words) && !isSaid(fact, legible))
    const list = (facts: typeof missing) => facts.map(([fact]) => FACT_NAMES[fact as FairFact]).join(', ')
    const found = [
      ...tooLong,
      ...unless(
        missing.length === 0,
        `nothing that says ${list(missing)}`,
        'Say it on the first layer, before anybody has to open anything; if it is there in other words, say in `facts` in which.',
      ),
      ...unless(
        pale.length === 0,
        `what says ${list(pale)} is too small, too pale, covered or cut away to be read`,
        'Set it in letters of at least 10 px that stand out 4.5:1, with nothing over them.',
      ),
    ] satisfies Verdict
    return found.length === 0 && untoldWords !== undefined
      ? `whether the facts can be read is not seen: ${untoldWords}`
      : found
  },
}

/** What of a tag makes people read another language: not the region, unless it is that of a pseudo-locale. */
function toLanguage(tag: string): string {
  try {
    const { language, script, region } = new Intl.Locale(tag).maximize()
    return `${language} ${script} ${region?.startsWith('X')}`
  } catch {
    return tag.toLowerCase()
  }
}
/** Whether two tags name one language. */
const same = (one: string, other: string): boolean => toLanguage(one) === toLanguage(other)

const withoutNames = (text: string, { names = [] }: Wanted): string =>
  names.reduce((said, name) => said.replaceAll(name, ' '), text)

function mixed(rest: string, lang: string): Verdict {
  const fix = 'Translate the rest, or name what is a name in `names`.'
  if (/^en-XA$/i.test(lang)) {
    const plain = rest.match(/\b[a-z]{2,}\b/gi) ?? []
    return unless(plain.length === 0, `plain words in the pseudo-locale: ${plain.slice(0, 6).join(' ')}`, fix)
  }
  const all = (rest.match(/\p{L}+/gu) ?? []).filter((word) => word.length > 1)
  // The script of most of its words, where there are several: one notice is in one of them.
  const [best] = lettersOf(lang)
    .map((own) => ({ own, foreign: all.filter((word) => !own.test(word)) }))
    .sort((one, other) => one.foreign.length - other.foreign.length)
  if (best === undefined) return `nobody knows here what letters "${lang}" is written in`
  const mayMix = best.own.test('a') && !isEnglish(lang)
  const english = mayMix ? [...new Set(rest.toLowerCase().match(ENGLISH) ?? [])] : []
  const found = [...best.foreign, ...(english.length > 1 ? english : [])]
  return unless(found.length === 0, `words of another language: ${found.slice(0, 6).join(' ')}`, fix)
}
