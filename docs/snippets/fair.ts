import { expectFairNotice, expectFairNoticeInDom, type FairState } from '@askfirst/testing/fair'
import type { Page } from 'playwright-core'

// What a test has at hand: a page, the app's server, a rendered component.
declare const page: Page
declare const server: { turnOn(): Promise<void>; held(): Promise<FairState> }
declare const container: HTMLElement

// #region theirs
await expectFairNotice(page, {
  find: {
    notice: '#ai-banner',
    accept: 'role=button[name="Allow"]',
    refuse: 'role=button[name="Don’t allow"]',
    later: null,
  },
  names: ['Acme AI'],
  optionalAsks: 1,
  without: { D16: 'asked anew each day until the next release' },
})
// #endregion

// #region acting
const { rows } = await expectFairNotice(page, {
  acting: {
    start: async () => void (await page.goto('http://localhost:3000/call?as=ben')),
    ask: () => server.turnOn(),
    state: () => server.held(),
  },
})
for (const { row, outcome, why } of rows) if (outcome === 'unchecked') console.log(`${row}: ${why}`)
// #endregion

// #region dom
expectFairNoticeInDom(container, { find: { accept: '.yes', refuse: '.no' } })
// #endregion
