import {
  checkFairNotice,
  expectFairNotice,
  type FairNoticeOptions,
  type FairRow,
  type FairState,
} from '@askfirst/testing/fair'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Exhibit } from './gallery/exhibit.ts'
import { gallery } from './gallery/gallery.ts'
import { isActed, isClocked, leaveOthers, rows, showExhibit } from './gallery/show-exhibit.ts'
import { launchChromium } from './src/fair-browser.ts'
import { createPages } from './src/pages.ts'

// Pages that are unfair or shut people out, each caught by the row it breaks, and by no other that was looked at. The
// test command lets only those act who find it, leaves out the rows of the others, and of those that take somebody who
// acts shows the first of each row; `pnpm fair` shows all of them, and leaves out no row but those that an exhibit names
// as following from its own.

const isWhole = process.env.ASKFIRST_FAIR === 'whole'
const isFirst = ({ row }: Exhibit, at: number): boolean =>
  gallery.findIndex((other) => other.row === row) === at
const shown = isWhole ? gallery : gallery.filter((one, at) => !isActed(one.row) || isFirst(one, at))
const others = isWhole ? 'no other row' : 'no other row on the way there'

let browser: Browser
const pages = createPages(() => browser)
beforeAll(async () => {
  browser = await launchChromium()
  console.log(`Fair: ${shown.length} of ${gallery.length} of the gallery; pnpm fair shows them all`)
})
afterAll(() => browser?.close())

const SIZE = { viewport: { width: 1100, height: 720 } }
/** In a page that others have used, where nobody on the way to the row moves the clock. */
const inPage = <Found>(row: FairRow | undefined, look: (page: Page) => Promise<Found>): Promise<Found> =>
  isWhole || row === undefined || isClocked(row) ? pages.once(look, SIZE) : pages.again(look, SIZE)

describe.concurrent('the fairness kit', () => {
  test('lets a fair notice of somebody else pass, every row of it', () =>
    inPage(undefined, async (page) => {
      const result = await expectFairNotice(page, await showExhibit(page, {}, 'everybody'))
      const open = result.rows.filter(({ outcome }) => outcome !== 'held')
      expect(open.map(({ row, why }) => `${row} ${why}`)).toEqual([])
    }))

  test('takes a page in which nobody can go on for unfair, not for fair', () =>
    inPage('W01', async (page) => {
      const options = await showExhibit(page, {}, 'everybody')
      let starts = 0
      const start = async () => {
        starts += 1
        if (starts === 2) throw new Error('the server is down')
        await options.acting?.start()
      }
      const acting = options.acting && { ...options.acting, start }
      const only = { ...options, acting, without: leaveOthers('W01') }
      await expect(expectFairNotice(page, only as FairNoticeOptions)).rejects.toThrow(
        /W01 .*\s+found: nobody could go on, so that W01, W02, W03 could not be looked at: the server is down/,
      )
    }))

  // As it is looked at for the first time.
  const GOES = `const { getAnimations } = Element.prototype
    Element.prototype.getAnimations = function (options) {
      setTimeout(close, 300)
      return getAnimations.call(this, options)
    }`
  test('says that it went away while it was looked at, and not that there was none', () =>
    inPage('D01', async (page) => {
      const options = await showExhibit(page, { row: 'D01', js: GOES }, 'who finds it')
      await expect(expectFairNotice(page, { ...options, without: {} })).rejects.toThrow(
        /One row does not hold:\s+W05 .*\s+found: the notice went away by itself/,
      )
    }))

  const SMALL = '@media (max-height: 300px) { #notice { display: none } }'
  const LESS = '@media (prefers-reduced-motion: reduce) { #notice { display: none } }'
  test.each([
    ['on a small screen', { css: SMALL }, { W05: 'it has a limit' }, /D26 .*\s+found: on a small/],
    ['with less motion', { css: LESS }, {}, /One row does not hold:\s+D26 .*\s+found: .*with less motion/],
    ['there, D26 left out', { css: SMALL }, { D26: 'no phones here' }, /Nothing visible matches #notice/],
    [
      'after a while, W05 left out',
      { js: GOES },
      { W05: 'it has a limit' },
      /Nothing visible matches #notice/,
    ],
  ])('lets no notice through that is gone %s', (_, variant, without, says) =>
    inPage('D01', async (page) => {
      const options = await showExhibit(page, { row: 'D01', ...variant }, 'who finds it')
      await expect(expectFairNotice(page, { ...options, without })).rejects.toThrow(says)
    }),
  )

  test('says that the notice is in a frame', () =>
    inPage('D01', async (page) => {
      await page.setContent('<iframe srcdoc="<section id=notice>Include you?</section>"></iframe>')
      await expect(expectFairNotice(page, { find: { notice: '#notice' } })).rejects.toThrow(
        /It is in a frame: open what that shows \(about:srcdoc\) as a page of its own/,
      )
    }))

  test('says what was announced in place of the question', () =>
    inPage('W03', async (page) => {
      const html = [["'Question: Include you in AI summary?", "'Question: may we record?"]] as const
      const options = await showExhibit(page, { row: 'W03', html }, 'who finds it')
      await expect(expectFairNotice(page, options)).rejects.toThrow(
        /no status said "Include you in AI summary\?": they said "Question: may we record\? Press F6 to answer\."\s+do: .* say in `feature` how/,
      )
      await expectFairNotice(page, { ...options, feature: 'May we record' })
    }))

  test.each([
    [
      'D07',
      () => 'none',
      /D07 .*\s+.*\s+do: Let one press be .*mend acting\.state\(\): its answer still is "none"/,
    ],
    [
      'D21',
      (answer: string) => (answer === 'refused' ? 'none' : answer),
      /D21 .*\s+.*\s+do: .*mend acting\.state\(\): its answer is "none", and who took a yes back has "refused"/,
    ],
  ] as const)('tells in %s a test whose state says "none" of whoever answered', (row, tell, says) =>
    inPage(row, async (page) => {
      const options = await showExhibit(page, { row }, 'who finds it')
      const { acting } = options
      const state = async () => {
        const is = (await acting?.state()) as FairState
        return { ...is, answer: tell(is.answer) as FairState['answer'] }
      }
      const told = acting && { ...acting, state }
      await expect(expectFairNotice(page, { ...options, acting: told } as FairNoticeOptions)).rejects.toThrow(
        says,
      )
    }),
  )

  test.each(shown)(`$row, and ${others}: $what`, (exhibit) =>
    inPage(exhibit.row, async (page) => {
      const result = await checkFairNotice(
        page,
        await showExhibit(page, exhibit, isWhole ? 'everybody' : 'who finds it'),
      )
      const broken = result.rows.filter(({ outcome }) => outcome === 'broken')
      const said = broken.map(
        ({ row, breaches }) => `${row} ${breaches.map(({ found }) => found).join('; ')}`,
      )
      const { row, unchecked, isFair } = exhibit
      expect([...broken.map((one) => one.row)], said.join('\n')).toEqual(unchecked || isFair ? [] : [row])
      const own = result.rows.find((one) => one.row === row)
      if (isFair) expect(own).toMatchObject({ outcome: 'held' })
      if (unchecked)
        expect(own).toMatchObject({ outcome: 'unchecked', why: expect.stringMatching(unchecked) })
    }),
  )
})

test('every row is broken by something in the gallery', () => {
  const broken = gallery.filter(({ unchecked, isFair }) => !unchecked && !isFair)
  expect([...new Set(broken.map(({ row }) => row))].sort()).toEqual([...rows].sort())
})
