import { createRandom } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { coverPairs, drawCells, listCells } from './src/pairwise.ts'

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

test('so many cells are drawn by chance, each once', () => {
  const cells = listCells(axes, () => true)
  const drawn = drawCells(cells, 10, createRandom(1))
  expect(new Set(drawn).size).toBe(10)
  expect(drawn).not.toEqual(cells.slice(0, 10))
  expect(cells).toEqual(expect.arrayContaining(drawn))
  expect(drawCells(cells, 1_000, () => 0.999)).toHaveLength(cells.length)
})
