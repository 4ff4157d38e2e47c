import type { FeatureOptions } from '@askfirst/core'
import type { Text } from './text.ts'
import { nameFeature } from './words.ts'

/** What is announced once when the question comes up. */
export function announceNotice(feature: FeatureOptions, text: Text, shortcut: string): string {
  return text.t('announced', { feature: nameFeature(feature, text), shortcut })
}
