import { type Command, isFailure } from '../commands.ts'
import type { Person } from '../decide/decision.ts'
import { hasId } from '../id-set.ts'
import { toDeclaredId, toOwnedId, toOwner } from '../model/owned-id.ts'
import { type Actor, isAskable, isHost } from '../model/participant.ts'
import { type MeetingState, selectConnection, selectFeature } from '../state.ts'

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
    case 'enforcement.lapse':
      return [{ feature: command.feature }]
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
      return actor.use === 'app'
        ? [ofEvery(command.participant), ...forAllBut(state, command.participant)]
        : []
    default:
      return []
  }
}

function closesOfPerson(state: MeetingState, command: Command, actor: Person): readonly Closing[] {
  const { participant, connection, kind, role } = actor
  const device = { participant, connection }
  switch (command.type) {
    case 'consent.decline':
      return closesAnswer(state, actor, command.feature)
    case 'consent.withdraw':
      return closesAnswer(state, actor, command.feature, command.asks)
    case 'participant.join':
      // A newcomer has not agreed: what waits for everybody waits from now on.
      if (command.place === 'lobby') return ofDevice(state, device)
      if (isThere(state, actor, command.room)) return []
      return [...ofRooms(state, participant), ...(isAskable(kind) ? forAll(state) : [])]
    case 'indicator.hide': {
      const at = selectConnection(state.participants.get(participant), connection)
      const isHidden = at?.indicator === 'hidden'
      return isHidden || !isAskable(kind) ? [device] : [device, ...forAll(state)]
    }
    case 'participant.leave':
      if (command.instead === undefined) return ofDevice(state, device)
      return [ofEvery(participant), ...forAllBut(state, participant)]
    case 'participant.remove': {
      const theirs = state.participants.get(command.participant)
      const isAllowed = role === 'host' || (role === 'cohost' && theirs?.role !== 'host')
      if (!isAllowed) return []
      return [ofEvery(command.participant), ...forAllBut(state, command.participant)]
    }
    case 'feature.bar':
      return isHost(role) ? [{ feature: toEveryRun(command.feature) }] : []
    case 'feature.disable': {
      const feature = selectFeature(state, command.feature)
      const isTheirs = isHost(role) || feature?.activation?.by === participant
      if (feature === undefined || !isTheirs) return []
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
  { kind, participant }: Person,
  id: string,
  asks?: readonly string[],
): readonly Closing[] {
  const feature = selectFeature(state, id)
  if (!isAskable(kind) || feature === undefined) return []
  if (asks !== undefined) return asks.map((ask) => ({ feature: id, participant, ask }))
  const { decline, start } = feature.entry.feature.policy
  return start === 'all' || decline === 'stop' ? [{ feature: id }] : [{ feature: id, participant }]
}

/** Everything of one participant, whatever they have a part in by then. */
const ofEvery = (participant: string): Closing => ({ participant })

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
    const { scope, turnOn } = feature.policy
    if (scope === 'room') closes.push({ feature: turnOn === 'anyone' ? toEveryRun(id) : id, participant })
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
