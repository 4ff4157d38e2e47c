import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogue, device, given, type Wish } from '../tests/sentences.ts'
import { walk, walkThrough } from '../tests/walk.ts'
import { replay } from './evolve.ts'
import type { Catalogue } from './model/catalogue.ts'
import type { Policy } from './model/policy.ts'
import { projectPerson, projectTally } from './project.ts'
import { createMeetingState, type MeetingState } from './state.ts'

const anna = device('anna', { role: 'host' })
const on = [anna.joins(), anna.showsIndicator(), anna.turnsOn()]
const guests = (count: number) => Array.from({ length: count }, (_, at) => device(`guest-${at}`))
const nobody = { nameOf: () => undefined, permits: () => true }
const host = { participant: 'anna', role: 'host', kind: 'person' } as const
const guest = { participant: 'guest-0', role: 'attendee', kind: 'person' } as const

/** The same meeting under another disclosure. */
function disclosing(policy: Partial<Policy>, ...past: (Wish | Iterable<Wish>)[]): MeetingState {
  const events = walkThrough(
    past.flatMap((some) => ('command' in some ? [some] : [...some])),
    () => {},
  )
  const changed: Catalogue = new Map(
    [...catalogue].map(([id, entry]) => [
      id,
      { ...entry, feature: { ...entry.feature, policy: { ...entry.feature.policy, ...policy } } },
    ]),
  )
  return replay(createMeetingState('meeting', changed), events)
}

describe('what hosts learn', () => {
  const yes = (some: readonly ReturnType<typeof device>[]) => some.flatMap((one) => [...one.saysYes()])
  const [first, ...others] = guests(5) as [ReturnType<typeof device>, ...ReturnType<typeof device>[]]

  test('counts: how many are included and how many are not, whatever the reason', () => {
    const past = [...on, ...yes(others.slice(0, 2)), ...others.map((one) => one.joins()), first.joins()]
    const expected = { disclosure: 'counts', included: 3, notIncluded: 3 }
    for (const more of [[], [first.declines()], [first.isShown(), first.defers()], [first.withdraws()]]) {
      const state = disclosing({ disclosure: 'counts' }, ...past, ...more)
      expect(projectTally(state, 'summary', host)).toEqual(expected)
    }
  })

  test('counts with fewer others than it takes: only whether everyone is included', () => {
    const all = disclosing({ disclosure: 'counts' }, ...on, ...yes(guests(4)))
    expect(projectTally(all, 'summary', host)).toEqual({ disclosure: 'outcome', everyone: true })
    const most = disclosing({ disclosure: 'counts' }, ...on, ...yes(guests(3)), device('x').joins())
    expect(projectTally(most, 'summary', host)).toEqual({ disclosure: 'outcome', everyone: false })
    const enough = disclosing({ disclosure: 'counts' }, ...on, ...yes(guests(5)))
    expect(projectTally(enough, 'summary', host)).toMatchObject({ disclosure: 'counts' })
  })

  test('a host who is not in the call is not one of the others, and bots are nobody', () => {
    const bot = device('bot', { kind: 'agent' })
    const past = [...on, ...yes(guests(4)), bot.joins(), anna.leaves()]
    const state = disclosing({ disclosure: 'counts' }, ...past)
    expect(projectTally(state, 'summary', host)).toEqual({ disclosure: 'outcome', everyone: true })
  })

  test('outcome: never more, however many there are', () => {
    const state = disclosing({ disclosure: 'outcome' }, ...on, ...yes(guests(40)))
    expect(projectTally(state, 'summary', host)).toEqual({ disclosure: 'outcome', everyone: true })
  })

  test('an empty meeting has not agreed', () => {
    const state = disclosing({ disclosure: 'outcome' }, ...on, anna.joins('lobby'))
    expect(projectTally(state, 'summary', host)).toEqual({ disclosure: 'outcome', everyone: false })
  })

  test('named: who is included and who has still to answer; a later no is told like one at once', () => {
    const [second, third, fourth] = others as [typeof first, typeof first, typeof first]
    const past = [...on, ...yes([first, second]), second.withdraws(), third.joins(), fourth.joins()]
    const people = (state: MeetingState) => {
      const tally = projectTally(state, 'summary', host)
      return tally?.disclosure === 'named' ? tally.people : []
    }
    const named = people(
      disclosing({ disclosure: 'named' }, ...past, third.declines(), fourth.isShown(), fourth.defers()),
    )
    expect(named).toEqual([
      { participant: 'anna', included: true },
      { participant: 'guest-0', included: true },
      { participant: 'guest-1', included: false },
      { participant: 'guest-2', included: false },
      { participant: 'guest-3', included: false, unanswered: true },
    ])
    const notice = people(disclosing({ disclosure: 'named', basis: 'notice' }, ...past))
    expect(notice.filter(({ unanswered }) => unanswered === true)).toEqual([])
  })

  test('nothing while it is off, and attendees nothing at all', () => {
    expect(projectTally(given(anna.joins()).state, 'summary', host)).toBeUndefined()
    const { state } = given(...on, ...guests(7).map((one) => one.joins()))
    expect(projectPerson(state, guest, nobody).tallies).toEqual({})
    expect(Object.keys(projectPerson(state, host, nobody).tallies)).toEqual(['summary'])
  })
})

