import type { Command } from '../commands.ts'
import { type Actor, isAskable, isHost } from '../model/participant.ts'
import { isIndicated, type MeetingState } from '../state.ts'

/** A gate that a command closes: one participant's, or everybody's of a feature. */
export interface Closing {
  readonly feature: string
  readonly participant?: string
}

/**
 * What a command closes before it is committed.
 *
 * takes: the committed state and a command · gives: what is to be closed by it, whatever else is on its way
 * never: relies on what the committed state says of the answer: a yes, a run or a device may be on its way
 */
export function selectClosings(state: MeetingState, command: Command, actor: Actor): readonly Closing[] {
  if (command.type === 'participant.lapse') return closesAll(state, command.participant, command.connection)
  if (actor.use !== 'person') return []
  const { participant } = actor
  switch (command.type) {
    case 'consent.decline':
    case 'consent.withdraw':
      return isAskable(actor.kind) && state.features.has(command.feature)
        ? [{ feature: command.feature, participant }]
        : []
    case 'participant.leave':
      return closesAll(state, participant)
    case 'indicator.hide':
      return closesAll(state, participant, actor.connection)
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

/** Everything of one participant, unless a device other than `without` keeps them reachable. */
function closesAll(state: MeetingState, participant: string, without?: string): readonly Closing[] {
  const known = state.participants.get(participant)
  if (known !== undefined && without !== undefined) {
    const connections = new Map(known.connections)
    connections.delete(without)
    if (isIndicated({ ...known, connections })) return []
  }
  return [...state.features.keys()].map((feature) => ({ feature, participant }))
}
