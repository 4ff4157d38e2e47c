import { expectFairNotice, type FairRowResult } from '@askfirst/testing/fair'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { expectFairCall } from '../../docs/snippets/first-app/fair-acting.ts'
import { actIn } from './src/act-in.ts'
import { launchChromium } from './src/fair-browser.ts'
import { serveFirstApp } from './src/serve-first-app.ts'

// What the docs print passes the kit as the docs print it: our notice as it comes, and notices of somebody's own.

let browser: Browser
let first: Awaited<ReturnType<typeof serveFirstApp>>
const address = inject('fairPage')
beforeAll(async () => {
  ;[browser, first] = await Promise.all([launchChromium(), serveFirstApp()])
})
afterAll(async () => {
  await browser?.close()
  await first?.close()
})

async function inPage<Found>(look: (page: Page) => Promise<Found>): Promise<Found> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 720 } })
  try {
    return await look(await context.newPage())
  } finally {
    await context.close()
  }
}
const listOpen = (rows: readonly FairRowResult[]) =>
  rows.filter(({ outcome }) => outcome !== 'held').map(({ row, why }) => `${row} ${why}`)

describe.concurrent('what the docs print', () => {
  test('our notice, with a server and no option but how to act: every row holds that can', () =>
    inPage(async (page) => {
      const unchecked = await expectFairCall(page, first.address)
      // What takes options, or a page with a chat and captions.
      expect(unchecked.map((line) => line.slice(0, 3))).toEqual(['D11', 'D23', 'D27', 'W01', 'W10'])
    }))

  test.each(['by-hooks', 'by-parts', 'own-notice'])('%s: every row holds', (part) =>
    inPage(async (page) => {
      const acting = actIn(page, `${address}?part=${part}`)
      const { rows } = await expectFairNotice(page, { optionalAsks: 1, acting })
      expect(listOpen(rows)).toEqual([])
    }),
  )
})
