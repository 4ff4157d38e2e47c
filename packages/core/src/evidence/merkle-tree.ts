import { type Hash, portableHash, toNodeHash } from './merkle.ts'

// takes: all leaves · gives: what proofs are taken from

/** A tree with all its leaves: what proofs are taken from. */
export interface MerkleTree {
  readonly size: number
  /** Hash of the first `size` leaves. */
  root(size: number): Uint8Array
  /** What proves that the leaf at `index` (from 0) is among the first `size` ones. */
  inclusion(index: number, size: number): readonly Uint8Array[]
  /** What proves that the first `first` leaves are the beginning of the first `second` ones. */
  consistency(first: number, second: number): readonly Uint8Array[]
}

/** A tree that leaves are added to, for who does not build it in one go. */
export interface GrowingTree extends MerkleTree {
  /** Adds a leaf at the end. */
  add(leaf: Uint8Array): void
}

/**
 * Builds the tree once, one hash a leaf; each root and proof is then a few hashes more.
 *
 * Sizes and indexes have to be within it: whoever asks knows what it was built of.
 */
export function createMerkleTree(leaves: readonly Uint8Array[], hash: Hash = portableHash): MerkleTree {
  const tree = createGrowingTree(hash)
  for (const leaf of leaves) tree.add(leaf)
  return tree
}

/** A tree without a leaf, as `createMerkleTree` builds it. */
export function createGrowingTree(hash: Hash = portableHash): GrowingTree {
  const leaves: Uint8Array[] = []
  /** Whole subtrees by height, in order. */
  const levels: Uint8Array[][] = [leaves]

  function add(leaf: Uint8Array): void {
    leaves.push(leaf)
    for (let height = 0, below = leaves; below.length % 2 === 0; height += 1) {
      const [some, more] = below.slice(-2)
      const above = levels[height + 1] ?? []
      levels[height + 1] = above
      above.push(toNodeHash(some as Uint8Array, more as Uint8Array, hash))
      below = above
    }
  }

  /** Of the leaves from `start` to before `end`, where the subtree begins as RFC 9162 splits it. */
  function range(start: number, end: number): Uint8Array {
    const size = end - start
    if (size === 0) return hash(new Uint8Array())
    const height = Math.log2(size)
    const whole = Number.isInteger(height) ? levels[height]?.[start / size] : undefined
    if (whole !== undefined) return whole
    const split = start + splitOf(size)
    return toNodeHash(range(start, split), range(split, end), hash)
  }

  function path(index: number, start: number, end: number): Uint8Array[] {
    if (end - start <= 1) return []
    const split = start + splitOf(end - start)
    return index < split
      ? [...path(index, start, split), range(split, end)]
      : [...path(index, split, end), range(start, split)]
  }

  /** SUBPROOF of RFC 9162, section 2.1.4.1. */
  function subproof(first: number, start: number, end: number, isKnown: boolean): Uint8Array[] {
    if (first === end) return isKnown ? [] : [range(start, end)]
    const split = start + splitOf(end - start)
    return first <= split
      ? [...subproof(first, start, split, isKnown), range(split, end)]
      : [...subproof(first, split, end, false), range(start, split)]
  }

  return {
    add,
    get size() {
      return leaves.length
    },
    root: (size) => range(0, size),
    inclusion: (index, size) => path(index, 0, size),
    consistency: (first, second) => (first === 0 ? [] : subproof(first, 0, second, true)),
  }
}

/** The largest power of two below a size of at least 2. */
const splitOf = (size: number): number => 2 ** (Math.ceil(Math.log2(size)) - 1)
