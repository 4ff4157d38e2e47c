import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_FRONTIER, extend, portableHash, toLeafHash, toRoot } from './merkle.ts'
import { isConsistent, isIncluded } from './merkle-proof.ts'
import { createMerkleTree } from './merkle-tree.ts'

// Leaves, roots and proofs of the reference implementation of Certificate Transparency (RFC 6962): a tree of
// RFC 9162 over SHA-256 is the same tree.
const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const hashes = LEAVES.map((leaf) => portableHash(fromHex(`00${leaf}`)))
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const INCLUSION: readonly [index: number, size: number, proof: readonly string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
]
const CONSISTENCY: readonly [first: number, second: number, proof: readonly string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
]
const tree = createMerkleTree(hashes)
const root = (size: number): Uint8Array => fromHex(ROOTS[size] ?? '')

describe('known answers', () => {
  it.each(ROOTS.map((hex, size) => [size, hex] as const))('the root of %i leaves', (size, hex) => {
    expect(toHex(tree.root(size))).toBe(hex)
    const grown = hashes.slice(0, size).reduce((frontier, leaf) => extend(frontier, leaf), EMPTY_FRONTIER)
    expect(toHex(toRoot(grown))).toBe(hex)
    expect(grown.size).toBe(size)
  })

  it.each(INCLUSION)('leaf %i is in the first %i', (index, size, proof) => {
    expect(tree.inclusion(index, size).map(toHex)).toEqual(proof)
    const leaf = hashes[index] as Uint8Array
    expect(isIncluded({ leaf, index, size, root: root(size), proof: proof.map(fromHex) })).toBe(true)
  })

  it.each(CONSISTENCY)('the first %i begin the first %i', (first, second, proof) => {
    expect(tree.consistency(first, second).map(toHex)).toEqual(proof)
    const claim = { first: { size: first, root: root(first) }, second: { size: second, root: root(second) } }
    expect(isConsistent({ ...claim, proof: proof.map(fromHex) })).toBe(true)
  })

  it('hashes text as UTF-8, a zero byte in front', () => {
    expect(toHex(toLeafHash(''))).toBe(ROOTS[1])
    expect(toHex(toLeafHash('ü\u2028'))).toBe(toHex(portableHash(fromHex('00c3bce280a8'))))
  })
})

const grow = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => toLeafHash(`leaf ${at}`))
const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
const place = fc
  .integer({ min: 1, max: 130 })
  .chain((size) =>
    fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }), bit: fc.nat({ max: 255 }) }),
  )

describe('of any size', () => {
  it('proves every leaf, and none at another place', () => {
    fc.assert(
      fc.property(place, fc.nat(130), ({ size, index }, elsewhere) => {
        const leaves = grow(size)
        const any = createMerkleTree(leaves)
        const claim = {
          leaf: leaves[index] as Uint8Array,
          index,
          size,
          root: any.root(size),
          proof: any.inclusion(index, size),
        }
        expect(isIncluded(claim)).toBe(true)
        if (elsewhere !== index) expect(isIncluded({ ...claim, index: elsewhere })).toBe(false)
      }),
    )
  })

  it('proves nothing with a bit flipped in leaf, root or proof, or with a longer or shorter proof', () => {
    fc.assert(
      fc.property(place, fc.nat(10), ({ size, index, bit }, step) => {
        const leaves = grow(size)
        const any = createMerkleTree(leaves)
        const [leaf, proof, top] = [leaves[index] as Uint8Array, any.inclusion(index, size), any.root(size)]
        const claim = { leaf, index, size, root: top, proof }
        expect(isIncluded({ ...claim, leaf: flip(leaf, bit) })).toBe(false)
        expect(isIncluded({ ...claim, root: flip(top, bit) })).toBe(false)
        expect(isIncluded({ ...claim, proof: [...proof, leaf] })).toBe(false)
        if (proof.length === 0) return
        expect(isIncluded({ ...claim, proof: proof.slice(1) })).toBe(false)
        const at = step % proof.length
        expect(
          isIncluded({
            ...claim,
            proof: proof.map((node, other) => (other === at ? flip(node, bit) : node)),
          }),
        ).toBe(false)
      }),
    )
  })

  it('shows that a tree only grew, and no other thing', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 40 }), ({ size, index, bit }, more) => {
        const leaves = grow(size + more)
        const any = createMerkleTree(leaves)
        const [first, second] = [
          { size, root: any.root(size) },
          { size: size + more, root: any.root(size + more) },
        ]
        const proof = any.consistency(size, size + more)
        expect(isConsistent({ first, second, proof })).toBe(true)
        expect(isConsistent({ first: { ...first, root: flip(first.root, bit) }, second, proof })).toBe(false)
        expect(isConsistent({ first, second: { ...second, root: flip(second.root, bit) }, proof })).toBe(
          false,
        )
        const other = createMerkleTree(leaves.map((leaf, at) => (at === index ? flip(leaf, bit) : leaf)))
        const rewritten = { size: size + more, root: other.root(size + more) }
        expect(isConsistent({ first, second: rewritten, proof: other.consistency(size, size + more) })).toBe(
          false,
        )
      }),
    )
  })

  it('grows leaf by leaf to the same root', () => {
    const leaves = grow(300)
    const any = createMerkleTree(leaves)
    let frontier = EMPTY_FRONTIER
    for (const leaf of leaves) {
      frontier = extend(frontier, leaf)
      expect(toHex(toRoot(frontier))).toBe(toHex(any.root(frontier.size)))
    }
  })
})
