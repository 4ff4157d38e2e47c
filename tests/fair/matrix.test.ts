import { randomInt } from 'node:crypto'
import { createRandom } from '@askfirst/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { launchChromium } from './src/fair-browser.ts'
import { lookThrough } from './src/look-through.ts'
import { axes, contextOf, listFairCells, nameCell } from './src/matrix.ts'
import { createPages } from './src/pages.ts'
import { coverPairs, drawCells } from './src/pairwise.ts'

// All prefabs in all policies and looks. The test command takes a cover of all pairs; `pnpm fair` takes every cell, and
// with ASKFIRST_FAIR_CELLS so many of them by chance.

const isWhole = process.env.ASKFIRST_FAIR === 'whole'
const count = process.env.ASKFIRST_FAIR_CELLS
const seed = Number(process.env.ASKFIRST_SEED ?? randomInt(2 ** 31))
const all = listFairCells()
const cells = count ? drawCells(all, Number(count), createRandom(seed)) : isWhole ? all : coverPairs(all)

let browser: Browser
const pages = createPages(() => browser)
const address = inject('fairPageThatWarns')
beforeAll(async () => {
  browser = await launchChromium()
  const said = Object.entries(axes).map(([axis, values]) => `${values.length} of ${axis}`)
  const left = all.length - cells.length
  const what = count
    ? `drawn by chance, ASKFIRST_SEED=${seed} draws them again`
    : left === 0
      ? 'none left out'
      : `${left} left out, in which no two values meet that do not meet here`
  console.log(
    `Fair: ${cells.length} of ${all.length} cells (${said.join(', ')}); ${what}: pnpm fair takes them all`,
  )
})
afterAll(() => browser?.close())

describe.concurrent('our own prefabs are fair and accessible', () => {
  test.each(cells.map((cell) => [nameCell(cell), cell] as const))('%s', async (_, cell) => {
    const found = await pages.again((page) => lookThrough(page, address, cell), contextOf(cell))
    if (found.length > 0) expect.fail(found.join('\n'))
  })
})
