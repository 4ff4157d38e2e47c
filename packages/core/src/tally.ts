import { eachConcerned } from './concerned.ts'
import { hasBasis, isReady } from './gate-rule.ts'
import { isAskable, isHosting } from './model/participant.ts'
import {
  type Answer,
  type FeatureState,
  isIndicated,
  isNo,
  isPresent,
  type MeetingState,
  NO_DEVICES,
  type ParticipantState,
  type RosterKind,
  selectAnswer,
  selectFeature,
} from './state.ts'

// takes: a change of one participant, answer or feature · gives: the same state with every count true
// never: looks at everybody to know how many there are; what closes a feature for all is a counter

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** Whose doing a change is, and when by the authority's clock. */
export interface Cause {
  readonly at: number
  readonly participant?: string | undefined
}

/** A pause too many within this time, and everybody waits for an answer. */
const PAUSE_WINDOW_MS = 5 * 60_000
const MOST_PAUSES = 3

/** Somebody who never joined yet; the role and kind of their token come with joining. */
const absent = (participant: string): ParticipantState => ({
  participant,
  role: 'attendee',
  kind: 'person',
  connections: NO_DEVICES,
  present: false,
  gone: 'left',
  cutAt: 0,
  answers: {},
})

/** Replaces a participant and keeps every count true, at a cost that does not grow with the meeting. */
export function changeParticipant(
  state: MeetingState,
  id: string,
  cause: Cause,
  change: (was: ParticipantState) => ParticipantState,
): void {
  const known = state.participants.get(id)
  const was = known ?? absent(id)
  const now = change(was)
  if (now === was) return
  state.participants.set(id, now)
  const [wasHere, isHere] = [isPresent(was), isPresent(now)]
  const [wasPerson, isPerson] = [wasHere && isAskable(was.kind), isHere && isAskable(now.kind)]
  const written = state as Writable<MeetingState>
  written.people += Number(isPerson) - Number(wasPerson)
  written.hosts += Number(isPerson && isHosting(now.role)) - Number(wasPerson && isHosting(was.role))
  written.bots += Number(isHere && !isPerson) - Number(wasHere && !wasPerson)
  const strangers = isOnRoster(state, id) ? Number(isMissing(now)) - Number(isMissing(known)) : 0
  written.strangers += strangers
  const isCounted = wasPerson !== isPerson || strangers !== 0
  eachConcerned(state, now, (feature) => {
    const ready = Number(isPerson && isReady(now, feature)) - Number(wasPerson && isReady(was, feature))
    // What somebody said does not change by their coming or going, only whether it counts.
    const isSaid = wasPerson !== isPerson && isNo(selectAnswer(now, feature.id))
    const refusing = Number(isPerson && isSaid) - Number(wasPerson && isSaid)
    const isForAll = isCounted && feature.entry.feature.policy.start === 'all'
    if (ready !== 0 || refusing !== 0 || isForAll) add(state, feature, ready, refusing, cause)
  })
}

/** Replaces one answer; nobody else and no other feature is looked at. */
export function changeAnswer(
  state: MeetingState,
  of: Cause & { readonly participant: string; readonly feature: string },
  change: (was: Answer) => Answer,
): void {
  // A no may come before its person ever joined: it waits for them, or they would be asked again.
  const was = state.participants.get(of.participant) ?? absent(of.participant)
  const before = selectAnswer(was, of.feature)
  const answer = change(before)
  const { participant, role, kind, connections, present, gone, cutAt } = was
  // Written out and assigned: a literal with a name that is only known now is several times slower.
  const answers: Record<string, Answer> = { ...was.answers }
  answers[of.feature] = answer
  const now: ParticipantState = { participant, role, kind, connections, present, gone, cutAt, answers }
  state.participants.set(of.participant, now)
  const feature = state.features.get(of.feature)
  if (feature === undefined || !isAskable(kind) || !isPresent(now)) return
  // What their devices show is as it was.
  const isAble = isIndicated(now, feature.entry.hash)
  const ready = isAble ? Number(hasBasis(now, feature)) - Number(hasBasis(was, feature)) : 0
  const refusing = Number(isNo(answer)) - Number(isNo(before))
  if (ready !== 0 || refusing !== 0) add(state, feature, ready, refusing, of)
}

export function changeFeature(
  state: MeetingState,
  id: string,
  cause: Cause,
  change: (was: FeatureState) => FeatureState,
): void {
  const was = selectFeature(state, id)
  if (was !== undefined) state.features.set(id, settle(state, was, change(was), cause))
}

