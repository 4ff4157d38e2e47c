import type { Command, CommandType } from './commands.ts'
import { type Actor, isHosting, type Person } from './model/participant.ts'
import type { FeatureState, MeetingState } from './state.ts'

// takes: the state, whose wish it is, what it is about · gives: whether that one may
// never: decides: what comes of a wish that is theirs to have is for `decide`

/** Puts somebody out of the call: the app may, hosts may, and a cohost no host. */
export function canRemove(state: MeetingState, actor: Actor, participant: string): boolean {
  if (actor.use !== 'person') return actor.use === 'app'
  if (actor.role !== 'cohost') return isHosting(actor.role)
  return state.participants.get(participant)?.role !== 'host'
}

/** Turns a run off, or asks once more: any host may, and who turned it on. */
export const canTurnOff = (feature: FeatureState | undefined, { participant, role }: Person): boolean =>
  isHosting(role) || feature?.activation?.by === participant

/** What a bridge may say for a phone: where it is, what it was told, and what was pressed on it. */
const RELAYED: readonly CommandType[] = [
  'participant.join',
  'participant.leave',
  'indicator.show',
  'indicator.hide',
  'notice.show',
  'consent.accept',
  'consent.decline',
  'consent.withdraw',
  'consent.defer',
  'erasure.request',
  'feature.requestOff',
]
/** Whether it is no bridge's, or one that it may relay: it hosts nothing, whatever the role of its token. */
export const mayRelay = ({ bridge }: Person, { type }: Command): boolean =>
  bridge === undefined || RELAYED.includes(type)

/** Whether a token is over: it is from before its person was removed, or given another role. */
export function isCut(state: MeetingState, participant: string, issuedAt: number | undefined): boolean {
  const cutAt = state.participants.get(participant)?.cutAt ?? 0
  return cutAt > 0 && (issuedAt === undefined || issuedAt <= cutAt)
}

/** What closes the sender's own gates and nobody else's, and what has erased what was taken through them. */
const PAST_CUT: readonly CommandType[] = [
  'consent.decline',
  'consent.withdraw',
  'participant.leave',
  'indicator.hide',
  'erasure.request',
]
/** Whether it counts from a token that is over too: a no may come at any time. */
export const isPastCut = ({ type }: Command): boolean => PAST_CUT.includes(type)

/** Whether the wish is nothing that counts, since its token is over. */
export const isTooLate = (state: MeetingState, command: Command, actor: Actor): boolean =>
  actor.use === 'person' && isCut(state, actor.participant, actor.issuedAt) && !isPastCut(command)
