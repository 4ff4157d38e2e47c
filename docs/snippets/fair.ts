import { expectFairNotice, expectFairNoticeInDom } from '@askfirst/testing/fair'
import type { Page } from 'playwright-core'

// What a test has at hand: a page, a rendered component.
declare const page: Page
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

// #region dom
expectFairNoticeInDom(container, { find: { accept: '.yes', refuse: '.no' } })
// #endregion
