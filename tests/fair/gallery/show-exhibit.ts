import { readFileSync } from 'node:fs'
import { type FairNoticeOptions, type FairRow, type FairState, fairRules } from '@askfirst/testing/fair'
import type { Page } from 'playwright-core'
import type { Exhibit } from './exhibit.ts'

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

/** Rows that are found on the same way through the page. */
const WAYS: readonly (readonly FairRow[])[] = [
  ['W01', 'W02', 'W03'],
  ['W04', 'W15', 'D07'],
  ['D12', 'D21', 'D22', 'W17', 'W18', 'W15', 'D07'],
  ['D16', 'D23', 'W15', 'D07', 'D12', 'D22'],
  ['D14', 'D26', 'W06'],
  ['D27'],
  ['W10'],
  ['D13', 'W05'],
]

/** Rows that are found by moving the clock of the page, which keeps that for good. */
const CLOCKED: readonly FairRow[] = ['D13', 'D14', 'D16', 'W05']

/** Rows for which the page is looked at in other sizes, colours and settings, or for longer. */
const RENDERED: readonly FairRow[] = ['D15', 'D26', 'W12', 'W13', 'W14']

/** Whether it takes somebody who acts to find the row. */
export const isActed = (row: FairRow): boolean => WAYS.flat().includes(row)

/** Whether on the way to the row the clock is moved. */
export const isClocked = (row: FairRow): boolean =>
  WAYS.some((way) => way.includes(row) && CLOCKED.some((one) => way.includes(one)))

/** Leaves out every way but those on which the row is found. */
export function leaveOthers(row: FairRow | undefined): Partial<Record<FairRow, string>> {
  if (row === undefined) return {}
  const own = [...WAYS, RENDERED].filter((way) => way.includes(row)).flat()
  const others = [...WAYS.flat(), ...RENDERED].filter((other) => !own.includes(other))
  return Object.fromEntries(others.map((other) => [other, 'looked at by pnpm fair']))
}

/** Serves the page to this tab and says how to act in it. */
export async function showExhibit(
  page: Page,
  exhibit: Partial<Exhibit>,
  who: 'everybody' | 'who finds it',
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
  const acts = who === 'everybody' || isActed(exhibit.row ?? 'D01')
  if (!acts) {
    await acting.start()
    await acting.ask()
  }
  const without = {
    ...(who === 'who finds it' && leaveOthers(exhibit.row)),
    ...exhibit.options?.without,
  }
  const optionalAsks = exhibit.row === 'W19' ? 0 : 1
  const found = { ...find, ...exhibit.options?.find }
  return { optionalAsks, ...(acts && { acting }), ...exhibit.options, find: found, without }
}

/** Every row there is. */
export const rows = Object.keys(fairRules)