test('everybody is told how many devices of their own are here, and nobody how many of another’s', () => {
  const [self, other] = guests(2) as [ReturnType<typeof device>, ReturnType<typeof device>]
  const mine = device('guest-0', { connection: 'phone' })
  const see = (...wishes: Wish[]) => projectPerson(given(...on, ...wishes).state, guest, nobody)
  expect(see().you.devices).toBe(0)
  expect(see(self.joins()).you.devices).toBe(1)
  expect(see(self.joins(), mine.joins('lobby')).you.devices).toBe(2)
  expect(see(self.joins(), mine.joins('lobby'), mine.leaves()).you.devices).toBe(1)
  const others = [other.joins(), device('guest-1', { connection: 'phone' }).joins()]
  const withoutClock = (view: object) => JSON.stringify(view).replaceAll(/"at":\d+/g, '')
  expect(withoutClock(see(self.joins(), ...others))).toBe(withoutClock(see(self.joins(), other.joins())))
})

test('nobody’s view changes with what others answer, beyond the phase and how many are here', () => {
  const [self, other] = guests(2) as [ReturnType<typeof device>, ReturnType<typeof device>]
  const company = [...on, self.joins(), other.joins(), other.showsIndicator()]
  const answers: Wish[][] = [
    [],
    [other.isShown()],
    [other.isShown(), other.accepts({ grants: ['improve'] })],
    [other.declines()],
    [other.isShown(), other.defers()],
    [other.isShown(), other.accepts(), other.withdraws(), other.asksToErase()],
  ]
  const views = answers.map((some) => projectPerson(given(...company, ...some).state, guest, nobody))
  const withoutClock = views.map((view) => JSON.stringify(view).replaceAll(/"at":\d+/g, ''))
  expect(new Set(withoutClock).size).toBe(1)
})

test('a view holds the names of its own person, of who turned things on, and in named tallies only of others', () => {
  fc.assert(
    fc.property(walk, (wishes) => {
      walkThrough(wishes, (state) => {
        const viewer = { participant: 'ben', role: 'attendee', kind: 'person' } as const
        const text = JSON.stringify(projectPerson(state, viewer, nobody))
        // Bots and recorders are shown to everybody.
        for (const other of ['dan', 'room', 'laptop']) expect(text).not.toContain(other)
        const tallies = projectPerson(state, host, nobody).tallies
        expect(JSON.stringify(tallies.summary ?? {})).not.toMatch(/ben|dan|cora/)
      })
    }),
    { numRuns: 100 },
  )
})
