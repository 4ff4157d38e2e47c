import { isPresentPerson, selectPlace } from './devices.ts'
import { type GateStatus, gateOf, isIncluded, selectShown, selectYes } from './gate-rule.ts'
import { toDeclaredId, toOwner } from './model/owned-id.ts'
import { isHosting, type ParticipantKind, type Place, type Role } from './model/participant.ts'
import { type Others, projectOthers } from './project/others.ts'
import {
  type Activation,
  type Answer,
  type FeatureState,
  hasFailedToClose,
  isNo,
  isPutOff,
  type MeetingState,
  NO_ANSWER,
  type ParticipantState,
  type Phase,
  selectAnswer,
  selectFeature,
  selectIncluded,
  selectOffRequests,
  selectPhase,
} from './state.ts'

// takes: the state and who is looking · gives: what that one may see
// never: an answer of somebody else beyond the feature's disclosure

/** How far an answer has come, as its own person sees it. */
export type AnswerState =
  | 'unasked'
  | 'asked'
  | 'shown'
  | 'deferred'
  | 'unanswered'
  | 'accepted'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'stale'

/** How many others there are, as far as it changes what a notice has to say. */
export type Company = 'alone' | 'pair' | 'few' | 'many'

/** What hosts learn about the answers, by the feature's disclosure, and who wants the run to end. */
export type Tally = Disclosed & { readonly offRequests?: OffRequests | undefined }

/** Who asks for a run to be turned off, and how many who wish to stay unknown. */
export interface OffRequests {
  readonly by: readonly string[]
  readonly unknown: number
  /** Display names of those who said who they are, where a token gave one; never stored. */
  readonly names?: Readonly<Record<string, string>> | undefined
}

/** What is told of one person where answers are told with names. */
export interface NamedPerson {
  readonly participant: string
  readonly included: boolean
  /** Has still to answer, where a yes is needed. */
  readonly unanswered?: boolean | undefined
}

type Disclosed =
  | { readonly disclosure: 'named'; readonly people: readonly NamedPerson[] }
  | { readonly disclosure: 'counts'; readonly included: number; readonly notIncluded: number }
  | { readonly disclosure: 'outcome'; readonly everyone: boolean }

/** A run as everybody may see it. */
export interface ActivationView extends Activation {
  /** Display name of who turned it on, where a token gave one; never stored. */
  readonly name?: string | undefined
}

/** One person's own view of one feature. */
export interface FeatureView {
  /** Of the declaration that the authority has: a page with another one cannot speak of it. */
  readonly hash: string
  readonly phase: Phase
  readonly activation?: ActivationView | undefined
  readonly answer: {
    readonly state: AnswerState
    readonly grants: readonly string[]
    /** Number of the person's latest decision on this feature: what an accept must name as `seen`. */
    readonly decision: number
    /** Whether this notice was shown to this person in this run. */
    readonly shown: boolean
    /** Hashes of the texts it was shown in, where there is more than one that may be answered. */
    readonly texts?: readonly string[] | undefined
    /** Told of this run and not asked: the no was given in an earlier one, and lasts. */
    readonly told: boolean
    /** Whether something may be kept that this person can have erased. */
    readonly captured: boolean
    /** Under `objection`: whether the time to object is over. */
    readonly waited: boolean
  }
  /** By ask id. */
  readonly gates: Readonly<Record<string, GateStatus>>
  readonly erasure?:
    | { readonly requestedAt: number; readonly open: readonly string[]; readonly done: readonly string[] }
    | undefined
  /** Whose run this is, of a feature that anyone may turn on. */
  readonly owner?: string | undefined
  /** Whether who had not answered was asked again in this run. */
  readonly askedAgain?: boolean | undefined
  /** Whether hosts allow nobody a run of their own. */
  readonly forbidden?: boolean | undefined
  /** An enforcer has not said yet that it enforces what the own gates are. */
  readonly unconfirmed?: boolean | undefined
  /** The time to answer is nearly over. */
  readonly ending?: boolean | undefined
}

/** Who is looking, as the authority has them. */
export interface You {
  readonly participant: string
  readonly role: Role
  readonly kind: ParticipantKind
  readonly place: 'out' | Place
  /** How many devices of theirs are here: in the call, or in the lobby. */
  readonly devices?: number | undefined
  /** As the own token gave it. */
  readonly name?: string | undefined
}

/** Everything one participant's client is sent. */
export interface PersonView {
  readonly meeting: string
  readonly you: You
  readonly company: Company
  readonly others: Others
  /** By the id they run by; every declared one is here. */
  readonly features: Readonly<Record<string, FeatureView>>
  /** By feature id, to hosts, and to the owner of a run. */
  readonly tallies: Readonly<Record<string, Tally>>
}

/** Who is looking, as their token says. */
export interface Viewer {
  readonly participant: string
  readonly role: Role
  readonly kind: ParticipantKind
}

