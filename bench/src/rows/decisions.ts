import { type Cast, createMeeting, wishes } from '../meeting.ts'
import { type Phase, type Round, timePhases } from '../phases.ts'
import { type Row, toRatioRow } from '../row.ts'

const SIZES = [10, 1_000, 10_000, 100_000] as const
/** How many people do the same, one after the other, before the next thing is done. */
const CROWD = 20_000
/** Strides through the meeting that no cache line follows. */
const STRIDE = 7_919

/** What happens in a round, in order; what starts with `·` only sets the stage. */
const PHASES = [
  'notice.show',
  'consent.defer',
  'consent.accept',
  'consent.withdraw',
  '·accept',
  'consent.decline',
  '·accept',
  'indicator.hide',
  'indicator.show',
  'participant.leave',
  'participant.join',
  '·indicator',
  'participant.lapse',
  '·join',
  '·indicator',
] as const

/** The people of the next round: never the host, who stays. */
function crowdsOf(people: number): () => readonly number[] {
  let at = 0
  return () =>
    Array.from({ length: Math.min(CROWD, people - 1) }, () => {
      at = (at + STRIDE) % (people - 1)
      return at + 1
    })
}

/** A running meeting in which a crowd does everything that people do, through the real decide and evolve. */
function meetingOf(people: number): Round {
  const { cast, host, take, lapse } = createMeeting(people)
  const crowds = crowdsOf(people)
  let runs = 0
  return () => {
    const crowd = crowds().map((at) => cast[at] ?? host)
    runs += 1
    const run = `run-${runs}`
    const wish = {
      'notice.show': wishes.show(run),
      'consent.defer': wishes.defer(run),
      'consent.accept': wishes.accept(run),
      'consent.withdraw': wishes.withdraw(),
      'consent.decline': wishes.decline(),
      'indicator.hide': wishes.hide(),
      'indicator.show': wishes.indicator(),
      'participant.leave': wishes.leave(),
      'participant.join': wishes.join(),
      '·accept': wishes.accept(run),
      '·indicator': wishes.indicator(),
      '·join': wishes.join(),
    }
    const phases = PHASES.map((name): Phase => {
      const each = name === 'participant.lapse' ? lapse : ({ actor }: Cast) => void take(wish[name], actor)
      return phaseOf(name, crowd, each)
    })
    const on = { times: 1, run: () => void take(wishes.turnOn(run), host.actor) }
    const off = { times: 1, run: () => void take(wishes.turnOff(run), host.actor) }
    return [on, ...phases, off]
  }
}

function phaseOf<Who>(name: string, crowd: readonly Who[], each: (who: Who) => void): Phase {
  const run = (): void => {
    for (const who of crowd) each(who)
  }
  const times = crowd.length
  return name.startsWith('·') ? { times, run } : { name, times, run }
}

/** The floor: a mutable map of answers with subscriptions by key, and the event that is written of each. */
function mapOf(people: number): Round {
  const names = Array.from({ length: people }, (_, at) => `participant-${at}`)
  const toKey = (name: string): string => `${name}/summary`
  const answers = new Map<string, { state: string; decision: number; grants: readonly string[] }>()
  const listeners = new Map<string, Set<() => void>>()
  const log: object[] = []
  const crowds = crowdsOf(people)
  let told = 0
  let included = 0
  const listen = (): void => {
    told += 1
  }
  for (const name of names) {
    answers.set(toKey(name), { state: 'unasked', decision: 0, grants: [] })
    listeners.set(toKey(name), new Set([listen]))
  }
  const set = (name: string, state: string, grants: readonly string[]): void => {
    const key = toKey(name)
    const was = answers.get(key)
    const decision = (was?.decision ?? 0) + 1
    included += Number(state === 'consent.accept') - Number(was?.state === 'consent.accept')
    const what = { type: state, participant: name, feature: 'summary', activation: 'run', grants, decision }
    log[told % 1_024] = { ...what, method: 'button', number: told, at: 0, by: name, command: 'id' }
    answers.set(key, { state, decision, grants })
    for (const listener of listeners.get(key) ?? []) listener()
  }
  return () => {
    const crowd = crowds().map((at) => names[at] ?? '')
    if (included < 0) throw new Error('the floor lost count')
    return PHASES.map((name) => phaseOf(name, crowd, (who: string) => set(who, name, [])))
  }
}

/** What one decision of each kind costs the authority, and how that grows with the meeting. */
export async function measureDecisions(): Promise<Row[]> {
  const rows: Row[] = []
  const growth: { value: number; floor: number }[] = []
  for (const people of SIZES) {
    const { value, floor } = timePhases({ value: meetingOf(people), floor: mapOf(people) })
    for (const [kind, ns] of value) {
      const name = `${kind}, decide + evolve, ${people.toLocaleString('en')} people`
      rows.push(toRatioRow(name, ns / 1_000, 'µs', { floor: (floor.get(kind) ?? 0) / 1_000, times: 3 }))
    }
    growth.push({ value: value.get('consent.accept') ?? 0, floor: floor.get('consent.accept') ?? 0 })
  }
  const [first, last] = [growth[0], growth.at(-1)]
  if (first === undefined || last === undefined) return rows
  const floor = last.floor / first.floor
  const name = 'consent.accept, its growth from 10 to 100,000 people'
  return [...rows, toRatioRow(name, last.value / first.value, 'times', { floor, times: 3 })]
}
