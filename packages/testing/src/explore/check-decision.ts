import type { MeetingEvent } from '@askfirst/core/authority'
import { type Check, isOpen, type Say, type StepTaken } from './invariants.ts'
import {
  canSayStop,
  type Declared,
  grantsOf,
  isAlone,
  isBot,
  isConnected,
  isHosting,
  isInCall,
  isPersonHere,
  shownOf,
  standOf,
} from './rules.ts'
import { wordOf } from './truth.ts'
import type { Wish } from './wish.ts'

// takes: a wish and what it led to, or that it was rejected · gives: which rule that breaks

const ASK_AGAIN_AFTER_MS = 30_000
const OFTEN_MS = 10 * 60_000

/** Rules over what a wish led to, whether or not anything changed. */
export const checkDecision: Check = (taken, say) => {
  const { wish, events } = taken
  checkRefusal(taken, say)
  for (const event of events ?? []) {
    if (!mayLeadTo(taken, event)) {
      const who = wish.actor.use === 'person' ? wish.actor.participant : wish.actor.use
      say(5, `${who}, who may not, led to ${event.type}`)
    }
    checkEvent(taken, event, say)
  }
}

const declaredOf = ({ declared }: StepTaken, id: string): Declared | undefined =>
  declared.find((one) => one.id === id)

/** Whether this actor, by this wish, may lead to such a fact at all. */
function mayLeadTo(taken: StepTaken, event: MeetingEvent): boolean {
  const { wish, before, events = [] } = taken
  const { actor, command } = wish
  const who = actor.use === 'person' ? actor.participant : undefined
  const isHost = actor.use === 'person' && isHosting(actor.role)
  const has = (type: MeetingEvent['type']): boolean => events.some((one) => one.type === type)
  switch (event.type) {
    case 'participant.joined':
    case 'indicator.shown':
    case 'indicator.hidden':
    case 'notice.shown':
    case 'consent.accepted':
    case 'consent.declined':
    case 'consent.withdrawn':
    case 'consent.deferred':
    case 'erasure.requested':
      return event.participant === who
    case 'participant.left':
      return (
        event.participant === who || (actor.use === 'authority' && (has('notice.lapsed') || isLateNo(taken)))
      )
    case 'participant.lapsed':
    case 'notice.lapsed':
    case 'consent.expired':
    case 'enforcement.overdue':
    case 'authority.started':
      return actor.use === 'authority'
    case 'participant.removed': {
      if (actor.use === 'app') return true
      const isOfHost = before.truth.people[event.participant]?.role === 'host'
      return actor.use === 'person' && isHost && !(actor.role === 'cohost' && isOfHost)
    }
    case 'role.changed':
      return actor.use === 'app' || (actor.use === 'person' && actor.role === 'host')
    case 'roster.reported':
      return actor.use === 'app' || (actor.use === 'gate' && makesNobodyABot(taken, event))
    case 'enforcement.confirmed':
    case 'enforcement.failed':
      return actor.use === 'app' || (actor.use === 'gate' && isOf(actor.features, event.feature))
    case 'erasure.acknowledged':
      return (
        actor.use === 'processor' &&
        actor.processor === event.processor &&
        isOf(actor.features, event.feature)
      )
    case 'feature.enabled': {
      const owner = declaredOf(taken, event.feature)?.owner
      return owner === undefined ? isHost && !isOwned(taken, event.feature) : owner === who
    }
    case 'feature.barred':
    case 'feature.allowed':
      return isHost && isOwned(taken, event.feature)
    case 'notice.askedAgain':
      return isHost || (who !== undefined && before.truth.running[event.feature]?.by === who)
    case 'feature.offRequested':
      return event.participant === undefined ? actor.use === 'authority' : event.participant === who
    case 'feature.disabled': {
      const running = before.truth.running[event.feature]
      const one = declaredOf(taken, event.feature)
      if (event.cause === 'person') {
        return command.type === 'feature.disable' && (isHost || (who !== undefined && running?.by === who))
      }
      if (event.cause === 'declined') {
        return (
          (has('consent.declined') || has('consent.withdrawn')) &&
          isPersonHere(before.truth.people[who ?? ''])
        )
      }
      if (event.cause === 'hostless')
        return actor.use === 'authority' && one !== undefined && isAlone(before.truth, one)
      if (event.cause === 'not-enforced') return has('enforcement.failed')
      if (event.cause === 'barred') return has('feature.barred')
      return has('participant.left') || has('participant.removed')
    }
  }
}

