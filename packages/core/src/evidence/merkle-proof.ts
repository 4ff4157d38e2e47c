import { isSame } from './bytes.ts'
import { type Hash, portableHash, toNodeHash } from './merkle.ts'

// takes: a leaf, its proof and a root · gives: whether the leaf is in that tree (RFC 9162)

/** One leaf of a tree, and what shows it. */
export interface InclusionClaim {
  readonly leaf: Uint8Array
  /** From 0. */
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the leaf is at its place in the tree of this root: RFC 9162, section 2.1.3.2. */
export function isIncluded(claim: InclusionClaim, hash: Hash = portableHash): boolean {
  const { leaf, index, size, root, proof } = claim
  if (!isCount(index) || !isCount(size) || index >= size) return false
  const place = { at: index, last: size - 1 }
  let node = leaf
  for (const other of proof) {
    if (place.last === 0) return false
    node = isRight(place) ? toNodeHash(other, node, hash) : toNodeHash(node, other, hash)
    rise(place)
  }
  return place.last === 0 && isSame(node, root)
}

/** Two sizes of a tree, and what shows that the first is the beginning of the second. */
export interface ConsistencyClaim {
  readonly first: { readonly size: number; readonly root: Uint8Array }
  readonly second: { readonly size: number; readonly root: Uint8Array }
  readonly proof: readonly Uint8Array[]
}

/** Whether the tree only grew between the two: RFC 9162, section 2.1.4.2. */
export function isConsistent({ first, second, proof }: ConsistencyClaim, hash: Hash = portableHash): boolean {
  if (!isCount(first.size) || !isCount(second.size) || first.size > second.size) return false
  if (first.size === second.size) return proof.length === 0 && isSame(first.root, second.root)
  if (first.size === 0) return proof.length === 0
  const place = { at: first.size - 1, last: second.size - 1 }
  while (place.at % 2 === 1) halve(place)
  // A first tree that is one whole subtree proves itself: the proof leaves it out.
  const [begin, ...rest] = place.at === 0 ? [first.root, ...proof] : proof
  if (begin === undefined) return false
  let [before, after] = [begin, begin]
  for (const other of rest) {
    if (place.last === 0) return false
    if (isRight(place)) {
      before = toNodeHash(other, before, hash)
      after = toNodeHash(other, after, hash)
    } else after = toNodeHash(after, other, hash)
    rise(place)
  }
  return place.last === 0 && isSame(before, first.root) && isSame(after, second.root)
}

/** Where one is on the way up: the node, and the last node of its level. */
interface NodePlace {
  at: number
  last: number
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
const isRight = ({ at, last }: NodePlace): boolean => at % 2 === 1 || at === last

function halve(place: NodePlace): void {
  place.at = Math.floor(place.at / 2)
  place.last = Math.floor(place.last / 2)
}

/** A last node without a brother goes up as it is, until it has one. */
function rise(place: NodePlace): void {
  if (place.at === place.last) while (place.at % 2 === 0 && place.at !== 0) halve(place)
  halve(place)
}
