import { eachConcerned } from './concerned.ts'
import { isIndicated, isPresent, isPresentPerson, NO_DEVICES } from './devices.ts'
import { hasBasis, isReady } from './gate-rule.ts'
import { toOwner } from './model/owned-id.ts'
import { isAskable, isHosting } from './model/participant.ts'
import {
  type Answer,
  type FeatureState,
  isNo,
  type MeetingState,
  type Owner,
  type ParticipantState,
  type RosterKind,
  selectAnswer,
  selectFeature,
} from './state.ts'
import type { Writable } from './writable.ts'

// takes: a change of one participant, answer or feature · gives: the same state with every count true
// never: looks at everybody to know how many there are; what closes a feature for all is a counter

type OwnParticipant = Omit<ParticipantState, 'answers'> & { readonly answers: Record<string, Answer> }

/** Whose doing a change is, and when by the authority's clock. */
export interface Cause {
  readonly at: number
  readonly participant?: string | undefined
}

/** A pause too many within this time, and everybody waits for an answer. */
const PAUSE_WINDOW_MS = 5 * 60_000
const MOST_PAUSES = 3

/** Somebody who never joined yet; the role and kind of their token come with joining. */
const absent = (participant: string, owner: Owner): ParticipantState => ({
  participant,
  role: 'attendee',
  kind: 'person',
  connections: NO_DEVICES,
  present: false,
  gone: 'left',
  cutAt: 0,
  answers: {},
  owner,
})

/** Replaces a participant and keeps every count true, at a cost that does not grow with the meeting. */
export function changeParticipant(
  state: MeetingState,
  id: string,
  cause: Cause,
  change: (was: ParticipantState) => ParticipantState,
): void {
  const known = state.participants.get(id)
  const was = known ?? absent(id, state.owner)
  const now = change(was)
  if (now === was) return
  state.participants.set(id, now)
  const [wasPerson, isPerson] = [isPresentPerson(was), isPresentPerson(now)]
  const written = state as Writable<MeetingState>
  written.people += Number(isPerson) - Number(wasPerson)
  written.hosts += Number(isPerson && isHosting(now.role)) - Number(wasPerson && isHosting(was.role))
  const missing = Number(isMissing(now)) - Number(isMissing(known))
  const strangers = missing !== 0 && isOnRoster(state, id) ? missing : 0
  written.strangers += strangers
  const isCounted = wasPerson !== isPerson || strangers !== 0
  // A role says nothing of what is let through.
  if (!isCounted && now.connections === was.connections && now.answers === was.answers) return
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
  const participant = ownParticipant(state, of.participant)
  const feature = state.features.get(of.feature)
  const isHere = feature !== undefined && isPresentPerson(participant)
  // What their devices show stays as it is.
  const isAble = isHere && isIndicated(participant, feature.entry.hash)
  const wasReady = isAble && hasBasis(participant, feature)
  const before = selectAnswer(participant, of.feature)
  const answer = change(before)
  participant.answers[of.feature] = answer
  if (feature === undefined && toOwner(of.feature) !== undefined && isNo(answer) && !isNo(before))
    state.early.set(of.feature, { participant: of.participant, before: state.early.get(of.feature) })
  if (!isHere) return
  const ready = isAble ? Number(hasBasis(participant, feature)) - Number(wasReady) : 0
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
  if (was !== undefined) put(state, was, change(was), cause)
}

/** Counts who is here of those who said no to a run of somebody's own before the first. */
export function countEarly(state: MeetingState, feature: string): number {
  let refusing = 0
  for (let one = state.early.get(feature); one !== undefined; one = one.before) {
    const person = state.participants.get(one.participant)
    const isHere = person !== undefined && isPresentPerson(person)
    refusing += Number(isHere && isNo(selectAnswer(person, feature)))
  }
  return refusing
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

/** Not here as far as the authority knows: whoever was here as a bot and went may be somebody else by now. */
const isMissing = (known: ParticipantState | undefined): boolean => known === undefined || !isPresent(known)

/** In the call as whoever runs it says, and not here as far as the authority knows: never asked, or out of reach. */
export const isStranger = (state: MeetingState, participant: string): boolean =>
  isOnRoster(state, participant) && isMissing(state.participants.get(participant))

/** Somebody whom nobody else has: as they are where they are this state's own, and a copy of them where they are not. */
function ownParticipant(state: MeetingState, id: string): OwnParticipant {
  const known = state.participants.get(id)
  if (known?.owner === state.owner) return known as OwnParticipant
  const { role, kind, connections, present, gone, cutAt, answers } = known ?? absent(id, state.owner)
  const own = {
    participant: id,
    role,
    kind,
    connections,
    present,
    gone,
    cutAt,
    answers: { ...answers },
    owner: state.owner,
  }
  state.participants.set(id, own)
  return own
}

function add(state: MeetingState, was: FeatureState, ready: number, refusing: number, cause: Cause): void {
  const isOwn = was.owner === state.owner
  const feature: Writable<FeatureState> = isOwn ? was : { ...was, owner: state.owner }
  if (!isOwn) state.features.set(was.id, feature)
  const { closedForAll, ready: before } = was
  feature.ready += ready
  feature.refusing += refusing
  settle(state, feature, closedForAll, before, cause)
}

/** Puts a feature in the place of what it was. */
function put(state: MeetingState, was: FeatureState, now: FeatureState, cause: Cause): void {
  state.features.set(now.id, now)
  settle(state, now, was.closedForAll, was.ready, cause)
}

/** Whether the feature is closed for everybody follows from the counts, and nothing else. */
function settle(
  state: MeetingState,
  feature: Writable<FeatureState>,
  wasClosed: FeatureState['closedForAll'],
  wasReady: number,
  cause: Cause,
): void {
  if (feature.activation === undefined) return
  const closedForAll = whyClosed(state, feature)
  feature.closedForAll = closedForAll
  feature.begun ||= closedForAll === undefined && feature.ready > 0
  if (closedForAll === 'waiting-for-others' && wasClosed === undefined && wasReady > 0) pause(feature, cause)
}

function whyClosed(state: MeetingState, feature: FeatureState): FeatureState['closedForAll'] {
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
function pause(feature: Writable<FeatureState>, { participant, at }: Cause): void {
  if (participant === undefined) return
  const recent = feature.pauses.filter((one) => at - one.at < PAUSE_WINDOW_MS)
  feature.pauses = [...recent, { participant, at }]
  const mine = feature.pauses.filter((one) => one.participant === participant).length
  if (mine >= MOST_PAUSES) feature.awaited = participant
}
