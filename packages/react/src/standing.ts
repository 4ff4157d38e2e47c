import type { FeatureStatus } from '@askfirst/core'
import { needsYes } from './policy-words.ts'
import type { TextKey } from './text/text-keys.ts'
import type { Text } from './text.ts'
import { listData, nameStatus } from './words.ts'

/** What is enforced for this person, in words. */
export function sayStanding(status: FeatureStatus, text: Text): string {
  const { feature, standing, told, asks } = status
  const { t } = text
  if (standing === 'included') {
    // What it takes is in the declaration that the other device has.
    if (status.outdated) return t('unknownIncluded')
    const open = asks.filter(({ gate }) => gate.open).map(({ ask }) => ask)
    return t('standing_included', { data: listData(open, text) })
  }
  // Whoever is not asked, or not yet, is in nothing that is on.
  if (standing === 'off' || standing === 'not-asked')
    return t(status.phase === 'off' ? 'isOff' : 'standing_left-out')
  // Nobody is in this run before they answer; what had them in the one before may hear them still.
  if (status.unconfirmed && (standing === 'question' || standing === 'later')) return t('standing_stopping')
  const why = whyHeld(status)
  if (why !== undefined) return t('standing_held', { why: t(why) })
  if (standing === 'question' && !needsYes(feature)) return t('standing_soon')
  return t(standing === 'left-out' && told ? 'standing_told' : `standing_${standing}`)
}

/** That a no from an earlier run lasts, or which no was said just now, and what that means. */
export function sayTold(status: FeatureStatus, text: Text): string {
  const stood = status.phase === 'off' ? 'stoodStop' : 'stoodLine'
  const told = status.feature.policy.decline === 'stop' ? 'toldStop' : 'toldLine'
  return text.t(status.stood ? stood : told, { feature: nameStatus(status, text) })
}

/** Why it is closed for everybody while this person's own part is done. */
export function whyHeld({ standing, reason }: FeatureStatus): TextKey | undefined {
  if (standing !== 'waiting') return undefined
  if (reason === 'waiting-for-others') return 'heldOthers'
  return reason === 'not-enforced' ? 'heldUnchecked' : undefined
}
