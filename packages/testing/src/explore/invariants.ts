import {
  gateOf,
  type MeetingEvent,
  type MeetingState,
  projectPerson,
  selectAnswer,
  selectIncluded,
  selectPhase,
} from '@askfirst/core/authority'
import {
  canSayStop,
  type Declared,
  grantsOf,
  hasHost,
  hasWord,
  isBot,
  isCaptured,
  isInCall,
  isPersonal,
  mayBeOpen,
  peopleIn,
} from './rules.ts'
import type { Wish } from './steps.ts'
import { type Truth, wordOf } from './truth.ts'

// takes: one step from one state to the next · gives: which invariant of semantics.md it breaks, if any
// never: asks the core whether the core is right: the other side is what the events say

/** A rule of semantics.md by its number, or one of the rows beside them by name. */
export type Rule = 1 | 3 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 14 | 15 | 16 | 'a no lasts' | 'ids serve once'

/** A rule that does not hold, and in words why not. */
export interface Broken {
  readonly rule: Rule
  readonly what: string
}

export interface Moment {
  readonly state: MeetingState
  readonly truth: Truth
}

export interface StepTaken {
  readonly before: Moment
  readonly after: Moment
  readonly wish: Wish
  /** The facts it led to; undefined where it was rejected. */
  readonly events: readonly MeetingEvent[] | undefined
  readonly declared: readonly Declared[]
  readonly names: readonly string[]
}

type Check = (taken: StepTaken) => Broken | undefined
const broken = (rule: Rule, what: string): Broken => ({ rule, what })

const isOpen = (state: MeetingState, name: string, feature: string, ask: string): boolean => {
  const running = state.features.get(feature)
  return running !== undefined && gateOf(state.participants.get(name), running, ask).open
}

/** Rules over what a wish led to, whether or not anything changed. */
export const checkDecision: Check = ({ before, wish: { command, actor }, events, declared }) => {
  const who = actor.use === 'person' ? actor.participant : ''
  const isNo = command.type === 'consent.decline' || command.type === 'consent.withdraw'
  if (isNo && events === undefined && actor.use === 'person' && !isBot(actor.kind)) {
    return broken(
      command.type === 'consent.withdraw' ? 16 : 7,
      `the ${command.type.slice(8)} of ${who} was rejected`,
    )
  }
  for (const event of events ?? []) {
    if (event.type === 'participant.lapsed' && actor.use !== 'authority') {
      return broken(5, `${who} made ${event.participant} unreachable`)
    }
    if (event.type === 'feature.enabled') {
      if (before.truth.runs[event.feature]?.includes(event.activation) === true) {
        return broken('ids serve once', `${event.activation} began twice`)
      }
      if (actor.use !== 'person' || actor.role === 'attendee')
        return broken(5, `${who} turned ${event.feature} on`)
    }
    if (event.type === 'feature.disabled' && !mayTurnOff(before.truth, actor)) {
      return broken(5, `${who || actor.use} turned ${event.feature} off`)
    }
    const isOwn =
      event.type.startsWith('consent.') || event.type === 'notice.shown' || event.type === 'erasure.requested'
    if (!isOwn || !('participant' in event) || !('feature' in event)) continue
    if (event.participant !== who) return broken(5, `${who || actor.use} answered for ${event.participant}`)
    if (actor.use !== 'person') continue
    if (isBot(actor.kind)) return broken(6, `${who} is ${actor.kind} and answered`)
    const entry = declared.find(({ feature }) => feature.id === event.feature)
    if (entry === undefined) continue
    const word = wordOf(before.truth, who, event.feature)
    if ('decision' in event && event.decision !== word.decisions + 1) {
      return broken(8, `decision ${event.decision} of ${who} follows number ${word.decisions}`)
    }
    if (event.type === 'notice.shown' && event.notice.hash !== entry.hash)
      return broken(7, `${who} was shown an unknown text`)
    if (event.type === 'notice.shown' && event.notice.revision !== entry.feature.revision) {
      return broken(7, `${who} was shown another revision`)
    }
    if (event.type === 'notice.shown' && (event.visibleMs ?? 2_000) < 2_000) {
      return broken(7, `a notice counts as shown to ${who} after ${event.visibleMs} ms`)
    }
    if (event.type !== 'consent.accepted') continue
    const enabling = command.type === 'feature.enable'
    const run = enabling ? command.activation : before.truth.running[event.feature]?.run
    if (event.activation !== run) return broken(7, `${who} accepted ${event.activation} while ${run} is on`)
    if (event.notice.revision !== entry.feature.revision) return broken(7, `${who} accepted another revision`)
    if (event.notice.hash !== entry.hash) return broken(7, `${who} accepted an unknown text`)
    const isShown = word.shown?.run === run && word.shown?.hash === entry.hash
    if (!enabling && !isShown) return broken(7, `${who} accepted what was never shown to them`)
    const accept = enabling ? command.decision : command
    const seen = 'seen' in accept ? accept.seen : -1
    if (seen < word.decisions)
      return broken(8, `${who} accepted having seen ${seen} of ${word.decisions} decisions`)
    const ticked = 'grants' in accept ? accept.grants : []
    const granted = [...event.grants].sort().join(' ')
    if (granted !== grantsOf(entry.feature, ticked))
      return broken(9, `${who} ticked "${ticked.join(' ')}" and granted "${granted}"`)
    if (event.grants.some((ask) => entry.feature.asks[ask] === undefined))
      return broken(9, `${who} granted what is not asked`)
    if (actor.kind !== 'person' && ticked.length > 0)
      return broken(5, `a ${actor.kind} granted ${ticked.join(' ')}`)
  }
  return undefined
}

