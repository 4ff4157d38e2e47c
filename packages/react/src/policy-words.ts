import {
  type FeatureOptions,
  type FeatureStatus,
  selectObjectionMs,
  selectOptionalAsks,
} from '@askfirst/core'
import type { TextKey } from './text/text-keys.ts'
import { type Text, toDuration } from './text.ts'

// takes: a feature's policy · gives: what it does, in words, before it does it
// never: a sentence that another policy would make untrue

/** Whether nothing is taken before a yes; else it begins once it was shown, or some time after. */
export const needsYes = ({ policy }: FeatureOptions): boolean => policy.basis === 'consent'

/** What a no is called where the question is put: in the lobby there is no call yet that it could leave. */
export function toRefuseKey({ policy: { decline } }: FeatureOptions, isInLobby = false): TextKey {
  if (decline === 'leave') return isInLobby ? 'stayOut' : 'leave'
  return decline === 'stop' ? 'declineStop' : 'decline'
}

/** What a no is called that stops it; where the time to object still runs, nothing has begun that could stop. */
export function toStopKey({ feature, standing, waited }: FeatureStatus, isInLobby = false): TextKey {
  const { basis, decline } = feature.policy
  const hasNotBegun = standing === 'question' || (standing === 'waiting' && basis === 'objection' && !waited)
  if (hasNotBegun || (isInLobby && decline === 'leave')) return toRefuseKey(feature, isInLobby)
  return decline === 'leave' ? 'stopAndLeave' : decline === 'stop' ? 'stopForAll' : 'stop'
}

/** When it begins, what a no does, where silence means leaving, and that this is about to happen. */
export function sayPolicy(
  feature: FeatureOptions,
  text: Text,
  {
    hasBegun,
    isEnding,
  }: { readonly hasBegun?: boolean | undefined; readonly isEnding?: boolean | undefined } = {},
): string[] {
  const { unanswered } = feature.policy
  const said = [...(hasBegun ? [] : sayBeginning(feature, text)), text.t(toChangeKey(feature, isEnding))]
  // Said once: the warning says what silence does.
  if (isEnding) said.push(sayEnding(feature, text))
  else if (unanswered?.then === 'leave') said.push(saySilence('silenceLeaves', unanswered, text))
  return said
}

/** What nobody has to read before an answer: that silence costs nothing, and how far a yes that can be taken back reaches. */
export const sayMore = (feature: FeatureOptions, text: Text): (string | false | undefined)[] => {
  const { lasts, scope, unanswered } = feature.policy
  return [
    unanswered?.then === 'exclude' && saySilence('silenceExcludes', unanswered, text),
    lasts === 'meeting' && (needsYes(feature) || selectOptionalAsks(feature)[0]) && text.t('lastsMeeting'),
    scope === 'room' && text.t('roomAsked'),
  ]
}

const saySilence = (key: TextKey, { afterMs }: { readonly afterMs: number }, text: Text): string =>
  text.t(key, { duration: toDuration(text, afterMs) })

/** That it can be changed, in the few words that are left where other sentences say what comes of no answer. */
function toChangeKey({ policy }: FeatureOptions, isEnding = false): TextKey {
  const { basis, decline, unanswered } = policy
  if (decline === 'stop') return 'stopsAll'
  if (basis !== 'consent' || unanswered?.then === 'leave' || isEnding) return 'noAnyTime'
  return decline === 'leave' ? 'changeAnyTimeLeave' : 'changeAnyTime'
}

/** That the time to answer is nearly over, what then, and what gives more: no number that would tick. */
export const sayEnding = ({ policy: { unanswered } }: FeatureOptions, { t }: Text): string =>
  t(unanswered?.then === 'leave' ? 'endsLeave' : 'endsExclude', { later: t('later') })

function sayBeginning({ policy }: FeatureOptions, text: Text): string[] {
  if (policy.start === 'all') return [text.t('beginsAll')]
  if (policy.basis === 'consent') return []
  if (policy.basis === 'notice') return [text.t('beginsNotice')]
  return [text.t('beginsObjection', { duration: toDuration(text, selectObjectionMs(policy)) })]
}
