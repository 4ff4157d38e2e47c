import type { Command } from '../commands.ts'
import type { Person } from '../decide/decision.ts'
import { type Actor, isAskable, isHost } from '../model/participant.ts'
import type { MeetingState } from '../state.ts'

/**
 * What a command closes: everybody's gates of a feature, one participant's, one ask of theirs, or whatever
 * rests on one of their devices.
 */
export type Closing =
  | { readonly feature: string; readonly participant?: string; readonly ask?: string }
  | { readonly participant: string; readonly connection: string; readonly feature?: never }

/**
 * What a command closes before it is committed.
 *
 * takes: the committed state and a command · gives: what is to be closed by it, whatever else is on its way
 * never: relies on what the committed state says of the answer: a yes, a run or a device may be on its way
 */
export function selectClosings(state: MeetingState, command: Command, actor: Actor): readonly Closing[] {
  if (command.type === 'participant.lapse') {
    return [{ participant: command.participant, connection: command.connection }]
  }
  if (command.type === 'host.lapse') return state.hosts === 0 ? [{ feature: command.feature }] : []
  if (actor.use !== 'person') return []
  const { participant, connection } = actor
  switch (command.type) {
    case 'consent.decline':
      return closesAnswer(state, actor, command.feature)
    case 'consent.withdraw':
      return closesAnswer(state, actor, command.feature, command.asks)
    case 'participant.join':
      return command.place === 'lobby' ? [{ participant, connection }] : []
    case 'indicator.hide':
      return [{ participant, connection }]
    case 'participant.leave':
      return command.instead === undefined
        ? [{ participant, connection }]
        : [...state.features.keys()].map((feature) => ({ feature, participant }))
    case 'feature.disable': {
      const feature = state.features.get(command.feature)
      const isTheirs = isHost(actor.role) || feature?.activation?.by === participant
      if (feature === undefined || !isTheirs) return []
      // A run that is over cannot be turned off; one that is not known yet is being turned on.
      const isOver = feature.runs.has(command.activation) && feature.activation?.id !== command.activation
      return isOver ? [] : [{ feature: command.feature }]
    }
    default:
      return []
  }
}

function closesAnswer(
  state: MeetingState,
  { kind, participant }: Person,
  feature: string,
  asks?: readonly string[],
): readonly Closing[] {
  if (!isAskable(kind) || !state.features.has(feature)) return []
  return asks === undefined ? [{ feature, participant }] : asks.map((ask) => ({ feature, participant, ask }))
}