/** Hosts may, and the authority where there is none. */
const mayTurnOff = (truth: Truth, actor: Wish['actor']): boolean =>
  actor.use === 'person' ? actor.role !== 'attendee' : actor.use === 'authority' && !hasHost(truth)

/** Rules over the state a step led to. */
export const checkState: Check = ({ after, declared, names, events = [] }) => {
  const { state, truth } = after
  for (const entry of declared) {
    const { feature } = entry
    const running = state.features.get(feature.id)
    if (running === undefined) return broken(12, `${feature.id} is gone`)
    for (const name of names) {
      const one = truth.people[name]
      const word = wordOf(truth, name, feature.id)
      const known = selectAnswer(state.participants.get(name), feature.id)
      if (word.no && known.state !== 'declined' && known.state !== 'withdrawn') {
        return broken('a no lasts', `${name} said no to ${feature.id}, and is ${known.state}`)
      }
      for (const ask of Object.keys(feature.asks)) {
        const open = isOpen(state, name, feature.id, ask)
        if (open && isBot(one?.kind ?? ''))
          return broken(6, `${name} is a bot and is captured by ${feature.id}`)
        if (open && word.no)
          return broken('a no lasts', `${name} said no to ${feature.id}, and ${ask} is open`)
        if (open && !hasWord(truth, entry, name, ask)) {
          return broken(1, `the gate of ${name} for ${ask} is open without a live yes`)
        }
        if (open && !canSayStop(one, entry)) return broken(3, `${name} cannot say stop, and ${ask} is open`)
        if (!open && isPersonal(entry) && mayBeOpen(truth, entry, name, ask)) {
          return broken(15, `${name} said yes to ${ask} and is here, and the gate is closed`)
        }
      }
    }
    const captured = names.filter((name) => isCaptured(truth, entry, name))
    if (isPersonal(entry) && selectIncluded(running) !== captured.length) {
      return broken(15, `${selectIncluded(running)} are counted as included, ${captured.length} are`)
    }
    if (feature.policy.start === 'all' && selectIncluded(running) > 0) {
      const people = peopleIn(truth)
      if (people.length === 0) return broken(11, `nobody is here and ${feature.id} is on`)
      const missing = people.find((name) => !isCaptured(truth, entry, name))
      if (missing !== undefined) return broken(11, `${feature.id} is on without ${missing}`)
    }
    const phase = selectPhase(running)
    const isOff = truth.running[feature.id] === undefined
    if ((phase === 'off') !== isOff || (phase === 'on') !== selectIncluded(running) > 0) {
      return broken(15, `${feature.id} shows as ${phase} with ${selectIncluded(running)} included`)
    }
  }
  const people = peopleIn(truth).length
  if (state.people !== people) return broken(6, `${state.people} are counted as people, ${people} are`)
  if (
    events.some(({ type }) => type === 'authority.started') &&
    names.some((name) => isInCall(truth.people[name]))
  ) {
    return broken(3, 'somebody counts as here right after a restart')
  }
  return undefined
}

/** Rules over how one state follows another. */
export const checkStep: Check = (taken) => checkOthers(taken) ?? checkNo(taken, taken.wish)

/** Only the person decides for themselves: what one says opens nobody else's gate. */
const checkOthers: Check = ({ before, after, wish: { actor }, declared, names }) => {
  if (actor.use !== 'person') return undefined
  for (const { feature } of declared) {
    if (feature.policy.start === 'all') continue
    for (const name of names) {
      if (name === actor.participant) continue
      for (const ask of Object.keys(feature.asks)) {
        const was = isOpen(before.state, name, feature.id, ask)
        if (!was && isOpen(after.state, name, feature.id, ask)) {
          return broken(5, `what ${actor.participant} did opened the gate of ${name} for ${ask}`)
        }
      }
    }
  }
  return undefined
}

