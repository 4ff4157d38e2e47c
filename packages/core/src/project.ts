import { type GateStatus, gateOf, isIncluded, selectYes } from './gate-rule.ts'
import { isHost, type ParticipantKind, type Place, type Role } from './model/participant.ts'
import {
  type Activation,
  type Answer,
  type FeatureState,
  isPresentPerson,
  type MeetingState,
  type ParticipantState,
  type Phase,
  selectAnswer,
  selectPhase,
  selectPlace,
} from './state.ts'

// takes: the state and who is looking · gives: what that one may see
// never: an answer of somebody else beyond the feature's disclosure

/** How far an answer has come, as its own person sees it. */
export type AnswerState =
  | 'unasked'
  | 'asked'
  | 'shown'
  | 'deferred'
  | 'accepted'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'stale'

/** How many others there are, as far as it changes what a notice has to say. */
export type Company = 'alone' | 'pair' | 'few' | 'many'

/** What hosts learn about the answers, by the feature's disclosure. */
export type Tally =
  | {
      readonly disclosure: 'named'
      readonly people: readonly { readonly participant: string; readonly included: boolean }[]
    }
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
    /** Told of this run and not asked: the no was given in an earlier one, and lasts. */
    readonly told: boolean
    /** Whether something may be kept that this person can have erased. */
    readonly captured: boolean
  }
  /** By ask id. */
  readonly gates: Readonly<Record<string, GateStatus>>
  readonly erasure?:
    | { readonly requestedAt: number; readonly open: readonly string[]; readonly done: readonly string[] }
    | undefined
}

/** Who is looking, as the authority has them. */
export interface You {
  readonly participant: string
  readonly role: Role
  readonly kind: ParticipantKind
  readonly place: 'out' | Place
  /** As the own token gave it. */
  readonly name?: string | undefined
}

/** Everything one participant's client is sent. */
export interface PersonView {
  readonly meeting: string
  readonly you: You
  readonly company: Company
  readonly features: Readonly<Record<string, FeatureView>>
  /** By feature id, to hosts only. */
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
}

/** Everything that one person may see, and nothing else. */
export function projectPerson(state: MeetingState, viewer: Viewer, beside: Beside): PersonView {
  const features: Record<string, FeatureView> = {}
  for (const id of state.features.keys()) features[id] = projectFeature(state, id, viewer.participant, beside)
  return {
    meeting: state.meeting,
    you: projectYou(state, viewer, beside),
    company: projectCompany(state),
    features,
    tallies: projectTallies(state, viewer),
  }
}

export function projectYou(
  state: MeetingState,
  { participant, role, kind }: Viewer,
  { nameOf }: Beside,
): You {
  const place = selectPlace(state.participants.get(participant))
  return { participant, role, kind, place, name: nameOf(participant) }
}

export function projectCompany(state: MeetingState): Company {
  if (state.people <= 1) return 'alone'
  if (state.people === 2) return 'pair'
  return state.people < 6 ? 'few' : 'many'
}

/** @throws RangeError for a feature that the meeting does not have */
export function projectFeature(
  state: MeetingState,
  id: string,
  participant: string,
  { nameOf, permits }: Beside,
): FeatureView {
  const feature = state.features.get(id)
  if (feature === undefined) throw new RangeError(`no feature "${id}" in this meeting`)
  const person = state.participants.get(participant)
  const answer = selectAnswer(person, id)
  const { activation, entry } = feature
  const gates: Record<string, GateStatus> = {}
  for (const ask of Object.keys(entry.feature.asks)) {
    const gate = gateOf(person, feature, ask)
    gates[ask] = gate.open && !permits(participant, id, ask) ? HELD : gate
  }
  const { erasure } = answer
  return {
    hash: entry.hash,
    phase: selectPhase(feature),
    activation: activation && { ...activation, name: nameOf(activation.by) },
    answer: {
      state: lifeOf(person, feature, answer),
      grants: answer.grants,
      decision: answer.decision,
      shown: isShownNow(feature, answer),
      told: isNo(answer) && activation !== undefined && answer.activation !== activation.id,
      captured: answer.captured > (erasure?.request ?? 0),
    },
    gates,
    erasure: erasure && { requestedAt: erasure.requestedAt, open: erasure.open, done: erasure.done },
  }
}

/** Facts would let it be open, and a close is on its way. */
const HELD: GateStatus = { open: false, reason: 'not-enforced' }

const isNo = ({ state }: Answer): boolean => state === 'declined' || state === 'withdrawn'

/** What the life of an answer has come to; `asked` needs no event, it follows from being there. */
function lifeOf(person: ParticipantState | undefined, feature: FeatureState, answer: Answer): AnswerState {
  if (answer.state === 'declined' || answer.state === 'withdrawn') return answer.state
  const { activation } = feature
  if (activation === undefined || person === undefined || person.connections.size === 0) return 'unasked'
  const yes = selectYes(person, feature)
  if (yes !== 'none') return yes === 'live' ? 'accepted' : 'stale'
  if (answer.state === 'deferred' && answer.activation === activation.id) return 'deferred'
  return isShownNow(feature, answer) ? 'shown' : 'asked'
}

function isShownNow({ activation, entry }: FeatureState, { shown }: Answer): boolean {
  return shown !== undefined && shown.activation === activation?.id && entry.texts.has(shown.hash)
}

/** What a host may know of the answers, by feature; nobody else is told anything. */
export function projectTallies(state: MeetingState, { participant, role }: Viewer): Record<string, Tally> {
  const tallies: Record<string, Tally> = {}
  if (!isHost(role)) return tallies
  for (const id of state.features.keys()) {
    const tally = projectTally(state, id, participant)
    if (tally !== undefined) tallies[id] = tally
  }
  return tallies
}

/** What a host may know of the answers to a running feature. */
export function projectTally(state: MeetingState, id: string, host: string): Tally | undefined {
  const feature = state.features.get(id)
  if (feature?.activation === undefined) return undefined
  const { disclosure, countsFrom } = feature.entry.feature.policy
  if (disclosure === 'named') {
    const present = [...state.participants.values()].filter(isPresentPerson)
    const people = present.map((person) => ({
      participant: person.participant,
      included: isIncluded(person, feature),
    }))
    return { disclosure, people }
  }
  const self = state.participants.get(host)
  const others = state.people - (self !== undefined && isPresentPerson(self) ? 1 : 0)
  if (disclosure === 'counts' && others >= countsFrom) {
    return { disclosure, included: feature.included, notIncluded: state.people - feature.included }
  }
  // An empty meeting has not consented.
  return { disclosure: 'outcome', everyone: state.people > 0 && feature.included === state.people }
}