/** Nobody who is in the call as a person, whom everybody has to wait for. */
const makesNobodyABot = (
  { before: { truth } }: StepTaken,
  { joined }: Extract<MeetingEvent, { type: 'roster.reported' }>,
): boolean =>
  joined.every(({ participant, kind }) => !isBot(kind) || isBot(truth.roster?.[participant] ?? kind))

const isOf = (features: readonly string[], id: string): boolean => features.includes(id.split('@')[0] ?? '')
const isOwned = (taken: StepTaken, id: string): boolean =>
  declaredOf(taken, id)?.feature.policy.turnOn === 'anyone'

/** A no, leaving and turning off are never refused; nor is a yes that fits, nor what there is to erase. */
function checkRefusal(taken: StepTaken, say: Say): void {
  const { wish, events, before, now } = taken
  const { actor, command } = wish
  if (actor.use === 'processor' && command.type === 'erasure.acknowledge' && events === undefined) {
    const { duty } = wordOf(before.truth, command.participant, command.feature)
    const isDue = duty?.request === command.request && duty.open.includes(actor.processor)
    if (isDue && isOf(actor.features, command.feature)) say('erasure', 'a duty that is done was not closed')
  }
  if (actor.use !== 'person') return
  const { participant: who, kind } = actor
  const one = before.truth.people[who]
  if (command.type === 'consent.decline' || command.type === 'consent.withdraw') {
    if (isBot(kind)) return
    const isRefused = events === undefined && declaredOf(taken, command.feature) !== undefined
    if (isRefused) {
      say(command.type === 'consent.withdraw' ? 16 : 7, `the ${command.type.slice(8)} of ${who} was rejected`)
    }
    const isWhole = command.type === 'consent.decline' || command.asks === undefined
    const stops = declaredOf(taken, command.feature)?.feature.policy.decline === 'stop' && isPersonHere(one)
    const isOn = before.truth.running[command.feature] !== undefined
    if (stops && isWhole && isOn && events?.some(({ type }) => type === 'feature.disabled') !== true) {
      say('one no stops', `${who} said no and ${command.feature} goes on`)
    }
    return
  }
  if (command.type === 'participant.leave' && events === undefined) say(16, `${who} may not leave`)
  if (command.type === 'erasure.request' && events === undefined && one !== undefined) {
    const declared = declaredOf(taken, command.feature)
    const word = wordOf(before.truth, who, command.feature)
    const run = before.truth.running[command.feature]?.run
    const isDone = declared === undefined || (word.yes === undefined && word.no !== false)
    const isOver = run === undefined && declared?.feature.policy.lasts === 'activation'
    if (word.holders.length > 0 && (isDone || isOver))
      say('erasure', `${who} may not have erased what was taken`)
  }
  if (command.type !== 'consent.accept' || events !== undefined || one === undefined) return
  const declared = declaredOf(taken, command.feature)
  const run = before.truth.running[command.feature]?.run
  if (declared === undefined || run === undefined || kind !== one.kind || isBot(kind)) return
  const word = wordOf(before.truth, who, command.feature)
  const room = one.devices[actor.connection]?.room
  const fits =
    command.activation === run &&
    command.notice.hash === declared.hash &&
    command.notice.revision === declared.feature.revision &&
    command.seen >= word.decisions &&
    command.grants.every((ask) => kind === 'person' && declared.optional.includes(ask)) &&
    room !== undefined &&
    word.shown?.run === run &&
    word.shown.kind === kind &&
    (declared.feature.policy.scope === 'meeting' || word.shown.room === room) &&
    word.shown.hash === declared.hash
  if (fits) say(7, `a yes of ${who} that fits was rejected at ${now}`)
}

