import type { CommandOf } from '../commands.ts'
import type { MeetingState } from '../state.ts'
import { accepted, type Decision, type Person, rejected } from './decision.ts'

/** Comes to the lobby or into the call with one device; role and kind are the token's. */
export function decideJoin(
  state: MeetingState,
  command: CommandOf<'participant.join'>,
  person: Person,
): Decision {
  const { participant, connection, role, kind } = person
  const was = state.participants.get(participant)
  const same = was?.connections.get(connection)?.place === command.place
  if (same && was?.role === role && was.kind === kind) return accepted()
  return accepted({
    type: 'participant.joined',
    participant,
    connection,
    place: command.place,
    role,
    kind,
  })
}

/** Leaves with one device, or with every device where leaving is what the person says instead of yes. */
export function decideLeave(
  state: MeetingState,
  command: CommandOf<'participant.leave'>,
  person: Person,
): Decision {
  const { participant, connection } = person
  const was = state.participants.get(participant)
  const asked = command.instead && state.features.get(command.instead.feature)
  const isAnswer =
    asked?.activation !== undefined &&
    asked.activation.id === command.instead?.activation &&
    asked.entry.feature.policy.decline === 'leave'
  if (was === undefined || (!was.connections.has(connection) && was.gone === 'left')) return accepted()
  return accepted({
    type: 'participant.left',
    participant,
    connection,
    instead: isAnswer ? command.instead : undefined,
  })
}

/** A device shows the indicator, or no longer does: only while it does can its person say stop. */
export function decideIndicator(
  state: MeetingState,
  command: CommandOf<'indicator.show' | 'indicator.hide'>,
  { participant, connection }: Person,
): Decision {
  const was = state.participants.get(participant)?.connections.get(connection)
  if (command.type === 'indicator.hide') {
    if (was === undefined || was.indicator === 'hidden') return accepted()
    return accepted({ type: 'indicator.hidden', participant, connection })
  }
  if (was === undefined) return rejected('not-present')
  const { knows } = command
  const isSame = was.knows.length === knows.length && knows.every((hash) => was.knows.includes(hash))
  if (was.indicator === 'shown' && isSame) return accepted()
  return accepted({ type: 'indicator.shown', participant, connection, knows })
}

/** A device is gone without a word: the authority says so itself. */
export function decideLapse(state: MeetingState, command: CommandOf<'participant.lapse'>): Decision {
  const { participant, connection, cause } = command
  const isKnown = state.participants.get(participant)?.connections.has(connection) === true
  return isKnown ? accepted({ type: 'participant.lapsed', participant, connection, cause }) : accepted()
}
