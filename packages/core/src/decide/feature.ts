import type { CommandOf } from '../commands.ts'
import { isPresent, isPresentPerson } from '../devices.ts'
import type { EventBody, OffCause } from '../events.ts'
import { hasId } from '../id-set.ts'
import { toDeclaredId, toOwnedId, toOwner } from '../model/owned-id.ts'
import { isAskable, isHosting, type Person } from '../model/participant.ts'
import { type RejectionCode, WAITS } from '../rejection.ts'
import { canTurnOff } from '../rights.ts'
import {
  type FeatureState,
  type MeetingState,
  type ParticipantState,
  selectAnswer,
  selectFeature,
} from '../state.ts'
import { acceptEvent, noEvent, shownEvent, wrongNotice } from './consent.ts'
import { accepted, type Decision, type FeatureDecider, rejected } from './decision.ts'

// takes: who wants a run on, off, barred or ended · gives: the facts, or why not
// never: begins a run without the own answer of who begins it, or names who asked to stay unknown

/** Turn-ons of one owner within `WAITS['too-often']`. */
const MOST_STARTS = 2

/**
 * Turns a feature on, with the own decision of who does it: enabled, shown and decided are one append,
 * since the preview showed that person exactly what everybody will be asked.
 */
export const decideEnable: FeatureDecider<'feature.enable'> = (state, command, person, feature, now) => {
  const { activation, decision, notice } = command
  const known = state.participants.get(person.participant)
  const wrong = mayTurnOn(state, person, known, feature, now) ?? wrongNotice(feature, notice)
  if (feature.activation !== undefined) return rejected('already-on')
  if (hasId(feature.runs, activation)) return rejected('stale-activation')
  if (wrong !== undefined) return rejected(wrong)
  const { decline, start } = feature.entry.feature.policy
  if (start === 'all' && !state.rostered) return rejected('no-roster')
  const shown = shownEvent(known, command, person, feature)
  const own =
    decision.answer === 'accept'
      ? acceptEvent(known, { ...command, ...decision }, person, feature)
      : noEvent('consent.declined', known, command, person)
  if (typeof own === 'string') return rejected(own)
  // Where no means leaving or stopping, turning it on while staying out of it is not an answer.
  if (decision.answer === 'decline' && decline !== 'exclude') return rejected('not-offered')
  const enabled: EventBody = {
    type: 'feature.enabled',
    feature: command.feature,
    activation,
    revision: notice.revision,
  }
  return accepted(enabled, shown, own)
}

/** Hosts turn on what is for the meeting; what anyone may turn on, each owner turns on for themselves. */
function mayTurnOn(
  state: MeetingState,
  person: Person,
  known: ParticipantState | undefined,
  feature: FeatureState,
  now: number,
): RejectionCode | undefined {
  if (feature.entry.feature.policy.turnOn === 'hosts') {
    if (!isHosting(person.role)) return 'not-allowed'
  } else if (toOwner(feature.id) !== person.participant) return 'not-allowed'
  if (person.kind !== 'person') return 'not-a-person'
  if (known === undefined || !isPresent(known)) return 'not-present'
  if (feature.entry.feature.policy.turnOn === 'hosts') return undefined
  if (state.features.get(toDeclaredId(feature.id))?.forbidden === true) return 'barred-by-hosts'
  const recent = feature.starts.filter((at) => now - at < WAITS['too-often'])
  return recent.length >= MOST_STARTS ? 'too-often' : undefined
}

/** Turns a run off: any host may, and who turned it on. Off already is not an error. */
export const decideDisable: FeatureDecider<'feature.disable'> = (_state, command, person, feature) => {
  const { activation } = feature
  if (!canTurnOff(feature, person)) return rejected('not-allowed')
  if (activation === undefined) return accepted()
  if (activation.id !== command.activation) return rejected('stale-activation')
  return accepted({
    type: 'feature.disabled',
    feature: command.feature,
    activation: command.activation,
    cause: 'person',
  })
}

/** Ends a run that nobody who may turn it off has been there for: decided again, since one may be back. */
export function decideHostLapse(state: MeetingState, command: CommandOf<'host.lapse'>): Decision {
  const { feature: id, activation } = command
  const feature = selectFeature(state, id)
  if (feature?.activation?.id !== activation || !isUnattended(state, feature)) return accepted()
  return accepted({ type: 'feature.disabled', feature: id, activation, cause: 'hostless' })
}

/** Whether a run goes on with nobody there to turn it off, against its policy. */
export function isUnattended(state: MeetingState, { activation, entry, id }: FeatureState): boolean {
  if (activation === undefined) return false
  const owner = toOwner(id)
  if (owner !== undefined) {
    const participant = state.participants.get(owner)
    return participant === undefined || !isPresent(participant)
  }
  return state.hosts === 0 && entry.feature.policy.hostless === 'stop'
}

/** Allows nobody a run of their own, and ends those that are on; or allows them again. */
export const decideBar: FeatureDecider<'feature.bar' | 'feature.allow'> = (
  state,
  command,
  person,
  feature,
) => {
  const isDeclared = toOwner(feature.id) === undefined
  if (!isHosting(person.role)) return rejected('not-allowed')
  if (!isDeclared || feature.entry.feature.policy.turnOn !== 'anyone') return rejected('not-offered')
  const isBar = command.type === 'feature.bar'
  if (feature.forbidden === isBar) return accepted()
  if (!isBar) return accepted({ type: 'feature.allowed', feature: feature.id })
  // Of all there ever were: it ends each that is on, and a host does it once or twice in a meeting.
  const running = [...state.features.values()].filter(
    ({ activation, id }) => activation !== undefined && toDeclaredId(id) === feature.id,
  )
  return accepted(
    { type: 'feature.barred', feature: feature.id },
    ...running.flatMap((one) => offEvent(one, 'barred')),
  )
}

/** Runs of their own end as their owner leaves, or is put out of the call. */
export function ownedOffEvents(state: MeetingState, owner: string): readonly EventBody[] {
  const events: EventBody[] = []
  for (const { feature } of state.catalogue.values()) {
    const run = feature.policy.turnOn === 'anyone' && state.features.get(toOwnedId(feature.id, owner))
    if (run) events.push(...offEvent(run, 'owner-left'))
  }
  return events
}

function offEvent({ id, activation }: FeatureState, cause: OffCause): readonly EventBody[] {
  return activation === undefined
    ? []
    : [{ type: 'feature.disabled', feature: id, activation: activation.id, cause }]
}

/** Asks the hosts to turn it off, once a run; who wishes to stay unknown goes by the authority's own command. */
export const decideRequestOff: FeatureDecider<'feature.requestOff'> = (state, command, person, feature) => {
  const { activation } = feature
  const participant = state.participants.get(person.participant)
  if (!isAskable(person.kind)) return rejected('not-a-person')
  if (participant === undefined || !isPresentPerson(participant)) return rejected('not-present')
  if (activation === undefined) return rejected('feature-off')
  if (activation.id !== command.activation) return rejected('stale-activation')
  if (selectAnswer(participant, feature.id).offRequested === activation.id)
    return rejected('requested-already')
  if (command.anonymous) return accepted()
  return accepted({
    type: 'feature.offRequested',
    feature: command.feature,
    activation: activation.id,
    participant: person.participant,
  })
}

/** Delivers a request whose author is nowhere in it. */
export function decideUnknownRequestOff(
  state: MeetingState,
  { feature, activation }: CommandOf<'feature.requestOff'>,
): Decision {
  const isOn = selectFeature(state, feature)?.activation?.id === activation
  return isOn ? accepted({ type: 'feature.offRequested', feature, activation }) : accepted()
}