/** What a projection takes from beside the state. */
export interface Beside {
  /** Display names of participants, as their tokens gave them; kept in memory only. */
  nameOf(participant: string): string | undefined
  /** What the gates let through now: less than the facts allow while a close is not written yet. */
  permits(participant: string, feature: string, ask: string): boolean
  /** Whether every enforcer has confirmed what this participant's gates are now. @default it has */
  isEnforced?(participant: string, feature: string): boolean
  /** Whether this participant's time to answer is nearly over. @default it is not */
  isEnding?(participant: string, feature: string): boolean
  /** Who else is there, where somebody keeps it. @default it is read off the state, which is a look at everybody */
  others?(): Others
}

/** Everything that one person may see, and nothing else. */
export function projectPerson(state: MeetingState, viewer: Viewer, beside: Beside): PersonView {
  const features: Record<string, FeatureView> = {}
  for (const id of state.features.keys()) {
    if (isOf(state, id, viewer.participant)) features[id] = projectFeature(state, id, viewer, beside)
  }
  return {
    meeting: state.meeting,
    you: projectYou(state, viewer, beside),
    company: projectCompany(state),
    others: beside.others?.() ?? projectOthers(state, beside),
    features,
    tallies: projectTallies(state, viewer, beside.nameOf),
  }
}

/** Whether the feature is anything to a participant: a run of somebody's own that is over is so only to who was in it. */
function isOf(state: MeetingState, id: string, participant: string): boolean {
  const owner = toOwner(id)
  if (owner === undefined || owner === participant) return true
  if (state.features.get(id)?.activation !== undefined) return true
  return state.participants.get(participant)?.answers[id] !== undefined
}

export function projectYou(
  state: MeetingState,
  { participant, role, kind }: Viewer,
  { nameOf }: Beside,
): You {
  const person = state.participants.get(participant)
  const devices = person?.connections.length ?? 0
  return { participant, role, kind, place: selectPlace(person), devices, name: nameOf(participant) }
}

export function projectCompany(state: MeetingState): Company {
  if (state.people <= 1) return 'alone'
  if (state.people === 2) return 'pair'
  // Five others, and five among whom who asks for an end is not guessed.
  return state.people < 6 || state.people - state.hosts < 5 ? 'few' : 'many'
}

/** @throws RangeError for a feature that the meeting does not have */
export function projectFeature(
  state: MeetingState,
  id: string,
  { participant, role }: One,
  { nameOf, permits, isEnforced, isEnding }: Beside,
): FeatureView {
  const feature = selectFeature(state, id)
  if (feature === undefined) throw new RangeError(`no feature "${id}" in this meeting`)
  const person = state.participants.get(participant)
  const answer = selectAnswer(person, id)
  const { activation, entry } = feature
  const isUnconfirmed = isEnforced?.(participant, id) === false
  const gates: Record<string, GateStatus> = {}
  for (const ask of Object.keys(entry.feature.asks)) {
    const gate = gateOf(person, feature, ask)
    const isHeld = gate.open && !permits(participant, id, ask)
    gates[ask] = isHeld || isFailing(feature, role, isUnconfirmed) ? HELD : gate
  }
  const { erasure } = answer
  const isShown = person !== undefined && selectShown(person, feature) === 'live'
  return {
    hash: entry.hash,
    phase: selectPhase(feature),
    activation: activation && { ...activation, name: nameOf(activation.by) },
    answer: {
      state: lifeOf(person, feature, answer),
      grants: answer.grants,
      decision: answer.decision,
      shown: isShown,
      ...(isShown && entry.texts.size > 1 && { texts: answer.shown?.hashes }),
      told: isNo(answer) && activation !== undefined && answer.activation !== activation.id,
      captured: answer.processors.length > 0,
      waited: answer.shown?.waited === true && answer.shown.activation === activation?.id,
    },
    gates,
    erasure: erasure && { requestedAt: erasure.requestedAt, open: erasure.open, done: erasure.done },
    owner: toOwner(id),
    ...(feature.askedAgain && { askedAgain: true }),
    ...(isUnconfirmed && { unconfirmed: true }),
    ...(isEnding?.(participant, id) === true && { ending: true }),
    ...(state.features.get(toDeclaredId(id))?.forbidden === true && { forbidden: true }),
  }
}

type One = Pick<Viewer, 'participant'> & Partial<Pick<Viewer, 'role'>>

/** Off, and what has held it open cannot close: told to hosts, and to whom it may hear. */
const isFailing = (feature: FeatureState, role: Role = 'attendee', isUnconfirmed = false): boolean =>
  feature.activation === undefined && hasFailedToClose(feature) && (isUnconfirmed || isHosting(role))

/** What there is of somebody who has never had to do with a feature. */
export interface Likeness {
  readonly kind: ParticipantState['kind'] | undefined
  readonly place: 'nowhere' | 'here' | ParticipantState['gone']
}
export const isAlike = (one: Likeness, other: Likeness): boolean =>
  one.kind === other.kind && one.place === other.place

/**
 * How a feature shows itself to somebody who has never had to do with it: in the same moment it shows the same to all
 * of one likeness. Undefined for somebody whose view of it is their own.
 */