/** After a no the gates it is about are closed, whatever was there before. */
function checkNo({ after, declared }: StepTaken, { command, actor }: Wish): Broken | undefined {
  if (command.type !== 'consent.decline' && command.type !== 'consent.withdraw') return undefined
  if (actor.use !== 'person') return undefined
  const asks = command.type === 'consent.withdraw' ? command.asks : undefined
  const entry = declared.find(({ feature }) => feature.id === command.feature)
  for (const ask of asks ?? Object.keys(entry?.feature.asks ?? {})) {
    if (isOpen(after.state, actor.participant, command.feature, ask)) {
      return broken(16, `one ${command.type.slice(8)} of ${actor.participant} left ${ask} open`)
    }
  }
  return undefined
}

/** What people and hosts are shown of a state; dearer, so for each new state once. */
export const checkViews: Check = ({ before, after, wish, declared, names }) => {
  const { state, truth } = after
  const beside = { nameOf: () => undefined, permits: () => true }
  const viewOf = (of: MeetingState, name: string) => {
    const { role = 'attendee', kind = 'person' } = (truth.people[name] ?? {}) as {
      role?: 'host'
      kind?: 'person'
    }
    return projectPerson(of, { participant: name, role, kind }, beside)
  }
  for (const name of names) {
    const view = viewOf(state, name)
    const role = truth.people[name]?.role ?? 'attendee'
    for (const entry of declared) {
      const { id, asks, policy } = entry.feature
      const mine = view.features[id]
      const word = wordOf(truth, name, id)
      for (const ask of Object.keys(asks)) {
        if (mine?.gates[ask]?.open !== isOpen(state, name, id, ask))
          return broken(15, `${name} is shown another gate for ${ask}`)
      }
      if (mine?.answer.decision !== word.decisions)
        return broken(8, `${name} is shown decision ${mine?.answer.decision} of ${word.decisions}`)
      if (word.no && mine.answer.state !== 'declined' && mine.answer.state !== 'withdrawn') {
        return broken('a no lasts', `${name} said no and is shown as ${mine.answer.state}`)
      }
      const isWorded =
        isConnected(truth, name) && Object.keys(asks).some((ask) => hasWord(truth, entry, name, ask))
      if (
        policy.basis === 'consent' &&
        (mine.answer.state === 'accepted') !== isWorded &&
        !isEmptied(word.yes)
      ) {
        return broken(15, `${name} is shown as ${mine.answer.state}`)
      }
      const tally = view.tallies[id]
      if (tally === undefined) continue
      if (role === 'attendee') return broken(14, `${name} is no host and is told how others answered`)
      const people = peopleIn(truth)
      const others = people.filter((other) => other !== name).length
      const least =
        policy.disclosure === 'counts' && others < policy.countsFrom ? 'outcome' : policy.disclosure
      if (tally.disclosure !== least)
        return broken(14, `${name} is told ${tally.disclosure}, ${least} was declared`)
      if (!isPersonal(entry)) continue
      const captured = people.filter((person) => isCaptured(truth, entry, person))
      const everyone = people.length > 0 && captured.length === people.length
      if (tally.disclosure === 'outcome' && tally.everyone !== everyone)
        return broken(14, `${name} is told everyone: ${tally.everyone}`)
      if (
        tally.disclosure === 'counts' &&
        (tally.included !== captured.length || tally.notIncluded !== people.length - captured.length)
      ) {
        return broken(14, `${name} is told ${tally.included} and ${tally.notIncluded}`)
      }
    }
    // The answer of somebody else shows in nothing but phases, and in the tallies of hosts.
    const { actor, command } = wish
    if (actor.use !== 'person' || actor.participant === name || !command.type.startsWith('consent.')) continue
    if (plainOf(viewOf(before.state, name)) !== plainOf(view)) {
      return broken(14, `what ${actor.participant} answered shows to ${name}`)
    }
  }
  return undefined
}

const isConnected = (truth: Truth, name: string): boolean =>
  Object.keys(truth.people[name]?.devices ?? {}).length > 0

/** A yes all of whose asks were taken back one by one is a yes to nothing. */
const isEmptied = (yes: { readonly grants: readonly string[] } | undefined): boolean =>
  yes?.grants.length === 0

const plainOf = (view: ReturnType<typeof projectPerson>): string =>
  JSON.stringify({
    ...view,
    tallies: undefined,
    features: Object.entries(view.features).map(([id, { phase: _, gates: __, ...mine }]) => [id, mine]),
  })
