import fc from 'fast-check'
import { createMeetingState, type MeetingState, selectAnswer } from '../src/state.ts'
import { catalogue, type Device, device, take, type Wish } from './sentences.ts'

// takes: dice · gives: any wish of anybody, fit for the moment or not, and meetings made of such wishes
// A command more is one more line of WISHES.

/** What a wish is made from. Most are about the run that is on, with the latest decision seen; some are not. */
interface Dice {
  readonly feature: 'summary' | 'minutes'
  readonly activation: string
  readonly seen: number
  readonly ticked: readonly string[]
}

const first = (optional: readonly string[]): string[] => optional.slice(0, 1)

const WISHES: readonly (readonly [weight: number, make: (who: Device, dice: Dice) => Wish])[] = [
  [6, (who, { feature, activation }) => who.isShown({ feature, activation })],
  [7, (who, { ticked, ...of }) => who.accepts({ ...of, grants: [...ticked] })],
  [3, (who) => who.joins()],
  [3, (who) => who.showsIndicator()],
  [
    2,
    (who, { ticked, seen, ...of }) =>
      who.turnsOn({ ...of, decision: { answer: 'accept', grants: [...ticked], seen } }),
  ],
  [
    1,
    (who, { feature, activation }) => who.turnsOn({ feature, activation, decision: { answer: 'decline' } }),
  ],
  [1, (who, { feature, activation }) => who.turnsOff({ feature, activation })],
  [1, (who, { feature }) => who.withdraws({ feature })],
  [2, (who, { feature }) => who.withdraws({ feature, asks: first(['improve', 'voices']) })],
  [1, (who, { feature }) => who.declines({ feature })],
  [1, (who, { feature, activation }) => who.defers({ feature, activation })],
  [1, (who, { feature }) => who.asksToErase({ feature })],
  [1, (who) => who.leaves()],
  [1, (who, { feature, activation }) => who.leaves({ feature, activation })],
  [1, (who) => who.lapses()],
  [1, (who) => who.hidesIndicator()],
  [1, (who) => who.joins('lobby')],
]
const WEIGHED = WISHES.flatMap(([weight, make]) => Array.from({ length: weight }, () => make))

const anna = device('anna', { role: 'host' })
export const EVERYBODY: readonly Device[] = [
  anna,
  device('cora', { role: 'cohost' }),
  device('ben'),
  device('ben', { connection: 'ben-phone' }),
  device('dan'),
  device('eva'),
  device('room', { kind: 'room' }),
  device('bot', { kind: 'agent' }),
]

/** A wish, made in the state of its moment. */
export type AnyWish = (state: MeetingState) => Wish

export const anyWish: fc.Arbitrary<AnyWish> = fc
  .record({
    who: fc.constantFrom(...EVERYBODY),
    make: fc.constantFrom(...WEIGHED),
    feature: fc.constantFrom('summary' as const, 'minutes' as const),
    run: fc.integer({ min: 1, max: 4 }),
    ticked: fc.constantFrom([], ['improve'], ['voices', 'improve']),
    astray: fc.nat(9),
  })
  .map(({ who, make, feature, run, ticked, astray }) => (state) => {
    const { activation: running, runs } = state.features.get(feature) ?? {}
    const name = who.actor.use === 'person' ? who.actor.participant : ''
    const { decision } = selectAnswer(state.participants.get(name), feature)
    const next = running?.id ?? `run-${(runs?.count ?? 0) + 1}`
    return make(who, {
      feature,
      activation: astray === 0 ? `run-${run}` : next,
      seen: astray === 1 ? 0 : decision,
      ticked: feature === 'summary' && name !== 'room' ? ticked : [],
    })
  })

/** So that no meeting begins empty. */
const opening: readonly AnyWish[] = [
  ...EVERYBODY.flatMap((who) => [who.joins(), who.showsIndicator()]),
  anna.turnsOn(),
  anna.turnsOn({ feature: 'minutes' }),
].map((wish) => () => wish)

/** Any meeting: wishes as they were made, one after the other, granted or not. */
export const anyMeeting: fc.Arbitrary<readonly Wish[]> = fc
  .array(anyWish, { minLength: 1, maxLength: 90, size: 'max' })
  .map((wishes) => {
    const state = createMeetingState('meeting', catalogue)
    return [...opening, ...wishes].map((make) => {
      const wish = make(state)
      take(state, wish)
      return wish
    })
  })

/** The state after those wishes. */
export function stateAfter(...wishes: readonly Wish[]): MeetingState {
  const state = createMeetingState('meeting', catalogue)
  for (const wish of wishes) take(state, wish)
  return state
}

export const nameOf = ({ actor }: Pick<Wish, 'actor'>): string =>
  actor.use === 'person' ? actor.participant : ''
