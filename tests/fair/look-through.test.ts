import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from './src/fair-browser.ts'
import { lookThrough } from './src/look-through.ts'
import { contextOf, type FairCell } from './src/matrix.ts'

// What is wrong with one of our surfaces is found, and what neither the kit nor axe can tell is not taken for fair.

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

const cell: FairCell = {
  surface: 'notice',
  policy: 'leaveMeOut',
  look: 'dark',
  language: 'en',
  room: 'wide',
  motion: 'any',
}

/** What is found of a surface whose app adds a style: by whom, and of what. */
async function findWith(style: string, surface: string, more: Partial<FairCell> = {}): Promise<string[]> {
  const context = await browser.newContext(contextOf({ ...cell, ...more }))
  try {
    const page = await context.newPage()
    await page.addInitScript((textContent) => {
      addEventListener('DOMContentLoaded', () =>
        document.head.append(Object.assign(document.createElement('style'), { textContent })),
      )
    }, style)
    const found = await lookThrough(page, inject('fairPageThatWarns'), { ...cell, surface, ...more })
    return found.map((line) => line.slice(0, line.indexOf(':')))
  } finally {
    await context.close()
  }
}

test('answers that stand on a picture are told of, by each that cannot read them', async () => {
  const picture = '.askfirst-button { background-image: linear-gradient(#111, #222) !important }'
  const byAxe = 'axe cannot tell of color-contrast'
  expect(await findWith(`.askfirst-answer ${picture}`, 'notice')).toEqual([
    'D05 is not checked',
    'D06 is not checked',
    byAxe,
    byAxe,
  ])
})

test('what cannot be read at the end of a dialog that scrolls is found', async () => {
  const faint = '.askfirst-modal > .askfirst-details { color: #888 !important; background: #999 !important }'
  expect(await findWith(faint, 'my choices, included')).toEqual(['axe color-contrast'])
})

test('a switch that stands half under what stays in sight is measured whole', async () => {
  const long = { policy: 'everyoneOrNobody', language: 'en-XA' }
  expect(await findWith('', 'preview, yes alone', long)).toEqual([])
})
