import type { MeetingState } from '@askfirst/core/authority'
import type { Someone, Truth } from './truth.ts'

// takes: a state and the truth beside it · gives: a number, the same for states that differ in names only
// never: gives one number to two states that could go on differently: numbers are given out, not hashed

/** Order among these is what counts, not how far they have got. */
const COUNTERS = ['decision', 'captured', 'request']

interface Piece {
  readonly text: string
  /** Participants that are spoken of, other than the one whose piece it is. */
  readonly mentions: readonly string[]
}
const NONE: readonly string[] = []
const ABSENT: Piece = { text: '-', mentions: NONE }

/**
 * Names states. The truth is part of the name: a state that has forgotten what a rule needs is not taken
 * for one that knows it.
 */
export function createIdentity(names: readonly string[], profileOf: (name: string) => string) {
  const write = createWriter(new Set(names))
  const numbered = new WeakMap<object, number>()
  const texts = new Map<string, number>()
  const pairs = new Map<number, number>()
  const numberOf = (text: string): number => {
    const known = texts.get(text) ?? texts.size + 1
    texts.set(text, known)
    return known
  }
  /** Texts are long and the same objects come again and again: each is looked up once. */
  const numberOfObject = (of: object | undefined, make: () => string): number => {
    if (of === undefined) return 0
    const known = numbered.get(of) ?? numberOf(make())
    numbered.set(of, known)
    return known
  }
  const pairOf = (one: number, other: number): number => one * 2 ** 26 + other
  const join = (one: number, other: number): number => {
    const pair = pairOf(one, other)
    const known = pairs.get(pair) ?? pairs.size + 1
    pairs.set(pair, known)
    return known
  }

  return (state: MeetingState, truth: Truth, catalogue: number): number => {
    const mentioned = new Set<string>()
    const read = (value: unknown, own: string): number => {
      const piece = write(value, own)
      for (const name of piece.mentions) mentioned.add(name)
      return isObject(value) ? numberOfObject(value, () => piece.text) : numberOf(piece.text)
    }
    let shared = catalogue
    for (const [key, part] of Object.entries(state)) {
      if (part instanceof Map) {
        if (key !== 'participants') for (const value of part.values()) shared = join(shared, read(value, ''))
      } else if (key !== 'number' && key !== 'term' && key !== 'meeting')
        shared = join(shared, read(part, ''))
    }
    shared = join(
      shared,
      numberOfObject(truth.running, () => JSON.stringify(truth.running)),
    )
    shared = join(
      shared,
      numberOfObject(truth.runs, () => JSON.stringify(truth.runs)),
    )
    const mine = names.map((name) => read(state.participants.get(name), name))
    const people = names
      .map((name, at) => {
        const one = truth.people[name]
        const said = one === undefined ? 0 : numberOfObject(one, () => textOf(one))
        // Who is spoken of elsewhere cannot change places with anybody.
        const as = numberOf(`${profileOf(name)} ${mentioned.has(name) ? name : ''}`)
        return join(join(mine[at] ?? 0, said), as)
      })
      .sort((a, b) => a - b)
    const last = people.pop() ?? 0
    return pairOf(people.reduce(join, shared), last)
  }
}

/** What the events say of one person; how often they decided is compared at each step, and grows without end. */
function textOf({ role, kind, devices, words }: Someone): string {
  const here = Object.values(devices).map(({ place, shows }) => `${place} ${shows.join()}`)
  const spoken = Object.entries(words).map(([feature, { yes, no, shown }]) =>
    [feature, JSON.stringify(yes), no, shown?.run, shown?.hash].join(),
  )
  return `${role} ${kind} ${here.sort().join(';')} ${spoken.sort().join(';')}`
}

/**
 * Canonical text of anything a state holds: keys in order, maps and sets as sorted values, counters by rank.
 * What states hold is replaced, never changed, so each piece of one is written once.
 */
function createWriter(names: ReadonlySet<string>) {
  const pieces = new WeakMap<object, Piece>()

  function write(value: unknown, own: string, ranks?: readonly number[]): Piece {
    if (typeof value === 'string') {
      if (value === own) return { text: '@', mentions: NONE }
      return { text: value, mentions: names.has(value) ? [value] : NONE }
    }
    if (value === undefined) return ABSENT
    if (!isObject(value)) return { text: String(value), mentions: NONE }
    const known = ranks === undefined ? pieces.get(value) : undefined
    if (known !== undefined) return known
    const mentions = new Set<string>()
    const inner = (part: unknown, of?: readonly number[]): string => {
      const piece = write(part, own, of)
      for (const name of piece.mentions) mentions.add(name)
      return piece.text
    }
    const text = textOfObject(value, inner, ranks)
    const piece = { text, mentions: mentions.size === 0 ? NONE : [...mentions] }
    if (ranks === undefined) pieces.set(value, piece)
    return piece
  }
  return write
}

type Inner = (part: unknown, ranks?: readonly number[]) => string

function textOfObject(value: object, inner: Inner, ranks: readonly number[] | undefined): string {
  if (Array.isArray(value)) return `[${value.map((one) => inner(one, ranks)).join()}]`
  if (value instanceof Set)
    return `{${[...value]
      .map((one) => inner(one, ranks))
      .sort()
      .join()}}`
  if (value instanceof Map) {
    // Devices of one person are alike: their names do not matter.
    return `{${[...value]
      .map(([key, of]) => `${isDevice(of) ? '' : inner(key)}:${inner(of, ranks)}`)
      .sort()
      .join()}}`
  }
  const order = 'decision' in value ? rankOf(value) : ranks
  let text = '{'
  for (const [key, of] of Object.entries(value)) {
    // What is declared never changes but with the catalogue, which is named apart.
    if (key === 'entry' || of === undefined) continue
    const isRanked = order !== undefined && typeof of === 'number' && COUNTERS.includes(key)
    text += `${key}:${isRanked ? order.indexOf(of) : inner(of, order)},`
  }
  return `${text}}`
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isDevice = (value: unknown): boolean => isObject(value) && 'place' in value

function rankOf(answer: object): readonly number[] {
  const found = new Set([0])
  const look = (value: object): void => {
    for (const [key, of] of Object.entries(value)) {
      if (typeof of === 'number') {
        if (COUNTERS.includes(key)) found.add(of)
      } else if (isObject(of) && !Array.isArray(of)) look(of)
    }
  }
  look(answer)
  return [...found].sort((a, b) => a - b)
}