/** Counts everybody anew: as a run begins, which asks each of them anyway. */
export function countAll(state: MeetingState, feature: FeatureState, cause: Cause): void {
  let [ready, refusing] = [0, 0]
  for (const participant of state.participants.values()) {
    if (!isAskable(participant.kind) || !isPresent(participant)) continue
    if (isReady(participant, feature)) ready += 1
    if (isNo(selectAnswer(participant, feature.id))) refusing += 1
  }
  state.features.set(feature.id, settle(state, feature, { ...feature, ready, refusing }, cause))
}

/** Sets who is in the call as whoever runs it says, and counts whom of them nobody here knows. */
export function changeRoster(state: MeetingState, participant: string, kind: RosterKind): void {
  const was = isStranger(state, participant)
  state.roster.set(participant, kind)
  const written = state as Writable<MeetingState>
  written.strangers += Number(isStranger(state, participant)) - Number(was)
}

/** Looks again at what waits for everybody in the call, after the roster is another. */
export function settleForAll(state: MeetingState, cause: Cause): void {
  eachConcerned(state, undefined, (feature) => {
    if (feature.entry.feature.policy.start === 'all') add(state, feature, 0, 0, cause)
  })
}

const isOnRoster = ({ roster }: MeetingState, participant: string): boolean => {
  const kind = roster.get(participant)
  return kind !== undefined && kind !== 'left' && isAskable(kind)
}

/** Not here as far as the authority knows, though nobody it knows for a bot either. */
const isMissing = (known: ParticipantState | undefined): boolean =>
  known === undefined || (isAskable(known.kind) && !isPresent(known))

/** In the call as whoever runs it says, and not here as far as the authority knows: never asked, or out of reach. */
export const isStranger = (state: MeetingState, participant: string): boolean =>
  isOnRoster(state, participant) && isMissing(state.participants.get(participant))

function add(
  state: MeetingState,
  feature: FeatureState,
  ready: number,
  refusing: number,
  cause: Cause,
): void {
  const now = withCounts(feature, feature.ready + ready, feature.refusing + refusing)
  state.features.set(feature.id, settle(state, feature, now, cause))
}

/** Written out: a copy by spread takes twice the time, and each answer makes one. */
function withCounts(was: FeatureState, ready: number, refusing: number): FeatureState {
  return {
    id: was.id,
    entry: was.entry,
    activation: was.activation,
    ready,
    refusing,
    barred: was.barred,
    begun: was.begun,
    runs: was.runs,
    askedAgain: was.askedAgain,
    offRequests: was.offRequests,
    enforcers: was.enforcers,
    pauses: was.pauses,
    awaited: was.awaited,
    starts: was.starts,
    forbidden: was.forbidden,
  }
}

/** Whether the feature is closed for everybody follows from the counts, and nothing else. */
function settle(state: MeetingState, was: FeatureState, now: FeatureState, cause: Cause): FeatureState {
  if (now.activation === undefined) return now
  const barred = barOf(state, now)
  const begun = now.begun || (barred === undefined && now.ready > 0)
  if (barred === now.barred && begun === now.begun) return now
  const settled = { ...now, barred, begun }
  const isPause = barred === 'waiting-for-others' && was.barred === undefined && was.ready > 0
  return isPause ? pause(settled, cause) : settled
}

function barOf(state: MeetingState, feature: FeatureState): FeatureState['barred'] {
  for (const { state: said } of feature.enforcers) if (said !== 'confirmed') return 'not-enforced'
  const { decline, start } = feature.entry.feature.policy
  // One no stops it for everybody, and a no from an earlier run lasts.
  if (decline === 'stop' && feature.refusing > 0) return 'waiting-for-others'
  if (start === 'each') return undefined
  // An empty meeting has not consented, and who is not known to be absent has not either.
  const everyone = state.people > 0 && feature.ready === state.people
  const isKnown = state.rostered && state.strangers === 0 && feature.awaited === undefined
  return everyone && isKnown ? undefined : 'waiting-for-others'
}

/** Somebody who comes and goes must not make everybody's capture stutter: after three pauses, they answer first. */
function pause(feature: FeatureState, { participant, at }: Cause): FeatureState {
  if (participant === undefined) return feature
  const recent = feature.pauses.filter((one) => at - one.at < PAUSE_WINDOW_MS)
  const pauses = [...recent, { participant, at }]
  const mine = pauses.filter((one) => one.participant === participant).length
  return { ...feature, pauses, awaited: mine >= MOST_PAUSES ? participant : feature.awaited }
}
