// takes: the code of a reason · gives: the rejection that a sender gets, with a text for engineers

// What a client can tell by itself stands apart, so that it does not carry the texts of all the others.
const UNAVAILABLE_TEXT =
  'The authority could not make it durable, or cannot be reached; nothing changed, try again.'
const UNKNOWN_FEATURE_TEXT =
  'The authority, or this page, has no feature of that id; give both the same features.'
const FEATURE_OFF_TEXT = 'The feature is off; there is nothing to answer.'

/** Why a wish was rejected, and what to do. One code a reason; the text is for engineers. */
export const REJECTIONS = {
  malformed:
    'The command does not have the shape its type asks for; its schema is in @askfirst/core/protocol.',
  unavailable: UNAVAILABLE_TEXT,
  'reused-id':
    'Another command of this sender had that id; give each command an id of its own. If it closes, it did so all the same.',
  'unknown-feature': UNKNOWN_FEATURE_TEXT,
  'not-allowed':
    'The token does not allow that; only the person decides, only hosts turn features on and off for all.',
  'not-a-person': 'Agents and recorders are never asked and cannot answer.',
  'not-present': 'Join the call first; in the lobby a person may answer but not turn features on.',
  'already-on': 'The feature is on already; the activation that runs is in the view.',
  'feature-off': FEATURE_OFF_TEXT,
  'stale-activation': 'That run of the feature is over; answer the one that is on now.',
  'stale-notice': 'The question has changed since; show the new revision and answer that.',
  'unknown-notice': 'The authority has no such text; deploy the same catalogue to server and app.',
  'notice-not-shown': 'The notice was not shown to this person yet; show it, then answer.',
  'stale-decision': 'This person has decided since, on another device; look at the latest decision first.',
  'unknown-ask': 'An ask that the feature does not offer as optional cannot be granted.',
  'not-offered':
    'The policy does not offer that: turn it on with a yes of your own, or not at all; only what anyone may turn on can be barred.',
  'still-included': 'Erasing is offered after withdrawing, not before.',
  'nothing-to-erase': 'This person was never included in that feature, or all of it is erased already.',
  'barred-by-hosts': 'A host does not allow anybody a run of their own of this feature in this meeting.',
  'too-often': 'A run of your own may be turned on twice in ten minutes; wait, then try again.',
  'too-soon': 'People have had less than half a minute to answer; wait, then ask again.',
  'asked-already':
    'Who has not answered was asked again once in this run; a question that keeps coming is pressure.',
  'requested-already': 'This person has asked the hosts already to turn this run off; once is enough.',
  'no-roster':
    "What waits for everybody in the call goes by the app's roster, or by that of a worker it is for; report the roster from your app's server first.",
  'roster-full':
    "Workers have named as many people of this meeting as they may; name people by ids that stay, or report the roster from your app's server.",
  'unknown-list':
    'The report speaks of an allow-list that this run never had; report what you were last given.',
  'unknown-participant': 'Nobody of that id has been in this meeting.',
  'too-many-messages':
    'This device, or this person on all devices, sends more than the server takes; wait a second, then try again.',
  'refused-by-app': "The app's own server does not allow that.",
  'unknown-duty': 'No erasure of that person and feature waits for this processor.',
} as const

/** One code a reason; `REJECTIONS` has the text of each. */
export type RejectionCode = keyof typeof REJECTIONS

/** How long it may take until what came too early or too often may be tried again, in milliseconds. */
export const WAITS = {
  /** Turn-ons of one owner are counted within this time. */
  'too-often': 600_000,
  /** How long people have to answer before a host may ask those again who did not. */
  'too-soon': 30_000,
} as const satisfies Partial<Record<RejectionCode, number>>

/** What is over by itself: whatever still holds then is said again. */
export const PASSING: readonly string[] = ['unavailable', 'too-many-messages'] satisfies RejectionCode[]

/** Why a wish was rejected: a value, never a throw. */
export interface Rejection {
  readonly code: RejectionCode
  readonly message: string
}

export function createRejection(code: RejectionCode): Rejection {
  return { code, message: REJECTIONS[code] }
}

/** What became of a command. */
export type Reply = { readonly ok: true } | { readonly ok: false; readonly rejection: Rejection }

export const UNAVAILABLE: Reply = {
  ok: false,
  rejection: { code: 'unavailable', message: UNAVAILABLE_TEXT },
}
export const UNKNOWN_FEATURE: Reply = {
  ok: false,
  rejection: { code: 'unknown-feature', message: UNKNOWN_FEATURE_TEXT },
}
export const FEATURE_OFF: Reply = {
  ok: false,
  rejection: { code: 'feature-off', message: FEATURE_OFF_TEXT },
}
