import type { MeetingState } from '@askfirst/core/authority'
import { createNumbers, NOTHING, type Numbers } from './numbers.ts'
import type { Run, Someone, Truth } from './truth.ts'

// takes: a part of a state · gives: a number for it, from all that is in it
// A state is looked at once it goes no further, and its parts are then changed by nobody, so each is looked at once; what
// names participants, tells a time or counts without end is left to whoever puts the parts together.

type Participant = NonNullable<ReturnType<MeetingState['participants']['get']>>
type Connection = Participant['connections'][number]
type Said = Participant['answers'][string]
type Feature = NonNullable<ReturnType<MeetingState['features']['get']>>
type Write<Part> = (part: Part | undefined) => number
/** How to write what is under a name, where it is not just all of it. */
type Special<Part> = { readonly [Key in keyof Part]?: (value: Part[Key]) => number }
interface Field {
  readonly key: string
  readonly name: number
  readonly of: (value: unknown) => number
  /** What followed it last, and nearly always follows: told by a look, not looked up. */
  next: Field | undefined
  /** What was under it last, and the number of that. */
  last: unknown
  thing: number
}

export interface Writer extends Numbers {
  /** Knows again by itself what is written meanwhile, for a while. */
  keep(write: () => void): void
  /** Of anything at all. */
  readonly any: (value: unknown) => number
  readonly participant: Write<Participant>
  readonly someone: Write<Someone>
  readonly feature: Write<Feature>
  readonly run: Write<Run>
  /** What one said to the run of another, or to the own. */
  pair(state: MeetingState, truth: Truth, name: string, owner: string): number
}

const leftOut = (): number => NOTHING
/** Is under no name. */
const NEVER = {}

/** Whether somebody asked by name for the run that is on to be turned off. */
export const isAsker = (said: Said | undefined, run: Feature['activation']): boolean =>
  run !== undefined && said?.offRequested === run.id

export function createWriter(): Writer {
  const numbers = createNumbers()
  const { leaf, open, put, putBy, close, closeBag } = numbers
  // Of parts of a few states: a mark on each part makes copies of it slow, and a map for those of all is slow itself.
  const kept = new Map<object, number>()
  let isKept = false
  const once = <Part extends object>(part: Part, write: (part: Part) => number): number => {
    const known = kept.get(part)
    if (known !== undefined) return known
    const number = write(part)
    if (isKept) kept.set(part, number)
    return number
  }
  const write = <Part extends object>(special: Special<Part>): Write<Part> => {
    const fields = new Map<string, Field>()
    const fieldOf = (key: string): Field => {
      const known = fields.get(key)
      if (known !== undefined) return known
      const of = (special[key as keyof Part] ?? any) as Field['of']
      const field = { key, name: leaf(key), of, next: undefined, last: NEVER, thing: NOTHING }
      fields.set(key, field)
      return field
    }
    const first: Pick<Field, 'next'> = { next: undefined }
    const whole = (part: Part): number => {
      const from = open()
      let before = first
      for (const key in part) {
        let field = before.next
        if (field?.key !== key) {
          field = fieldOf(key)
          before.next = field
        }
        before = field
        const value = part[key]
        if (field.last !== value) {
          field.thing = field.of(value)
          field.last = value
        }
        if (field.thing === NOTHING) continue
        put(field.name)
        put(field.thing)
      }
      return close(from)
    }
    return (part) => (part === undefined ? NOTHING : once(part, whole))
  }

  const isAny = (count: number): number => leaf(count > 0)
  const isThere = (value: unknown): number => leaf(value !== undefined)
  const plain = write<Readonly<Record<string, unknown>>>({
    // They are only ever compared with the latest, so what matters is whether there was one.
    decision: (count) => isAny(count as number),
    decisions: (count) => isAny(count as number),
    request: (count) => isAny(count as number),
    // Shown to people, and makes no difference to what may follow.
    requestedAt: leftOut,
    // Whether it is of the run that is on is said beside it.
    offRequested: leftOut,
  })
  function any(value: unknown): number {
    if (value === undefined) return NOTHING
    if (typeof value !== 'object' || value === null) return leaf(value)
    if (Array.isArray(value)) return once(value, list)
    if (value instanceof Set) return once(value, set)
    return plain(value as Readonly<Record<string, unknown>>)
  }
  const list = (all: readonly unknown[]): number => {
    const from = open()
    for (const one of all) put(any(one))
    return close(from)
  }
  const set = (all: ReadonlySet<unknown>): number => {
    const from = open()
    for (const one of all) put(any(one))
    return closeBag(from)
  }
  /** Devices of one person are alike: their names do not matter. */
  const connection = write<Connection>({ connection: leftOut })
  const connections = (all: readonly Connection[]): number => {
    const from = open()
    for (const one of all) put(connection(one))
    return closeBag(from)
  }
  const devices = (all: Readonly<Record<string, object>>): number => {
    const from = open()
    for (const name in all) put(any(all[name]))
    return closeBag(from)
  }
  /** One under a name. */
  const named = (name: string, thing: number): number => {
    const from = open()
    putBy(name, thing)
    return close(from)
  }
  const words = (all: Readonly<Record<string, object>>): number => {
    const from = open()
    for (const id in all) if (!id.includes('@')) put(named(id, any(all[id])))
    return closeBag(from)
  }

  return {
    ...numbers,
    keep(all) {
      // Cleared with each state, it would begin small and grow each time.
      if (kept.size > 1_000) kept.clear()
      isKept = true
      all()
      isKept = false
    },
    any,
    participant: write<Participant>({
      participant: leftOut,
      connections: (all) => once(all, connections),
      answers: (all) => once(all, words),
      cutAt: isAny,
      owner: leftOut,
    }),
    someone: write<Someone>({ devices: (all) => once(all, devices), words: (all) => once(all, words) }),
    feature: write<Feature>({
      id: leftOut,
      entry: leftOut,
      activation: (run) => (run === undefined ? NOTHING : named(run.id, leaf(run.revision))),
      offRequests: ({ unknown }) => leaf(unknown),
      enforcers(all) {
        const from = open()
        for (const { enforcer, state } of all) putBy(enforcer, leaf(state))
        return close(from)
      },
      awaited: isThere,
      pauses: leftOut,
      starts: leftOut,
      owner: leftOut,
    }),
    run: write<Run>({
      by: leftOut,
      at: leftOut,
      requests: leftOut,
      enforcers(all) {
        const from = open()
        for (const enforcer in all) putBy(enforcer, leaf(all[enforcer]?.confirmed))
        return close(from)
      },
      pauses: leftOut,
      awaited: isThere,
    }),
    pair(state, truth, name, owner) {
      const said = state.participants.get(name)?.answers ?? {}
      const heard = truth.people[name]?.words ?? {}
      const from = open()
      for (const [id, { activation }] of state.features) {
        if (!id.endsWith(`@${owner}`)) continue
        const run = truth.running[id]
        const bits =
          Number(isAsker(said[id], activation)) +
          2 * Number(run?.requests.includes(name) === true) +
          4 * Number(activation?.by === name) +
          8 * Number(run?.by === name)
        putBy(id.slice(0, id.indexOf('@')), leaf(bits))
      }
      for (const id in said) if (id.endsWith(`@${owner}`)) putBy('said', any(said[id]))
      for (const id in heard) if (id.endsWith(`@${owner}`)) putBy('heard', any(heard[id]))
      return close(from)
    },
  }
}
