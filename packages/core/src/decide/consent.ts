import type { Command, CommandOf, Method, NoticeRef } from '../commands.ts'
import { isPresentPerson, selectConnection } from '../devices.ts'
import type { EventBody, EventOf } from '../events.ts'
import { isYesKept } from '../gate-rule.ts'
import { isKnownText } from '../model/catalogue.ts'
import { isAskable, type Person } from '../model/participant.ts'
import { NOTICE_VISIBLE_MS } from '../model/policy.ts'
import { isNoCommand } from '../no-commands.ts'
import type { RejectionCode } from '../rejection.ts'
import {
  type FeatureState,
  isNo,
  isPutOff,
  type MeetingState,
  type ParticipantState,
  selectAnswer,
} from '../state.ts'
import { accepted, type Decision, type FeatureDecider, rejected } from './decision.ts'

// takes: an answer, or that a notice was seen · gives: the fact, or why it is none
// never: takes a yes for another question than was shown, or turns a no away

/** A notice counts as shown once it was seen long enough, by the run and the text that are registered. */
export const decideShow: FeatureDecider<'notice.show'> = (state, command, person, feature) => {
  const known = state.participants.get(person.participant)
  const wrong = mismatch(feature, command.activation, command.notice) ?? unfit(known, person)
  if (wrong !== undefined) return rejected(wrong)
  if (command.visibleMs < NOTICE_VISIBLE_MS) return rejected('notice-not-shown')
  if (isShown(known, person, command, feature)) return accepted()
  return accepted(shownEvent(known, command, person, feature))
}

/** Yes: to this run, this revision, this text, shown to this person, with the latest decision seen. */
export const decideAccept: FeatureDecider<'consent.accept'> = (state, command, person, feature) => {
  const known = state.participants.get(person.participant)
  const wrong = mismatch(feature, command.activation, command.notice) ?? unfit(known, person)
  if (wrong !== undefined) return rejected(wrong)
  if (!isShown(known, person, command, feature)) return rejected('notice-not-shown')
  const accept = acceptEvent(known, command, person, feature)
  return typeof accept === 'string' ? rejected(accept) : accepted(accept)
}

/**
 * No: never stale, needs no notice, and may come when the feature is off or the person gone. A no that stands
 * already is said again all the same: it is later than a yes that was on its way between the two.
 */
export const decideDecline: FeatureDecider<'consent.decline'> = (state, command, person, feature) => {
  if (!isAskable(person.kind)) return rejected('not-a-person')
  const known = state.participants.get(person.participant)
  return saysNo(noEvent('consent.declined', known, command, person), known, feature)
}

/** Takes a yes back, or optional asks of it; where there is no yes by then, it is a no all the same. */
export const decideWithdraw: FeatureDecider<'consent.withdraw'> = (state, command, person, feature) => {
  if (!isAskable(person.kind)) return rejected('not-a-person')
  const { asks } = command
  const known = state.participants.get(person.participant)
  const no = noEvent('consent.withdrawn', known, command, person)
  if (asks === undefined) return saysNo(no, known, feature)
  const { optional, required } = feature.entry
  const { grants } = selectAnswer(known, feature.id)
  // What nobody declares any more may be among what the yes was to, and would count again if it came back.
  const isTheirs = asks.some((ask) => optional.includes(ask) || grants.includes(ask))
  if (!isTheirs || asks.some((ask) => required.includes(ask))) return rejected('unknown-ask')
  return accepted({ ...no, asks })
}

/**
 * Of a feature that the app has declared before and does not now, a no is all that can be said: with the declaration
 * the yes would be back too.
 */
export function decideUndeclared(state: MeetingState, command: Command, person: Person): Decision {
  const known = state.participants.get(person.participant)
  // Every object has a "constructor" too, which may be sent as an id.
  if (!isNoCommand(command) || known === undefined || !Object.hasOwn(known.answers, command.feature))
    return rejected('unknown-feature')
  if (!isAskable(person.kind)) return rejected('not-a-person')
  if (command.type === 'consent.decline') return accepted(noEvent('consent.declined', known, command, person))
  const no = noEvent('consent.withdrawn', known, command, person)
  const { asks } = command
  if (asks === undefined) return accepted(no)
  const { grants } = selectAnswer(known, command.feature)
  return asks.some((ask) => grants.includes(ask)) ? accepted({ ...no, asks }) : rejected('unknown-ask')
}

/** Where one no ends the feature for everybody, it does so in the same append. */
function saysNo(no: EventBody, known: ParticipantState | undefined, feature: FeatureState): Decision {
  const activation = stopsFor(known, feature)
  if (activation === undefined) return accepted(no)
  return accepted(no, { type: 'feature.disabled', feature: feature.id, activation, cause: 'declined' })
}

/** The run that a no of this person ends for everybody: of somebody who is here, under that policy. */
function stopsFor(
  known: ParticipantState | undefined,
  { activation, entry }: FeatureState,
): string | undefined {
  const isHere = known !== undefined && isPresentPerson(known)
  return isHere && entry.feature.policy.decline === 'stop' ? activation?.id : undefined
}

/** A yes of somebody who has been away for too long; not of somebody who is back. */
export function decideExpire(
  state: MeetingState,
  { participant: id, feature }: CommandOf<'consent.expire'>,
): Decision {
  const participant = state.participants.get(id)
  const isAway = participant !== undefined && participant.connections.length === 0
  if (!isAway || selectAnswer(participant, feature).state !== 'accepted') return accepted()
  return accepted({ type: 'consent.expired', participant: id, feature })
}

