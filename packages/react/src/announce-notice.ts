import type { FeatureOptions } from '@askfirst/core'
import { needsYes } from './policy-words.ts'
import { type Text, toSentences } from './text.ts'
import { nameAsked } from './words.ts'

/**
 * What is announced once when the question comes up.
 *
 * @param shortcut moves focus to it; undefined where no key does
 */
export function announceNotice(
  feature: FeatureOptions,
  text: Text,
  shortcut: string | undefined,
  by: string | undefined,
): string {
  const { t } = text
  const asked = { feature: nameAsked(feature, text, by) }
  if (shortcut === undefined) return t(needsYes(feature) ? 'question' : 'tellTitle', asked)
  if (needsYes(feature)) return t('announced', { ...asked, shortcut })
  return toSentences(text, [t('tellTitle', asked), t('announcedTold', { shortcut })])
}