export function selectLikeness(
  state: MeetingState,
  id: string,
  { participant, role }: One,
  { isEnforced, isEnding }: Beside,
): Likeness | undefined {
  const person = state.participants.get(participant)
  const feature = state.features.get(id)
  if (selectAnswer(person, id) !== NO_ANSWER || feature?.awaited === participant) return undefined
  if (feature !== undefined && isFailing(feature, role)) return undefined
  if (isEnforced?.(participant, id) === false || isEnding?.(participant, id) === true) return undefined
  const place = person === undefined ? 'nowhere' : person.connections.length > 0 ? 'here' : person.gone
  return { kind: person?.kind, place }
}

/** Facts would let it be open, and a close is on its way; or they have closed it, and nobody knows whether it is. */
const HELD: GateStatus = { open: false, reason: 'not-enforced' }

/** What the life of an answer has come to; `asked` needs no event, it follows from being there. */
function lifeOf(person: ParticipantState | undefined, feature: FeatureState, answer: Answer): AnswerState {
  if (isNo(answer)) return answer.state
  const { activation } = feature
  if (activation === undefined || person === undefined || person.connections.length === 0) return 'unasked'
  // Everybody waits for this person: whatever they said before, they are asked.
  const isAwaited = feature.awaited === person.participant
  const yes = isAwaited ? 'none' : selectYes(person, feature)
  if (yes !== 'none') return yes === 'live' ? 'accepted' : 'stale'
  if (isPutOff(answer, feature)) return answer.state === 'deferred' ? 'deferred' : 'unanswered'
  if (selectShown(person, feature) === 'live') return 'shown'
  return answer.state === 'expired' ? 'expired' : 'asked'
}

/** What a host may know of the answers, by feature, and an owner of those to the own run; nobody else is told anything. */
function projectTallies(
  state: MeetingState,
  viewer: Viewer,
  nameOf: Beside['nameOf'],
): Record<string, Tally> {
  const tallies: Record<string, Tally> = {}
  if (
    !isHosting(viewer.role) &&
    ![...state.features.keys()].some((id) => toOwner(id) === viewer.participant)
  ) {
    return tallies
  }
  for (const id of state.features.keys()) {
    const tally = projectTally(state, id, viewer, nameOf)
    if (tally !== undefined) tallies[id] = tally
  }
  return tallies
}

/** What a host may know of the answers to a running feature. */
export function projectTally(
  state: MeetingState,
  id: string,
  viewer: Viewer,
  nameOf: Beside['nameOf'] = () => undefined,
): Tally | undefined {
  const feature = state.features.get(id)
  if (feature?.activation === undefined) return undefined
  if (!isHosting(viewer.role) && toOwner(id) !== viewer.participant) return undefined
  const offRequests = projectOffRequests(feature, nameOf)
  const disclosed = disclose(state, feature, viewer.participant)
  return offRequests === undefined ? disclosed : { ...disclosed, offRequests }
}

/** Who wants it off, with their names; undefined where nobody does. */
export function projectOffRequests(feature: FeatureState, nameOf: Beside['nameOf']): OffRequests | undefined {
  const by = selectOffRequests(feature)
  const { unknown } = feature.offRequests
  if (by.length + unknown === 0) return undefined
  const named = by.flatMap((one) => {
    const name = nameOf(one)
    return name === undefined ? [] : [[one, name] as const]
  })
  return { by, unknown, ...(named.length > 0 && { names: Object.fromEntries(named) }) }
}

function disclose(state: MeetingState, feature: FeatureState, viewer: string): Disclosed {
  const { disclosure, countsFrom } = feature.entry.feature.policy
  if (disclosure === 'named') {
    return { disclosure, people: [...eachNamed(state, feature)] }
  }
  const self = state.participants.get(viewer)
  const others = state.people - (self !== undefined && isPresentPerson(self) ? 1 : 0)
  const included = selectIncluded(feature)
  if (disclosure === 'counts' && others >= countsFrom) {
    return { disclosure, included, notIncluded: state.people - included }
  }
  // An empty meeting has not consented.
  return { disclosure: 'outcome', everyone: state.people > 0 && included === state.people }
}

/**
 * What is told of somebody with their name: of a no, not whether it came at once or later. Undefined where they are not
 * named: no person in the call.
 */
export function selectNamed(
  person: ParticipantState | undefined,
  feature: FeatureState,
): NamedPerson | undefined {
  if (person === undefined || !isPresentPerson(person)) return undefined
  const life = lifeOf(person, feature, selectAnswer(person, feature.id))
  const isSaid = life === 'accepted' || life === 'declined' || life === 'withdrawn'
  return {
    participant: person.participant,
    included: isIncluded(person, feature),
    ...(feature.entry.feature.policy.basis === 'consent' && !isSaid && { unanswered: true }),
  }
}

/** Everybody who is named. */
export function* eachNamed(state: MeetingState, feature: FeatureState): Generator<NamedPerson> {
  for (const person of state.participants.values()) {
    const named = selectNamed(person, feature)
    if (named !== undefined) yield named
  }
}
