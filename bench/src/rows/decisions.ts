import { type Actor, type Command, createMeetingState, decide, evolve } from '@askfirst/core/authority'
import { catalogue, notice } from '../feature.ts'
import { type Row, toRatioRow } from '../row.ts'
import { time } from '../time.ts'

const SIZES = [10, 1_000, 10_000] as const
const PAIRS = 500
const shown = { feature: 'summary', activation: 'run', notice, visibleMs: 2_000 }

/** A running meeting of so many people who have all been asked. */
function meetingOf(people: number) {
  const state = createMeetingState('bench', catalogue)
  const actors = Array.from(
    { length: people },
    (_, at): Actor => ({
      use: 'person',
      participant: `participant-${at}`,
      connection: `connection-${at}`,
      role: at === 0 ? 'host' : 'attendee',
      kind: 'person',
    }),
  )
  const take = (command: Command, actor: Actor): void => {
    const decision = decide(state, command, actor, 0)
    if (!decision.ok) throw new Error(`${command.type}: ${decision.rejection.code}`)
    for (const body of decision.events) {
      const by = actor.use === 'person' ? actor.participant : actor.use
      evolve(state, { ...body, number: state.number + 1, at: 0, by, command: command.id })
    }
  }
  const [host] = actors
  for (const actor of actors) {
    take({ type: 'participant.join', id: 'join', place: 'call' }, actor)
    take({ type: 'indicator.show', id: 'indicator', knows: [notice.hash] }, actor)
  }
  if (host === undefined) throw new RangeError('a meeting needs somebody')
  const decision = { answer: 'decline' } as const
  take({ ...shown, type: 'feature.enable', id: 'on', method: 'button', decision }, host)
  for (const actor of actors) take({ ...shown, type: 'notice.show', id: 'show' }, actor)

  let at = 0
  // Commands come parsed off the wire; making them is not what is measured. Everything was seen.
  const seen = Number.MAX_SAFE_INTEGER
  const accept: Command = { ...shown, type: 'consent.accept', id: 'yes', method: 'button', grants: [], seen }
  const withdraw: Command = { type: 'consent.withdraw', id: 'no', feature: 'summary', method: 'button' }
  return {
    times: 2 * PAIRS,
    /** One after the other says yes, then no. */
    run() {
      for (let pair = 0; pair < PAIRS; pair += 1) {
        at = (at + 7) % people
        if (at === 0) at = 1
        const actor = actors[at] ?? host
        take(accept, actor)
        take(withdraw, actor)
      }
    },
  }
}

/** The floor: a mutable map of answers with subscriptions by key, and the event that is written of each. */
function mapOf(people: number) {
  const names = Array.from({ length: people }, (_, at) => `participant-${at}`)
  const toKey = (name: string): string => `${name}/summary`
  const answers = new Map<string, { state: string; decision: number; grants: readonly string[] }>()
  const listeners = new Map<string, Set<() => void>>()
  const log: object[] = []
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
    included += (state === 'accepted' ? 1 : 0) - (was?.state === 'accepted' ? 1 : 0)
    const what = {
      type: state,
      participant: name,
      feature: 'summary',
      activation: 'run',
      notice,
      grants,
      decision,
    }
    log[told % 1_024] = { ...what, method: 'button', number: told, at: 0, by: name, command: 'id' }
    answers.set(key, { state, decision, grants })
    for (const listener of listeners.get(key) ?? []) listener()
  }
  let at = 0
  return {
    times: 2 * PAIRS,
    run() {
      for (let pair = 0; pair < PAIRS; pair += 1) {
        at = (at + 7) % people
        const name = names[at] ?? ''
        set(name, 'accepted', ['summarise'])
        set(name, 'withdrawn', [])
      }
      if (included !== 0 || told % PAIRS !== 0) throw new Error('the floor lost count')
    },
  }
}

/** What one decision costs the authority, and how that grows with the meeting. */
export async function measureDecisions(): Promise<Row[]> {
  const rows: Row[] = []
  const growth: { value: number; floor: number }[] = []
  for (const size of SIZES) {
    const { value, floor } = await time({ floor: mapOf(size), value: meetingOf(size) })
    growth.push({ value, floor })
    const name = `decide + evolve a decision, ${size.toLocaleString('en')} people`
    rows.push(toRatioRow(name, value / 1_000, 'µs', { floor: floor / 1_000, times: 3 }))
  }
  const [first, last] = [growth[0], growth.at(-1)]
  if (first === undefined || last === undefined) return rows
  const floor = last.floor / first.floor
  const name = 'its growth from 10 to 10,000 people'
  return [...rows, toRatioRow(name, last.value / first.value, 'times', { floor, times: 3 })]
}
