import fc from 'fast-check'
import type { MeetingEvent } from '../src/events.ts'
import { createMeetingState, type MeetingState, selectAnswer } from '../src/state.ts'
import { authorityStarts, catalogue, type Device, device, take, type Wish } from './sentences.ts'

// Random walks through a meeting: any wish of anybody at any moment, as clumsy or hostile as it gets.

const FEATURES = ['summary', 'minutes'] as const
const RUNS = ['run-1', 'run-2', 'run-3', 'run-4'] as const
const GRANTS = [[], ['improve'], ['voices', 'improve']] as const

export const devices: readonly Device[] = [
  device('anna', { role: 'host' }),
  device('cora', { role: 'cohost' }),
  device('ben'),
  device('ben', { connection: 'ben-phone' }),
  device('dan'),
  device('room', { kind: 'room' }),
  device('bot', { kind: 'agent' }),
  device('recorder', { kind: 'recorder', role: 'host' }),
]

/** A wish as it is made in the state of that moment. */
export type Step = Wish | ((state: MeetingState) => Wish)

const step: fc.Arbitrary<Step> = fc
  .record({
    who: fc.constantFrom(...devices),
    feature: fc.constantFrom(...FEATURES),
    run: fc.constantFrom(...RUNS),
    grants: fc.constantFrom(...GRANTS),
    stale: fc.nat(4),
    does: fc.nat(31),
  })
  .map(({ who, feature, run, grants, stale, does }) => (state: MeetingState): Wish => {
    // One time of five the wish is about another run, or made without having seen the latest decision.
    const { activation: running, runs } = state.features.get(feature) ?? {}
    const name = who.actor.use === 'person' ? who.actor.participant : ''
    const { decision } = selectAnswer(state.participants.get(name), feature)
    const of = { feature, activation: stale === 0 ? run : (running?.id ?? `run-${(runs?.count ?? 0) + 1}`) }
    const seen = stale === 1 ? 0 : decision
    if (does < 6) return who.isShown(of)
    if (does < 13) return who.accepts({ ...of, seen, grants: name === 'room' ? [] : [...grants] })
    if (does < 16) return who.joins()
    if (does < 19) return who.showsIndicator()
    if (does < 21) return who.turnsOn({ ...of, decision: { answer: 'accept', grants: [], seen } })
    if (does < 22) return who.turnsOn({ ...of, decision: { answer: 'decline' } })
    if (does < 23) return who.turnsOff(of)
    if (does < 24) return who.withdraws({ feature })
    if (does < 25) return who.declines({ feature })
    if (does < 26) return who.defers(of)
    if (does < 27) return who.asksToErase({ feature })
    if (does < 28) return who.leaves()
    if (does < 29) return who.lapses()
    if (does < 30) return who.hidesIndicator()
    return does < 31 || stale > 0 ? who.joins('lobby') : authorityStarts()
  })

/** So that a walk does not begin in an empty meeting every time. */
const opening = [
  ...devices.flatMap((who) => [who.joins(), who.showsIndicator()]),
  ...devices.slice(0, 1).map((host) => host.turnsOn()),
]

export const walk: fc.Arbitrary<readonly Step[]> = fc
  .record({ isOpen: fc.boolean(), steps: fc.array(step, { minLength: 1, maxLength: 120, size: 'max' }) })
  .map(({ isOpen, steps }) => (isOpen ? [...opening, ...steps] : steps))

/** Walks it, calling after each step; gives all events. */
export function walkThrough(
  steps: readonly Step[],
  each: (state: MeetingState, events: readonly MeetingEvent[], wish: Wish) => void,
): MeetingEvent[] {
  const state = createMeetingState('meeting', catalogue)
  const events: MeetingEvent[] = []
  for (const step of steps) {
    const wish = typeof step === 'function' ? step(state) : step
    const outcome = take(state, wish)
    if (typeof outcome !== 'string') events.push(...outcome)
    each(state, events, wish)
  }
  return events
}
