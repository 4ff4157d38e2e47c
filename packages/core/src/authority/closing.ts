import { type Command, type CommandOf, isFailure } from '../commands.ts'
import { isPresentPerson, selectConnection } from '../devices.ts'
import { hasId } from '../id-set.ts'
import type { FeatureOptions } from '../model/feature.ts'
import { toDeclaredId, toOwnedId, toOwner } from '../model/owned-id.ts'
import { type Actor, isAskable, isHosting, type Person } from '../model/participant.ts'
import { canRemove, canTurnOff, isCut, isTooLate, mayRelay } from '../rights.ts'
import { type MeetingState, selectAnswer, selectEnforcer, selectFeature } from '../state.ts'

/**
 * What a command closes: everybody's gates of a feature, one participant's, one ask of theirs; everything of one
 * participant, or what rests on one of their devices. `<feature>@` is every owner's run of that feature.
 */
export type Closing =
  | { readonly feature: string; readonly participant?: string; readonly ask?: string }
  | { readonly participant: string; readonly connection?: string; readonly feature?: never }

/** Every owner's run of a feature, known or on its way. */
export const toEveryRun = (declared: string): string => toOwnedId(declared, '')

/**
 * What a command closes before it is committed.
 *
 * takes: the committed state and a command · gives: what is to be closed by it, whatever else is on its way
 * never: relies on what the committed state says of the answer: a yes, a run or a device may be on its way
 */
export function selectClosings(state: MeetingState, command: Command, actor: Actor): readonly Closing[] {
  switch (actor.use) {
    case 'person':
      return closesOfPerson(state, command, actor)
    case 'authority':
      return closesOfTime(state, command)
    default:
      return closesOfWorker(state, command, actor)
  }
}

/** What time and faults bring. */
function closesOfTime(state: MeetingState, command: Command): readonly Closing[] {
  switch (command.type) {
    case 'participant.lapse':
      return ofDevice(state, command)
    case 'host.lapse':
      return state.hosts === 0 || toOwner(command.feature) !== undefined ? [{ feature: command.feature }] : []
    case 'enforcement.lapse': {
      // Of one that has only a run to close that is over, nothing is on that waits for it.
      const feature = selectFeature(state, command.feature)
      return feature && selectEnforcer(feature, command.enforcer) ? [{ feature: feature.id }] : []
    }
    default:
      return []
  }
}

/** What the app's server and AI workers report. */
function closesOfWorker(state: MeetingState, command: Command, actor: Actor): readonly Closing[] {
  if (actor.use === 'processor') return []
  switch (command.type) {
    case 'enforcement.report': {
      const isTheirs = actor.use === 'app' || isOfWorker(actor, command.feature)
      return isTheirs && isFailure(command) ? [{ feature: command.feature }] : []
    }
    case 'roster.report': {
      // Somebody who is not known to be here has not agreed, until it is committed who they are.
      const isKnown =
        state.rostered &&
        command.participants.every(({ participant, kind }) => state.roster.get(participant) === kind)
      return isKnown ? [] : forAll(state)
    }
    case 'participant.remove':
      return canRemove(state, actor, command.participant) ? ofGone(state, command) : []
    default:
      return []
  }
}

function closesOfPerson(state: MeetingState, command: Command, actor: Person): readonly Closing[] {
  if (isTooLate(state, command, actor) || !mayRelay(actor, command)) return []
  const { participant, connection, kind, role } = actor
  const device = { participant, connection }
  switch (command.type) {
    case 'consent.decline':
      return closesAnswer(state, actor, command.feature)
    case 'consent.withdraw':
      return closesAnswer(state, actor, command.feature, command.asks)
    case 'consent.accept':
      return closesLeftOut(state, participant, command)
    case 'indicator.show':
      return isAskable(kind) ? ofUnknown(state, participant, command.knows) : []
    case 'participant.join':
      // A newcomer has not agreed: what waits for everybody waits from now on.
      if (command.place === 'lobby') return ofDevice(state, device)
      if (isThere(state, actor, command.room)) return []
      return [...ofRooms(state, participant), ...(isAskable(kind) ? forAll(state) : [])]
    case 'indicator.hide': {
      const at = selectConnection(state.participants.get(participant), connection)
      const isOwn = at?.indicator === 'hidden' || !isAskable(kind) || isOut(state, actor)
      return isOwn ? [device] : [device, ...forAll(state)]
    }
    case 'participant.leave':
      return command.instead === undefined ? ofDevice(state, device) : ofGone(state, device)
    case 'participant.remove':
      return canRemove(state, actor, command.participant) ? ofGone(state, command) : []
    case 'feature.bar':
      return isHosting(role) ? [{ feature: toEveryRun(command.feature) }] : []
    case 'feature.disable': {
      const feature = selectFeature(state, command.feature)
      if (feature === undefined || !canTurnOff(feature, actor)) return []
      // A run that is over cannot be turned off; one that is not known yet is being turned on.
      const isOver = hasId(feature.runs, command.activation) && feature.activation?.id !== command.activation
      return isOver ? [] : [{ feature: command.feature }]
    }
    default:
      return []
  }
}

