import type { FeatureStatus } from '@askfirst/core'
import type { Text } from './text.ts'
import { listData } from './words.ts'

/** What is enforced for this person, in words. */
export function sayStanding(status: FeatureStatus, text: Text): string {
  const { standing, told, asks } = status
  if (standing === 'included') {
    const open = asks.filter(({ gate }) => gate.open).map(({ ask }) => ask)
    return text.t('standing_included', { data: listData(open, text) })
  }
  if (standing === 'off' || standing === 'not-asked') return text.t('isOff')
  return text.t(standing === 'left-out' && told ? 'standing_told' : `standing_${standing}`)
}