function checkEvent(taken: StepTaken, event: MeetingEvent, say: Say): void {
  const { before, wish, events = [], now } = taken
  const { actor, command } = wish
  const { truth } = before
  const id = 'feature' in event ? event.feature : undefined
  const one = id === undefined ? undefined : declaredOf(taken, id)
  if (id !== undefined && one === undefined) say(12, `${id} is nothing that can run`)
  const who = 'participant' in event ? (event.participant ?? '') : ''
  const running = id === undefined ? undefined : truth.running[id]
  const has = (type: MeetingEvent['type']): boolean => events.some((other) => other.type === type)
  if (one === undefined || id === undefined) return
  const { policy } = one.feature
  switch (event.type) {
    case 'feature.enabled': {
      if (truth.runs[id]?.includes(event.activation) === true)
        say('ids serve once', `${event.activation} began twice`)
      if (running !== undefined) say('ids serve once', `${id} was turned on while it was on`)
      if (policy.start === 'all' && truth.roster === undefined)
        say('start all', `${id} was turned on though nobody said who is here`)
      if (one.owner === undefined) return
      if (truth.forbidden.includes(one.feature.id))
        say('own runs', `${id} was turned on though hosts allow none`)
      const recent = (truth.starts[id] ?? []).filter((at) => now - at < OFTEN_MS)
      if (recent.length >= 2) say('own runs', `${id} was turned on ${recent.length + 1} times in ten minutes`)
      return
    }
    case 'feature.barred': {
      const isLeft = Object.keys(truth.running).some(
        (own) =>
          own.startsWith(`${id}@`) &&
          truth.running[own] !== undefined &&
          !events.some((other) => other.type === 'feature.disabled' && other.feature === own),
      )
      if (isLeft) say('own runs', `${id} is barred and somebody's goes on`)
      return
    }
    case 'notice.askedAgain':
      if (running?.askedAgain === true) say('asked again once', `${id} was asked again twice in one run`)
      if (running === undefined || now - running.at < ASK_AGAIN_AFTER_MS)
        say('asked again once', `${id} was asked again before there was time to answer`)
      return
    case 'feature.offRequested':
      if (command.type === 'feature.requestOff' && command.anonymous && event.participant !== undefined)
        say(14, `${event.participant} wished to stay unknown, and is named`)
      if (event.participant !== undefined && running?.requests.includes(event.participant) === true)
        say('asked again once', `${event.participant} asked twice to turn ${id} off`)
      if (running?.run !== event.activation) say('time', `a run that is over was asked to be turned off`)
      return
    case 'enforcement.failed':
      if (running !== undefined && !has('feature.disabled'))
        say('enforced', `${id} goes on though ${event.enforcer} cannot enforce it`)
      return
    case 'consent.expired':
      if (isConnected(truth.people[who])) say('time', `the yes of ${who}, who is here, expired`)
      if (wordOf(truth, who, id).yes === undefined) say('time', `${who} said no yes, and it expired`)
      return
    case 'notice.lapsed':
      checkLapse(taken, event, one, say)
      return
    case 'erasure.requested': {
      const { holders, duty } = wordOf(truth, who, id)
      const missing = [...holders, ...(duty?.open ?? [])].find((name) => !event.processors.includes(name))
      if (missing !== undefined) say('erasure', `${missing} is not asked to erase what it has of ${who}`)
      if (duty !== undefined && duty.request === event.request)
        say('erasure', `two requests of ${who} have the number ${event.request}`)
      if (one.asks.some((ask) => isOpen(before.state, who, id, ask)))
        say('erasure', `what was taken of ${who} is erased while more is taken`)
      return
    }
    case 'erasure.acknowledged': {
      const { duty } = wordOf(truth, who, id)
      if (duty?.open.includes(event.processor) !== true || duty.request !== event.request)
        say('erasure', `${event.processor} closed a duty that it does not have`)
      return
    }
  }
  const isAnswer = event.type.startsWith('consent.') || event.type === 'notice.shown'
  if (isAnswer && actor.use === 'person') checkAnswer(taken, event, wish, one, say)
}

/** Where no means leaving and everybody waits, whoever said no and stays has to go as the time ends. */
function isLateNo({ before: { truth }, wish: { command } }: StepTaken): boolean {
  return command.type === 'notice.lapse' && wordOf(truth, command.participant, command.feature).no !== false
}

