import type { MeetingState } from '@askfirst/core/authority'
import { createNumbers, NOTHING, type Numbers } from './numbers.ts'
import { Stamp } from './stamp.ts'
import type { Run, Someone, Truth } from './truth.ts'

// takes: a part of a state · gives: a number for it, from all that is in it
// A state is looked at once it goes no further, and its parts are then changed by nobody, so each is looked at once; what names participants,
// tells a time or counts without end is left to whoever puts the parts together.

type Participant = NonNullable<ReturnType<MeetingState['participants']['get']>>
type Connection = Participant['connections'][number]
type Said = Participant['answers'][string]
type Feature = NonNullable<ReturnType<MeetingState['features']['get']>>
type Write<Part> = (part: Part | undefined) => number
/** How to write what is under a name, where it is not just all of it. */
type Special<Part> = { readonly [Key in keyof Part]?: (value: Part[Key]) => number }
interface Field {
  readonly name: number
  readonly of: (value: unknown) => number
}

export interface Writer extends Numbers {
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

/** Whether somebody asked by name for the run that is on to be turned off. */
export const isAsker = (said: Said | undefined, run: Feature['activation']): boolean =>
  run !== undefined && said?.offRequested === run.id

export function createWriter(): Writer {
  const numbers = createNumbers()
  const { leaf, link, linkBy, bag } = numbers
  const once = <Part extends object>(part: Part, write: (part: Part) => number): number => {
    const known = Stamp.read(part, numbers)
    if (known !== undefined) return known
    const number = write(part)
    Stamp.put(part, numbers, number)
    return number
  }
  const write = <Part extends object>(special: Special<Part>): Write<Part> => {
    const fields = new Map<string, Field>()
    const fieldOf = (key: string): Field => {
      const of = (special[key as keyof Part] ?? any) as Field['of']
      const field = { name: leaf(key), of }
      fields.set(key, field)
      return field
    }
    const whole = (part: Part): number => {
      let number = NOTHING
      for (const key in part) {
        const { name, of } = fields.get(key) ?? fieldOf(key)
        number = linkBy(number, name, of(part[key]))
      }
      return number
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
    if (typeof value !== 'object' || value === null) return leaf(value)
    if (Array.isArray(value)) return once(value, list)
    if (value instanceof Set) return once(value, (set) => bag(Array.from(set, any)))
    return plain(value as Readonly<Record<string, unknown>>)
  }
  const list = (all: readonly unknown[]): number => {
    let number = NOTHING
    for (const one of all) number = link(number, 'then', any(one))
    return number
  }
  /** Devices of one person are alike: their names do not matter. */
  const connection = write<Connection>({ connection: leftOut })
  const connections = (all: readonly Connection[]): number => bag(all.map(connection))
  const devices = (all: Readonly<Record<string, object>>): number => {
    const each: number[] = []
    for (const name in all) each.push(any(all[name]))
    return bag(each)
  }
  const words = (all: Readonly<Record<string, object>>): number => {
    const said: number[] = []
    for (const id in all) if (!id.includes('@')) said.push(link(NOTHING, id, any(all[id])))
    return bag(said)
  }
  const ofEach = <Said>(all: Iterable<Said>, name: (said: Said) => string, of: (said: Said) => unknown) => {
    let number = NOTHING
    for (const said of all) number = link(number, name(said), leaf(of(said)))
    return number
  }

  return {
    ...numbers,
    any,
    participant: write<Participant>({
      participant: leftOut,
      connections: (all) => once(all, connections),
      answers: (all) => once(all, words),
      cutAt: isAny,
    }),
    someone: write<Someone>({ devices: (all) => once(all, devices), words: (all) => once(all, words) }),
    feature: write<Feature>({
      id: leftOut,
      entry: leftOut,
      activation: (run) => (run === undefined ? NOTHING : link(leaf(run.id), 'revision', leaf(run.revision))),
      offRequests: ({ unknown }) => leaf(unknown),
      enforcers: (all) =>
        ofEach(
          all,
          ({ enforcer }) => enforcer,
          ({ state }) => state,
        ),
      awaited: isThere,
      pauses: leftOut,
      starts: leftOut,
    }),
    run: write<Run>({
      by: leftOut,
      at: leftOut,
      requests: leftOut,
      enforcers: (all) =>
        ofEach(
          Object.entries(all),
          ([name]) => name,
          ([, { confirmed }]) => confirmed,
        ),
      pauses: leftOut,
      awaited: isThere,
    }),
    pair(state, truth, name, owner) {
      const said = state.participants.get(name)?.answers ?? {}
      const heard = truth.people[name]?.words ?? {}
      let number = NOTHING
      for (const [id, { activation }] of state.features) {
        if (!id.endsWith(`@${owner}`)) continue
        const run = truth.running[id]
        const bits =
          Number(isAsker(said[id], activation)) +
          2 * Number(run?.requests.includes(name) === true) +
          4 * Number(activation?.by === name) +
          8 * Number(run?.by === name)
        number = link(number, id.slice(0, id.indexOf('@')), leaf(bits))
      }
      for (const id in said) if (id.endsWith(`@${owner}`)) number = link(number, 'said', any(said[id]))
      for (const id in heard) if (id.endsWith(`@${owner}`)) number = link(number, 'heard', any(heard[id]))
      return number
    },
  }
}
