import { createRowSet } from './row-set.ts'

// takes: plain values, and what is made of them · gives: a number for each, the same for what is the same
// Given out one after the other, never hashed: what differs has another number.

/** What is made of other things begins with nothing in it. */
export const NOTHING = 0

export interface Numbers {
  /** Of a plain value. */
  leaf(value: unknown): number
  /** Of what came so far with one thing more, under its name. */
  link(soFar: number, name: string, thing: number): number
  /** The same, by the number of the name. */
  linkBy(soFar: number, name: number, thing: number): number
  /** Of things in no order. Sorts what it is given. */
  bag(things: number[]): number
  /** Two numbers of 32 bits, the same in every process. */
  hash(number: number): readonly [number, number]
}

/** No name of anything. */
const IN_A_BAG = ''

export function createNumbers(): Numbers {
  // Of what came before, the name, and what is under it; of a plain value its place, under no name.
  const all = createRowSet(3)
  const row = new Uint32Array(3)
  const find = (soFar: number, name: number, thing: number): number => {
    row[0] = soFar
    row[1] = name
    row[2] = thing
    return all.find(row)
  }
  find(NOTHING, 0, 0)
  const leaves = new Map<unknown, number>()
  const values: unknown[] = [undefined]
  const leaf = (value: unknown): number => {
    const known = leaves.get(value)
    if (known !== undefined) return known
    const number = find(NOTHING, 0, values.length)
    values.push(value)
    leaves.set(value, number)
    return number
  }
  const inABag = leaf(IN_A_BAG)

  const hashes: (readonly [number, number])[] = []
  function hashAnew(number: number): readonly [number, number] {
    const [soFar = 0, name = 0, thing = 0] = all.rows().subarray(number * 3, number * 3 + 3)
    if (name === 0) return hashText(`${typeof values[thing]} ${values[thing]}`)
    const before = hash(soFar)
    const of = hash(thing)
    // Sums are the same in whatever order, and another process has another.
    if (name === inABag) return [(before[0] + of[0]) | 0, (before[1] + of[1]) | 0]
    return mix(mix(before, hash(name)), of)
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
    link: (soFar, name, thing) => find(soFar, leaf(name), thing),
    linkBy: find,
    bag(things) {
      let number = NOTHING
      for (const thing of sort(things)) number = find(number, inABag, thing)
      return number
    },
    hash,
  }
}

/** In place; faster for a few than what arrays bring. */
export function sort(numbers: number[]): number[] {
  for (let at = 1; at < numbers.length; at += 1) {
    const one = numbers[at] ?? 0
    let place = at
    for (; place > 0 && (numbers[place - 1] ?? 0) > one; place -= 1) numbers[place] = numbers[place - 1] ?? 0
    numbers[place] = one
  }
  return numbers
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
