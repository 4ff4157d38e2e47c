import type { Command } from './commands.ts'
import {
  decideAccept,
  decideDecline,
  decideDefer,
  decideExpire,
  decideShow,
  decideUndeclared,
  decideWithdraw,
} from './decide/consent.ts'
import { accepted, type Decision, rejected } from './decide/decision.ts'
import { decideEnforcement, decideEnforcementLapse } from './decide/enforcement.ts'
import { decideAcknowledge, decideErasure } from './decide/erasure.ts'
import {
  decideBar,
  decideDisable,
  decideEnable,
  decideHostLapse,
  decideRequestOff,
  decideUnknownRequestOff,
} from './decide/feature.ts'
import { decideAskAgain, decideNoticeLapse } from './decide/notice.ts'
import {
  decideIndicator,
  decideJoin,
  decideLapse,
  decideLeave,
  decideRemove,
  decideRole,
  decideRoster,
} from './decide/participant.ts'
import { toDeclaredId } from './model/owned-id.ts'
import type { Actor, ActorOf, Person } from './model/participant.ts'
import { mayRelay } from './rights.ts'
import { type MeetingState, selectFeature } from './state.ts'

// takes: the state, a command, who the token says it is from, the time · gives: events, or a rejection
// never: changes the state, reads a clock, makes an id, or believes a message about who sent it

export type { Decision } from './decide/decision.ts'

/**
 * Decides one command. Pure; `evolve` makes the events count.
 *
 * @param now the authority's wall clock, milliseconds since 1970: only for limits on how often something may be done
 */
export function decide(state: MeetingState, command: Command, actor: Actor, now: number): Decision {
  switch (actor.use) {
    case 'person':
      return decidePerson(state, command, actor, now)
    case 'processor':
      return decideProcessor(state, command, actor)
    case 'gate':
      return decideWorker(state, command, actor)
    case 'app':
      return decideApp(state, command, actor)
    case 'authority':
      return decideOwn(state, command)
  }
}

function decidePerson(state: MeetingState, command: Command, person: Person, now: number): Decision {
  if (!mayRelay(person, command)) return rejected('not-allowed')
  switch (command.type) {
    case 'participant.join':
      return decideJoin(state, command, person)
    case 'participant.leave':
      return decideLeave(state, command, person)
    case 'participant.remove':
      return decideRemove(state, command, person)
    case 'role.change':
      return decideRole(state, command, person)
    case 'indicator.show':
    case 'indicator.hide':
      return decideIndicator(state, command, person)
    case 'participant.lapse':
    case 'host.lapse':
    case 'notice.lapse':
    case 'consent.expire':
    case 'enforcement.lapse':
    case 'enforcement.report':
    case 'roster.report':
    case 'authority.start':
    case 'erasure.acknowledge':
      return rejected('not-allowed')
  }
  const feature = selectFeature(state, command.feature)
  if (feature === undefined) return decideUndeclared(state, command, person)
  switch (command.type) {
    case 'feature.enable':
      return decideEnable(state, command, person, feature, now)
    case 'feature.disable':
      return decideDisable(state, command, person, feature, now)
    case 'feature.bar':
    case 'feature.allow':
      return decideBar(state, command, person, feature, now)
    case 'feature.requestOff':
      return decideRequestOff(state, command, person, feature, now)
    case 'notice.show':
      return decideShow(state, command, person, feature, now)
    case 'notice.askAgain':
      return decideAskAgain(state, command, person, feature, now)
    case 'consent.accept':
      return decideAccept(state, command, person, feature, now)
    case 'consent.decline':
      return decideDecline(state, command, person, feature, now)
    case 'consent.withdraw':
      return decideWithdraw(state, command, person, feature, now)
    case 'consent.defer':
      return decideDefer(state, command, person, feature, now)
    case 'erasure.request':
      return decideErasure(state, command, person, feature, now)
  }
}

/** An AI worker says what it enforced, and who is in the call where it can tell; nothing else. */
function decideWorker(state: MeetingState, command: Command, worker: ActorOf<'gate'>): Decision {
  if (command.type === 'roster.report') return decideRoster(state, command, worker)
  if (command.type !== 'enforcement.report') return rejected('not-allowed')
  if (!worker.features.includes(toDeclaredId(command.feature))) return rejected('not-allowed')
  return decideEnforcement(state, command, worker)
}

/** The app's server says who is in the call, what it enforced, and whom it put out of the call or gave a role. */
function decideApp(state: MeetingState, command: Command, app: ActorOf<'app'>): Decision {
  switch (command.type) {
    case 'roster.report':
      return decideRoster(state, command, app)
    case 'enforcement.report':
      return decideEnforcement(state, command, app)
    case 'participant.remove':
      return decideRemove(state, command, app)
    case 'role.change':
      return decideRole(state, command, app)
    default:
      return rejected('not-allowed')
  }
}

function decideProcessor(state: MeetingState, command: Command, processor: ActorOf<'processor'>): Decision {
  if (command.type !== 'erasure.acknowledge') return rejected('not-allowed')
  if (!processor.features.includes(toDeclaredId(command.feature))) return rejected('not-allowed')
  return decideAcknowledge(state, command, processor)
}

/** What time and faults bring. */
function decideOwn(state: MeetingState, command: Command): Decision {
  switch (command.type) {
    case 'participant.lapse':
      return decideLapse(state, command)
    case 'host.lapse':
      return decideHostLapse(state, command)
    case 'notice.lapse':
      return decideNoticeLapse(state, command)
    case 'consent.expire':
      return decideExpire(state, command)
    case 'enforcement.lapse':
      return decideEnforcementLapse(state, command)
    case 'feature.requestOff':
      return decideUnknownRequestOff(state, command)
    case 'authority.start':
      return accepted({ type: 'authority.started' })
    default:
      return rejected('not-allowed')
  }
}