/** A time that ran out is a fact only of who is here, and has not answered; and never a yes. */
function checkLapse(
  { before: { truth }, events = [] }: StepTaken,
  event: Extract<MeetingEvent, { type: 'notice.lapsed' }>,
  one: Declared,
  say: Say,
): void {
  const { participant: who, activation, of } = event
  const person = truth.people[who]
  const word = wordOf(truth, who, one.id)
  const { policy } = one.feature
  if (truth.running[one.id]?.run !== activation) say('time', 'time ran out in a run that is over')
  if (person === undefined) say('time', `time ran out for ${who}, who was never here`)
  if (person === undefined) return
  if (of === 'objection') {
    const isShown = shownOf(one, activation, person, word) === 'live'
    if (policy.basis !== 'objection' || !isShown)
      say('the wait', `the wait of ${who} is over, and was not on`)
    return
  }
  if (policy.unanswered === undefined) {
    say('time', `${who} was given no time to answer, and it ran out`)
    return
  }
  // Nobody waits for ever: whoever all wait for, or who cannot say stop, has not answered by what they said before.
  const isInTheWay =
    policy.start === 'all' && (truth.running[one.id]?.awaited === who || !canSayStop(person, one))
  const serves = standOf(one, activation, person, word.yes) === 'serves' && !isInTheWay
  const isAnswered = word.no !== false || serves || !isInCall(person)
  if (isAnswered || isBot(person.kind)) say('time', `time ran out for ${who}, who does not have to answer`)
  const goes = events.some((other) => other.type === 'participant.left' && other.instead !== undefined)
  if (goes !== (policy.unanswered.then === 'leave'))
    say('silence is no yes', `${who} did not answer and ${goes ? 'had to leave' : 'stays'}`)
}

function checkAnswer(
  { before: { truth } }: StepTaken,
  event: MeetingEvent,
  { command, actor }: Wish,
  one: Declared,
  say: Say,
): void {
  if (actor.use !== 'person') return
  const { participant: who, kind } = actor
  const { id, feature, hash } = one
  if (isBot(kind)) say(6, `${who} is ${kind} and answered`)
  const word = wordOf(truth, who, id)
  if ('decision' in event && event.decision !== word.decisions + 1) {
    say(8, `decision ${event.decision} of ${who} follows number ${word.decisions}`)
  }
  if (event.type === 'notice.shown') {
    if (event.notice.hash !== hash) say(7, `${who} was shown an unknown text`)
    if (event.notice.revision !== feature.revision) say(7, `${who} was shown another revision`)
    if ((event.visibleMs ?? 2_000) < 2_000)
      say(7, `a notice counts as shown to ${who} after ${event.visibleMs} ms`)
    const room = truth.people[who]?.devices[actor.connection]?.room ?? ''
    if (feature.policy.scope === 'room' && (event.room ?? '') !== room)
      say('rooms', `${who} was shown the notice in "${room}", not in "${event.room}"`)
  }
  if (event.type === 'consent.declined' && command.type === 'feature.enable') {
    if (feature.policy.decline !== 'exclude') say('start all', `${who} turned ${id} on and stays out of it`)
  }
  if (event.type !== 'consent.accepted') return
  const enabling = command.type === 'feature.enable'
  const run = enabling ? command.activation : truth.running[id]?.run
  if (event.activation !== run) say(7, `${who} accepted ${event.activation} while ${run} is on`)
  if (event.notice.revision !== feature.revision) say(7, `${who} accepted another revision`)
  if (event.notice.hash !== hash) say(7, `${who} accepted an unknown text`)
  if (event.kind !== kind) say(5, `${who} answered as ${event.kind}, and is ${kind}`)
  const isShown =
    word.shown?.run === run && word.shown?.hash === event.notice.hash && word.shown?.kind === kind
  if (!enabling && !isShown) say(7, `${who} accepted what was never shown to them`)
  const accept = enabling ? command.decision : command
  const seen = 'seen' in accept ? accept.seen : -1
  if (seen < word.decisions) say(8, `${who} accepted having seen ${seen} of ${word.decisions} decisions`)
  const ticked = 'grants' in accept ? accept.grants : []
  const granted = [...event.grants].sort().join(' ')
  if (granted !== grantsOf(one, ticked))
    say(9, `${who} ticked "${ticked.join(' ')}" and granted "${granted}"`)
  if (event.grants.some((ask) => !one.asks.includes(ask))) say(9, `${who} granted what is not asked`)
  if (kind !== 'person' && ticked.length > 0) say(5, `a ${kind} granted ${ticked.join(' ')}`)
  const room = truth.people[who]?.devices[actor.connection]?.room ?? ''
  if (feature.policy.scope === 'room' && (event.room ?? '') !== room)
    say('rooms', `${who} said yes in "${room}", not in "${event.room}"`)
}
