import { readFileSync } from 'node:fs'
import { type FairNoticeOptions, type FairState, fairRules } from '@askfirst/testing/fair'
import type { Page } from 'playwright-core'
import type { Exhibit } from './gallery.ts'

const fair = readFileSync(new URL('fair.html', import.meta.url), 'utf8')
const ADDRESS = 'http://call.example/'

/** The fair page, made into one of the gallery. @throws Error where what is replaced is not there */
export function toPage({ css = '', html = [], js = '' }: Partial<Exhibit>): string {
  let page = fair.replace('</style>', `${css}</style>`)
  for (const [from, to] of html) {
    if (!page.includes(from)) throw new Error(`the fair page has no ${from}`)
    page = page.replace(from, to)
  }
  return page.replace('/* variant */', () => js)
}

const find = {
  notice: '#notice',
  ...{ accept: '#yes', refuse: '#no', later: '#later', details: '#details', always: '#always', close: null },
  ...{ indicator: '#sign', indicatorOn: '#sign[data-on]', withdraw: '#back', erase: '#erase' },
  ...{ field: '#chat', keepClear: '#bar' },
} as const

/** Serves the page to this tab and says how to act in it. */
export async function showExhibit(
  page: Page,
  exhibit: Partial<Exhibit>,
  acts: boolean,
): Promise<FairNoticeOptions> {
  const html = toPage(exhibit)
  await page.route(`${ADDRESS}**`, (route) => route.fulfill({ contentType: 'text/html', body: html }))
  const start = async (search = '') => void (await page.goto(`${ADDRESS}?${search}`))
  const say = (what: string) => page.evaluate(`globalThis.call.${what}`)
  const acting = {
    start,
    startAsGuest: () => start('guest'),
    ask: async () => void (await say('ask()')),
    askAgain: async () => void (await say('ask()')),
    around: () => say('around()'),
    fullscreen: async () => void (await say('fill()')),
    state: async () => (await say('state()')) as FairState,
  }
  if (!acts) {
    await acting.start()
    await acting.ask()
  }
  return { find, optionalAsks: exhibit.row === 'W19' ? 0 : 1, ...(acts && { acting }), ...exhibit.options }
}

/** Every row there is. */
export const rows = Object.keys(fairRules)
