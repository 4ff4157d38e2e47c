import { expect, test } from 'vitest'
import { coverPairs, listCells } from './src/pairwise.ts'

const axes = {
  colour: ['red', 'green', 'blue'],
  size: ['s', 'm'],
  shape: ['round', 'square'],
  side: ['left', 'right'],
}

test('in the cover every pair of values occurs that there is, in fewer cells', () => {
  const cells = listCells(axes, ({ colour, size }) => !(colour === 'red' && size === 's'))
  const cover = coverPairs(cells)
  const names = Object.keys(axes) as (keyof typeof axes)[]
  const pairsOf = (some: typeof cells) =>
    new Set(
      some.flatMap((cell) =>
        names.flatMap((one, at) =>
          names.slice(at + 1).map((other) => `${one} ${cell[one]} ${other} ${cell[other]}`),
        ),
      ),
    )
  expect(cells).toHaveLength(20)
  expect(pairsOf(cover)).toEqual(pairsOf(cells))
  expect(cover.length).toBeLessThan(9)
})
