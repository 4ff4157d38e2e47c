import { sha256 } from '@noble/hashes/sha2.js'
import { type Bytes, utf8 } from './bytes.ts'

// takes: leaves, in order · gives: the hash of all of them, as RFC 9162 (section 2.1) builds it
// never: reads a clock, a store or the platform: the same leaves give the same root everywhere

/** SHA-256 of bytes, or of text in UTF-8, at once. A platform's own may stand in for the one that comes with this. */
export type Hash = (content: Uint8Array | string) => Uint8Array

/** SHA-256 in JavaScript: the same in browsers and in Node. */
export const portableHash: Hash = (content) => sha256(typeof content === 'string' ? utf8(content) : content)

/** A leaf, `0x00` in front, so that no node passes for one. */
export const toLeafHash = (body: string, hash: Hash = portableHash): Uint8Array => hash(`\0${body}`)

/** What is hashed of two subtrees, written anew each time: to make room for it takes longer than to hash it. */
const PAIR: Bytes = new Uint8Array(65)

/** Two subtrees, `0x01` in front. */
export function toNodeHash(left: Uint8Array, right: Uint8Array, hash: Hash = portableHash): Uint8Array {
  const length = 1 + left.length + right.length
  const pair = length === PAIR.length ? PAIR : new Uint8Array(length)
  pair[0] = 1
  pair.set(left, 1)
  pair.set(right, 1 + left.length)
  return hash(pair)
}

/** All that has to be kept of a tree to go on with it: the roots of its whole subtrees, the largest first. */
export interface Frontier {
  readonly size: number
  readonly nodes: readonly Uint8Array[]
}

/** A tree without leaves. */
export const EMPTY_FRONTIER: Frontier = { size: 0, nodes: [] }

/** The tree with one more leaf: one hash on average, one for each level at worst. */
export function extend({ size, nodes }: Frontier, leaf: Uint8Array, hash: Hash = portableHash): Frontier {
  const next = nodes.slice()
  let node = leaf
  // Each trailing one of the size is a whole subtree that the new leaf completes a larger one with.
  for (let left = size; left % 2 === 1; left = Math.floor(left / 2)) {
    node = toNodeHash(next.pop() as Uint8Array, node, hash)
  }
  next.push(node)
  return { size: size + 1, nodes: next }
}

/** The hash of the whole tree. */
export function toRoot({ nodes }: Frontier, hash: Hash = portableHash): Uint8Array {
  const [last, ...larger] = nodes.toReversed()
  if (last === undefined) return hash(new Uint8Array())
  return larger.reduce((right, left) => toNodeHash(left, right, hash), last)
}
