import { expectFairNotice } from '@askfirst/testing/fair'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type PolicyName, policies } from './page/declared.ts'
import { actIn } from './src/act-in.ts'
import { launchChromium } from './src/fair-browser.ts'

// People at our own notice, under every policy: typing, pressing too early, by key alone, taking back, doing nothing.

let browser: Browser
const address = inject('fairPage')
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** What rows of each policy cannot be checked here, beside those that the kit says by itself. */
const unchecked: Readonly<Record<PolicyName, readonly string[]>> = {
  leaveMeOut: [],
  acceptOrLeave: ['D16', 'D23', 'W17'],
  everyoneOrNobody: ['W05', 'W17'],
  objection: ['D12'],
  noticeOnly: ['D12'],
}

describe.concurrent('people at the notice', () => {
  const wide = { viewport: { width: 1100, height: 720 } }
  const small = { viewport: { width: 320, height: 640 }, colorScheme: 'dark', hasTouch: true } as const
  test.each([
    ...(Object.keys(policies) as PolicyName[]).map((policy) => [policy, 'a large screen', wide] as const),
    ['leaveMeOut', 'a small dark one', small] as const,
  ])('under %s, on %s: every row holds', async (policy, _, screen) => {
    const context = await browser.newContext(screen)
    try {
      const page = await context.newPage()
      const { rows } = await expectFairNotice(page, {
        find: { notice: '.askfirst-notice' },
        policy: policies[policy],
        feature: 'AI summary',
        lang: 'en',
        optionalAsks: 1,
        acting: actIn(page, `${address}?part=notice&policy=${policy}`),
        names: ['Ana'],
      })
      const open = rows.filter(({ outcome }) => outcome === 'unchecked').map(({ row }) => row)
      expect(open).toEqual(unchecked[policy])
    } finally {
      await context.close()
    }
  })
})
