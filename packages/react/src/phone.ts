/**
 * What a phone is told, in words; for a bridge, which has no page.
 *
 * @module @askfirst/react/phone
 */

import { AskFirstError, type FeatureStatus } from '@askfirst/core'
import type { PhoneAnnouncement } from '@askfirst/core/phone'
import { listLanguageNames } from './language-names.ts'
import { PHONE_WORDS, type PhoneWords } from './phone/words.ts'
import { sayMore } from './policy-words.ts'
import { sayStanding, sayTold } from './standing.ts'
import { type Text, toLabelled, toSentences } from './text.ts'
import { describeNotice, nameStatus } from './words.ts'

export type { PhoneWords } from './phone/words.ts'
export { createText, type I18n, type Text, type TextOptions, type TextValues } from './text.ts'

/** Words that are only spoken. */
export interface SpokenOptions {
  /** By language: of one that is not there, or in place of ours. @default ours */
  readonly words?: Readonly<Record<string, PhoneWords>> | undefined
}

/**
 * One announcement of `createPhoneMenu`, whole, as it is to be spoken: a question with everything its notice says on a
 * screen but the optional asks, and then the keys, yes and no in sentences of one length.
 *
 * takes: the announcement, and the words of a language · gives: sentences for a voice to read
 *
 * @throws AskFirstError where the language has no words to be spoken, or the feature none of its own
 */
export function sayOnPhone(announcement: PhoneAnnouncement, text: Text, options: SpokenOptions = {}): string {
  const { key, keys, status } = announcement
  const words = selectWords(text.lang, options.words)
  const say = (template: string) => template.replaceAll('{{feature}}', () => nameStatus(status, text))
  const andChange = (...said: readonly (string | false | undefined)[]) =>
    toSentences(text, [...said, words.change])
  switch (key) {
    case 'question': {
      const answers = [keys['1'] && words.yes, keys['2'] === 'leave' ? words.leave : keys['2'] && words.no]
      return andChange(...sayQuestion(status, text), ...answers)
    }
    case 'agreed':
      // Where nobody has to say yes, nobody may have.
      if (status.feature.policy.basis !== 'consent')
        return andChange(toLabelled(text, nameStatus(status, text), sayStanding(status, text)))
      return andChange(say(words.agreed))
    case 'left-out':
      return andChange(sayTold(status, text))
    case 'off':
      return say(words.off)
    case 'accepted':
      return andChange(say(words.accepted))
    case 'refused':
      return andChange(say(words.refused))
    case 'not-recorded':
      return words.failed
  }
}

/** What the notice says, and what the details add to it, as sentences. A phone is asked for no optional asks. */
function sayQuestion(
  { activation, company, feature }: FeatureStatus,
  text: Text,
): (string | false | undefined)[] {
  const notice = describeNotice(feature, text, { by: activation?.name, company, kind: 'phone' })
  return [
    notice.title,
    notice.lead,
    ...notice.facts.map(({ label, text: said }) => toLabelled(text, label, said)),
    ...notice.notes,
    ...sayMore(feature, text),
  ]
}

function selectWords(lang: string, own: SpokenOptions['words'] = {}): PhoneWords {
  const known = { ...PHONE_WORDS, ...own }
  const [name = lang] = listLanguageNames(lang, Object.keys(known)).filter((one) => Object.hasOwn(known, one))
  const words = known[name]
  if (words !== undefined) return words
  throw new AskFirstError('language', {
    what: `There are no words to be spoken in the language "${lang}".`,
    why: 'What somebody agrees to is never a mix of languages.',
    fix: `Pass words['${lang}'] beside ${Object.keys(known).join(', ')}.`,
  })
}
