import type { JoinOptions } from '@askfirst/testing'

// A consent server makes a receipt from a signed ledger, and a meeting in memory has neither: these say so.

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Receipt</title>
<p>In a call, the consent server gives you your own receipt here, to read, print and check.</p></html>`

export const takeHome: JoinOptions['takeHome'] = async (what) => {
  const home = {
    receipt: { ok: true, receipt: { v: 1 }, page },
    link: {
      ok: true,
      url: 'about:blank',
      lang: 'en',
      says: 'In a call, this leads to what is kept of you, also after the meeting.',
      open: 'Open it',
    },
  }
  return home[what] as never
}