/** Later: still closed, and the question stays reachable. Never takes a given answer back. */
export const decideDefer: FeatureDecider<'consent.defer'> = (state, command, person, feature) => {
  if (!isAskable(person.kind)) return rejected('not-a-person')
  if (feature.activation === undefined) return rejected('feature-off')
  if (feature.activation.id !== command.activation) return rejected('stale-activation')
  const participant = state.participants.get(person.participant)
  if (participant === undefined) return rejected('not-present')
  const answer = selectAnswer(participant, command.feature)
  const isDeferred = isPutOff(answer, feature)
  if (isNo(answer) || isDeferred || isYesKept(participant, feature)) return accepted()
  return accepted({
    type: 'consent.deferred',
    participant: person.participant,
    feature: command.feature,
    activation: command.activation,
    revision: feature.entry.feature.revision,
  })
}

interface Accept {
  readonly feature: string
  readonly activation: string
  readonly notice: NoticeRef
  readonly grants: readonly string[]
  readonly seen: number
  readonly method: Method
  readonly armedMs?: number | undefined
  readonly visibleMs?: number | undefined
}

/** The acceptance as a fact, or why it cannot be one; the notice is the caller's to check. */
export function acceptEvent(
  known: ParticipantState | undefined,
  accept: Accept,
  person: Person,
  feature: FeatureState,
): EventBody | RejectionCode {
  const { decision } = selectAnswer(known, accept.feature)
  if (decision > accept.seen) return 'stale-decision'
  const { optional } = feature.entry
  if (accept.grants.some((ask) => !optional.includes(ask))) return 'unknown-ask'
  // A room answers for whoever happens to be in it, so it never grants what each of them should tick.
  if (person.kind !== 'person' && accept.grants.length > 0) return 'unknown-ask'
  return {
    type: 'consent.accepted',
    participant: person.participant,
    feature: accept.feature,
    activation: accept.activation,
    notice: accept.notice,
    kind: person.kind,
    room: roomOf(known, person, feature),
    grants: grantsOf(feature, accept.grants),
    processors: feature.entry.processors,
    decision: decision + 1,
    method: accept.method,
    armedMs: accept.armedMs,
    visibleMs: accept.visibleMs,
  }
}

/** Required asks are part of every yes; optional ones come one by one. */
function grantsOf({ entry }: FeatureState, optional: readonly string[]): readonly string[] {
  const { required } = entry
  return optional.length === 0 ? required : [...required, ...new Set(optional)]
}

/** The notice as a fact; under `notice`, capture may begin with it. */
export function shownEvent(
  known: ParticipantState | undefined,
  shown: { feature: string; activation: string; notice: NoticeRef; visibleMs?: number | undefined },
  person: Person,
  feature: FeatureState,
): EventBody {
  const { activation, notice, visibleMs } = shown
  const begins = feature.entry.feature.policy.basis === 'notice'
  return {
    type: 'notice.shown',
    participant: person.participant,
    feature: shown.feature,
    activation,
    notice,
    visibleMs,
    kind: person.kind,
    room: roomOf(known, person, feature),
    processors: begins ? feature.entry.processors : undefined,
  }
}

/** The breakout room that the device is in, where that is what an answer is for. */
function roomOf(
  known: ParticipantState | undefined,
  { connection }: Person,
  { entry }: FeatureState,
): string | undefined {
  if (entry.feature.policy.scope === 'meeting') return undefined
  return selectConnection(known, connection)?.room ?? ''
}

/** The no as a fact. */
export function noEvent<Type extends 'consent.declined' | 'consent.withdrawn'>(
  type: Type,
  known: ParticipantState | undefined,
  { feature, method, armedMs, visibleMs }: Pick<Accept, 'feature' | 'method' | 'armedMs' | 'visibleMs'>,
  { participant }: Person,
): EventOf<Type> {
  const decision = selectAnswer(known, feature).decision + 1
  return { type, participant, feature, decision, method, armedMs, visibleMs } as EventOf<Type>
}

/** Why a notice is not the question that is on now. */
function mismatch(feature: FeatureState, activation: string, notice: NoticeRef): RejectionCode | undefined {
  if (feature.activation === undefined) return 'feature-off'
  if (feature.activation.id !== activation) return 'stale-activation'
  return wrongNotice(feature, notice)
}

export function wrongNotice(feature: FeatureState, notice: NoticeRef): RejectionCode | undefined {
  if (notice.revision !== feature.entry.feature.revision) return 'stale-notice'
  return isKnownText(feature.entry, notice) ? undefined : 'unknown-notice'
}

/** Why this person cannot be asked: bots never, others only in the lobby or the call. */
function unfit(known: ParticipantState | undefined, { connection, kind }: Person): RejectionCode | undefined {
  if (!isAskable(kind)) return 'not-a-person'
  return selectConnection(known, connection) === undefined ? 'not-present' : undefined
}

function isShown(
  known: ParticipantState | undefined,
  person: Person,
  { activation, notice }: Pick<Accept, 'activation' | 'notice'>,
  feature: FeatureState,
): boolean {
  const { shown } = selectAnswer(known, feature.id)
  if (shown === undefined || shown.activation !== activation || shown.kind !== person.kind) return false
  if (shown.room !== (roomOf(known, person, feature) ?? '')) return false
  return shown.revision === notice.revision && shown.hashes.includes(notice.hash)
}