function closesAnswer(
  state: MeetingState,
  actor: Person,
  id: string,
  asks?: readonly string[],
): readonly Closing[] {
  const { kind, participant } = actor
  const feature = selectFeature(state, id)
  if (!isAskable(kind) || feature === undefined) return []
  if (asks !== undefined) return asks.map((ask) => ({ feature: id, participant, ask }))
  const { decline, start } = feature.entry.feature.policy
  const isForAll = (start === 'all' || decline === 'stop') && !isOut(state, actor)
  return isForAll ? [{ feature: id }] : [{ feature: id, participant }]
}

/** Whoever was put out counts for nobody else any more: by that token nobody comes back, and their no is their own. */
function isOut(state: MeetingState, { participant, issuedAt }: Person): boolean {
  const known = state.participants.get(participant)
  return known !== undefined && !isPresentPerson(known) && isCut(state, participant, issuedAt)
}

/**
 * Optional asks that a yes had and the next one leaves out. What is committed tells: a yes that has not seen another
 * one, on its way before it, is `stale-decision`.
 */
function closesLeftOut(
  state: MeetingState,
  participant: string,
  { feature: id, grants }: CommandOf<'consent.accept'>,
): readonly Closing[] {
  const optional = selectFeature(state, id)?.entry.optional
  // Every object has a "constructor" too, which may be sent as an id.
  if (optional === undefined) return []
  const granted = selectAnswer(state.participants.get(participant), id).grants
  return granted
    .filter((ask) => optional.includes(ask) && !grants.includes(ask))
    .map((ask) => ({ feature: id, participant, ask }))
}

/** What a page cannot speak of, whatever it could before; another device of theirs may, which the commit tells. */
function ofUnknown(state: MeetingState, participant: string, knows: readonly string[]): readonly Closing[] {
  const closes: Closing[] = []
  for (const [id, { feature, hash }] of state.catalogue) {
    if (knows.includes(hash)) continue
    if (feature.policy.start === 'all') closes.push({ feature: id })
    else closes.push(ofRuns(id, feature, participant))
  }
  return closes
}

/** A participant's gates of a feature: of every run of it, where there may be many. */
const ofRuns = (id: string, { policy }: FeatureOptions, participant: string): Closing => ({
  feature: policy.turnOn === 'anyone' ? toEveryRun(id) : id,
  participant,
})

/** Everything of one participant, whatever they have a part in by then. */
const ofEvery = (participant: string): Closing => ({ participant })

/** Everything of who leaves or is put out, and what waits for them if they are in the call all the same. */
const ofGone = (
  state: MeetingState,
  { participant }: { readonly participant: string },
): readonly Closing[] => [ofEvery(participant), ...forAllBut(state, participant)]

/** Every feature that waits for everybody: no run of somebody's own does. */
function forAll(state: MeetingState): readonly Closing[] {
  const closes: Closing[] = []
  for (const [id, { feature }] of state.catalogue) {
    if (feature.policy.start === 'all') closes.push({ feature: id })
  }
  return closes
}

/**
 * What rests on a device in the call. Where all have to agree its person may be there still and unable to say
 * stop, or be gone only as far as is known here: everybody waits until it is committed which.
 */
function ofDevice(
  state: MeetingState,
  { participant, connection }: { readonly participant: string; readonly connection: string },
): readonly Closing[] {
  const one = state.participants.get(participant)
  const isCounted =
    one !== undefined && isAskable(one.kind) && selectConnection(one, connection)?.place === 'call'
  return [{ participant, connection }, ...(isCounted ? forAll(state) : forAllBut(state, participant))]
}

/** The same, where somebody who is out of reach here is in the call all the same, as whoever runs it says. */
const forAllBut = (state: MeetingState, participant: string): readonly Closing[] => {
  const kind = state.roster.get(participant)
  return kind === undefined || kind === 'left' ? [] : forAll(state)
}

/** What somebody agreed to holds in the rooms it was said in. */
function ofRooms(state: MeetingState, participant: string): readonly Closing[] {
  const closes: Closing[] = []
  for (const [id, { feature }] of state.catalogue) {
    if (feature.policy.scope === 'room') closes.push(ofRuns(id, feature, participant))
  }
  return closes
}

/** Whether that device is in that room already, as the same: saying so once more closes nothing. */
function isThere(state: MeetingState, { participant, connection, kind, role }: Person, room = ''): boolean {
  const one = state.participants.get(participant)
  const at = selectConnection(one, connection)
  return at?.place === 'call' && at.room === room && at.kind === kind && one?.role === role
}

const isOfWorker = (actor: Actor, feature: string): boolean =>
  actor.use === 'gate' && actor.features.includes(toDeclaredId(feature))
