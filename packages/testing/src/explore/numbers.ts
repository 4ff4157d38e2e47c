import { createRowSet } from './row-set.ts'

// takes: plain values, and what is made of them · gives: a number for each, the same for what is the same
// Given out one after the other, never hashed: what differs has another number.

/** Of what is not there. */
export const NOTHING = 0

export interface Numbers {
  /** Of a plain value. */
  leaf(value: unknown): number
  /** Where something begins that is made of what is put from here on; what is made of it in turn may be inside. */
  open(): number
  /** One part more of what was opened last. */
  put(part: number): void
  /** One part more, after its name. */
  putBy(name: string, part: number): void
  /** Of all that was put since, in this order. */
  close(from: number): number
  /** Of all that was put since, in no order. */
  closeBag(from: number): number
  /** Two numbers of 32 bits, the same in every process. */
  hash(number: number): readonly [number, number]
}

/** What a row is of: nothing, a plain value by its place, parts in order, parts in none. */
const [NONE, LEAF, PARTS, BAG] = [0, 1, 2, 3] as const

export function createNumbers(): Numbers {
  const all = createRowSet()
  // What is not closed yet, one within the other.
  const words = new Uint32Array(65_536)
  let end = 0
  const open = (): number => {
    end += 1
    return end - 1
  }
  const put = (part: number): void => {
    words[end] = part
    end += 1
  }
  const closeAs = (kind: number, from: number): number => {
    // What is written past the end is dropped without a word, and what differs would be the same.
    if (end > words.length) throw new Error(`A part of a state has more than ${words.length} words.`)
    words[from] = kind
    const number = all.find(words, from, end)
    end = from
    return number
  }
  closeAs(NONE, open())
  const leaves = new Map<unknown, number>()
  const values: unknown[] = []
  const leaf = (value: unknown): number => {
    const known = leaves.get(value)
    if (known !== undefined) return known
    const from = open()
    put(values.length)
    const number = closeAs(LEAF, from)
    values.push(value)
    leaves.set(value, number)
    return number
  }

  const hashes: (readonly [number, number])[] = []
  function hashAnew(number: number): readonly [number, number] {
    const [kind, ...parts] = all.row(number)
    if (kind === LEAF) {
      const value = values[parts[0] ?? 0]
      return hashText(`${typeof value} ${value}`)
    }
    let made = hashText('')
    for (const part of parts) {
      const of = hash(part)
      // Sums are the same in whatever order, and another process has another.
      made = kind === BAG ? [(made[0] + of[0]) | 0, (made[1] + of[1]) | 0] : mix(made, of)
    }
    return made
  }
  function hash(number: number): readonly [number, number] {
    const known = hashes[number]
    if (known !== undefined) return known
    const made = hashAnew(number)
    hashes[number] = made
    return made
  }

  return {
    leaf,
    open,
    put,
    putBy(name, part) {
      put(leaf(name))
      put(part)
    },
    close: (from) => closeAs(PARTS, from),
    closeBag(from) {
      sort(words, from + 1, end)
      return closeAs(BAG, from)
    },
    hash,
  }
}

/** In place, what stands there; faster for a few than what arrays bring. */
export function sort(numbers: Uint32Array, from: number, to: number): void {
  for (let at = from + 1; at < to; at += 1) {
    const one = numbers[at] ?? 0
    let place = at
    for (; place > from && (numbers[place - 1] ?? 0) > one; place -= 1)
      numbers[place] = numbers[place - 1] ?? 0
    numbers[place] = one
  }
}

/** One hash from two, in this order. */
export function mix(
  [a, b]: readonly [number, number],
  [x, y]: readonly [number, number],
): readonly [number, number] {
  let c = Math.imul(a ^ Math.imul(x, 0xcc9e2d51), 0x85ebca6b)
  c = Math.imul(c ^ (c >>> 13), 0xc2b2ae35)
  let d = Math.imul(b ^ Math.imul(y, 0x1b873593), 0xc2b2ae35)
  d = Math.imul(d ^ (d >>> 15), 0x27d4eb2f)
  return [c ^ (c >>> 16), d ^ (d >>> 14)]
}

function hashText(text: string): readonly [number, number] {
  let [a, b] = [0x811c9dc5, 0x1b873593]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x9e3779b1)
    b ^= b >>> 15
  }
  return [a, b]
}
