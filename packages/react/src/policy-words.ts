import { type FeatureOptions, type FeatureStatus, selectObjectionMs, WARN_MS } from '@askfirst/core'
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

/** When it begins, what a no does, what silence does or is about to do, how far an answer reaches. */
export function sayPolicy(
  feature: FeatureOptions,
  text: Text,
  {
    hasOptional,
    hasBegun = false,
    isEnding = false,
  }: {
    readonly hasOptional: boolean
    readonly hasBegun?: boolean | undefined
    readonly isEnding?: boolean | undefined
  },
): string[] {
  const { decline, lasts, scope, start, unanswered } = feature.policy
  const { t } = text
  const asksYes = needsYes(feature)
  const said = hasBegun ? [] : sayBeginning(feature, text)
  if (decline === 'stop') said.push(t('stopsAll'))
  else if (decline === 'leave') said.push(t(asksYes ? 'changeAnyTimeLeave' : 'noAnyTime'))
  else if (!asksYes) said.push(t('noAnyTime'))
  // Said once: the warning says what silence does, where the time it takes was said before.
  if (unanswered !== undefined && !(isEnding && unanswered.afterMs > WARN_MS)) {
    const duration = toDuration(text, unanswered.afterMs)
    said.push(t(unanswered.then === 'leave' ? 'silenceLeaves' : 'silenceExcludes', { duration }))
  }
  if (isEnding) said.push(sayEnding(feature, text))
  if (lasts === 'meeting' && (asksYes || hasOptional)) said.push(t('lastsMeeting'))
  if (scope === 'room') said.push(t('roomAsked'))
  return start === 'all' ? [t('beginsAll'), ...said] : said
}

/** That the time to answer is nearly over, what then, and what gives more: no number that would tick. */
export const sayEnding = ({ policy: { unanswered } }: FeatureOptions, { t }: Text): string =>
  t(unanswered?.then === 'leave' ? 'endsLeave' : 'endsExclude', { later: t('later') })

function sayBeginning({ policy }: FeatureOptions, text: Text): string[] {
  const { basis, decline, start } = policy
  if (basis === 'objection') {
    return [text.t('beginsObjection', { duration: toDuration(text, selectObjectionMs(policy)) })]
  }
  if (basis === 'notice') return [text.t('beginsNotice')]
  return start === 'each' && decline !== 'leave' ? [text.t('changeAnyTime')] : []
}
