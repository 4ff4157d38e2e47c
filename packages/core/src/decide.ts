import type { Command } from './commands.ts'
import { decideAccept, decideDecline, decideDefer, decideShow, decideWithdraw } from './decide/consent.ts'
import { accepted, type Decision, type Person, type Processor, rejected } from './decide/decision.ts'
import { decideAcknowledge, decideErasure } from './decide/erasure.ts'
import { decideDisable, decideEnable, decideHostLapse } from './decide/feature.ts'
import { decideIndicator, decideJoin, decideLapse, decideLeave } from './decide/participant.ts'
import type { Actor } from './model/participant.ts'
import type { MeetingState } from './state.ts'

// takes: the state, a command, and who the token says it is from · gives: events, or a rejection
// never: changes the state, reads a clock, makes an id, or believes a message about who sent it

export type { Decision } from './decide/decision.ts'

/** Decides one command. Pure; `evolve` makes the events count. */
export function decide(state: MeetingState, command: Command, actor: Actor): Decision {
  switch (actor.use) {
    case 'person':
      return decidePerson(state, command, actor)
    case 'processor':
      return decideProcessor(state, command, actor)
    case 'gate':
      return rejected('not-allowed')
    case 'authority':
      return decideOwn(state, command)
  }
}

function decidePerson(state: MeetingState, command: Command, person: Person): Decision {
  switch (command.type) {
    case 'participant.join':
      return decideJoin(state, command, person)
    case 'participant.leave':
      return decideLeave(state, command, person)
    case 'indicator.show':
    case 'indicator.hide':
      return decideIndicator(state, command, person)
    case 'participant.lapse':
    case 'host.lapse':
    case 'authority.start':
    case 'erasure.acknowledge':
      return rejected('not-allowed')
  }
  const feature = state.features.get(command.feature)
  if (feature === undefined) return rejected('unknown-feature')
  switch (command.type) {
    case 'feature.enable':
      return decideEnable(state, command, person, feature)
    case 'feature.disable':
      return decideDisable(state, command, person, feature)
    case 'notice.show':
      return decideShow(state, command, person, feature)
    case 'consent.accept':
      return decideAccept(state, command, person, feature)
    case 'consent.decline':
      return decideDecline(state, command, person, feature)
    case 'consent.withdraw':
      return decideWithdraw(state, command, person, feature)
    case 'consent.defer':
      return decideDefer(state, command, person, feature)
    case 'erasure.request':
      return decideErasure(state, command, person, feature)
  }
}

function decideProcessor(state: MeetingState, command: Command, processor: Processor): Decision {
  if (command.type !== 'erasure.acknowledge' || !processor.features.includes(command.feature)) {
    return rejected('not-allowed')
  }
  const feature = state.features.get(command.feature)
  if (feature === undefined) return rejected('unknown-feature')
  return decideAcknowledge(state, command, processor, feature)
}

function decideOwn(state: MeetingState, command: Command): Decision {
  switch (command.type) {
    case 'participant.lapse':
      return decideLapse(state, command)
    case 'host.lapse':
      return decideHostLapse(state, command)
    case 'authority.start':
      return accepted({ type: 'authority.started' })
    default:
      return rejected('not-allowed')
  }
}
