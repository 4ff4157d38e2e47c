import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../../../tests/e2e/src/call-browser.ts'
import { servePlayground } from '../serve.ts'
import { PREFABS, type Prefab, scenes } from '../web/scenes/scenes.ts'

// The built playground in a real browser: what a product manager does with it, and every state it has.

let browser: Browser
let playground: Awaited<ReturnType<typeof servePlayground>>
beforeAll(async () => {
  ;[browser, playground] = await Promise.all([launchChromium(), servePlayground()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await playground?.close()
})

/** A page, and what went wrong on it. */
async function open(path: string): Promise<{ readonly page: Page; readonly wrong: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1_500, height: 1_000 }, reducedMotion: 'reduce' })
  const wrong: string[] = []
  page.on('pageerror', ({ message }) => wrong.push(message))
  page.on('console', (said) => said.type() === 'error' && wrong.push(said.text()))
  await page.goto(`${playground.address}${path}`)
  return { page, wrong }
}
const screenOf = (page: Page, name: string) => page.frameLocator(`iframe[title="${name}’s screen"]`)
const indicatorOf = (page: Page, name: string) =>
  screenOf(page, name).getByRole('region', { name: 'AI in this call' })
/** Presses a control of an answer, once it counts. */
const press = (page: Page, name: string, control: string) => {
  const screen = screenOf(page, name)
  return screen.getByRole('button', { name: control }).and(screen.locator('[data-state="armed"]')).click()
}
/** Whom the AI hears, as the page says it. */
const heard = (page: Page) =>
  page.getByRole('region', { name: 'What reaches the AI' }).locator('div').first().locator('li[data-open]')

describe('a call of four', () => {
  test('one says yes, one no, one nothing: who said yes is heard, and the call goes on', async () => {
    const { page, wrong } = await open('')
    await screenOf(page, 'Ana').getByRole('button', { name: 'Turn on AI summary' }).click()
    await press(page, 'Ana', 'Turn on, include me')
    await press(page, 'Ben', 'Include me')
    await press(page, 'Cleo', 'Leave me out')
    await indicatorOf(page, 'Ben').getByText('Included:').waitFor()
    await indicatorOf(page, 'Cleo').getByText('Left out').waitFor()
    await screenOf(page, 'Dora').getByRole('button', { name: 'Later' }).waitFor()
    await heard(page).nth(1).waitFor()
    expect((await heard(page).allTextContents()).map((line) => line.split(' ')[0])).toEqual(['Ana', 'Ben'])

    await page.getByRole('button', { name: 'Unplug Ben' }).click()
    await heard(page).nth(1).waitFor({ state: 'detached' })
    expect(await heard(page).allTextContents()).toEqual(['Ana is heard'])
    expect(wrong).toEqual([])
    await page.close()
  }, 60_000)

  test('knobs turn by keyboard, are in the address, and a link of it opens the same', async () => {
    const { page } = await open('#people=2')
    await page.getByRole('combobox', { name: 'Language' }).focus()
    await page.keyboard.press('D')
    await page.waitForURL(/lang=de/)
    await screenOf(page, 'Ben').getByText('Keine KI eingeschaltet').waitFor()
    await page.getByRole('combobox', { name: 'Begins' }).selectOption('once all agreed')
    await page.getByRole('alert').getByText('Somebody who may stay without agreeing').waitFor()
    const linked = await open(new URL(page.url()).hash)
    await linked.page.getByRole('alert').getByText('Somebody who may stay without agreeing').waitFor()
    await page.close()
    await linked.page.close()
  }, 60_000)

  test('another language is another look: the person stays in the call, and their typing with them', async () => {
    const { page } = await open('#people=2')
    const chat = screenOf(page, 'Ben').getByRole('textbox', { name: 'Chat' })
    await chat.pressSequentially('one moment')
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('Studio')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('العربية')
    await screenOf(page, 'Ben').locator('html[dir="rtl"][data-theme="studio"]').waitFor()
    await page.getByRole('combobox', { name: 'Language' }).selectOption('English')
    await page.getByRole('combobox', { name: 'Direction' }).selectOption('right to left')
    await screenOf(page, 'Ben').locator('html[lang="en"][dir="rtl"] .askfirst-indicator[dir="rtl"]').waitFor()
    expect(await chat.inputValue()).toBe('one moment')
    await page.close()
  }, 60_000)
})

test.each([1_280, 320])('at %i px no knob cuts any of its values', async (width) => {
  const { page } = await open('')
  await page.setViewportSize({ width, height: 1_000 })
  await page.locator('.knob').first().waitFor({ state: 'attached' })
  const cut = await page.evaluate(() => {
    for (const group of document.querySelectorAll<HTMLDetailsElement>('.knobs details')) group.open = true
    return [...document.querySelectorAll<HTMLSelectElement>('.knob select')].flatMap((select) => {
      const { width: has } = select.getBoundingClientRect()
      // Left to itself, a select is as wide as the longest of its values.
      select.style.cssText = 'position: absolute; inline-size: max-content'
      const { width: needs } = select.getBoundingClientRect()
      select.removeAttribute('style')
      return needs > has ? [`${select.previousElementSibling?.textContent}: ${has} of ${needs} px`] : []
    })
  })
  expect(cut).toEqual([])
  await page.close()
})

/** What has to be on the page of a state. */
const SIGNS: Readonly<Record<Prefab, string>> = {
  notice: '.askfirst-notice',
  indicator: '.askfirst-indicator',
  choices: '[role=dialog]',
  host: '.askfirst-host',
  tally: '.askfirst-tally',
  lobby: '.askfirst-lobby, .askfirst-told',
  receipt: '.take-home .askfirst-button',
}

/** What of ours is wider than what holds it. */
const findTooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.askfirst, .askfirst *')].flatMap((element) => {
      const holder = element.closest('.askfirst-panel, .askfirst-indicator, .askfirst-host, .askfirst-tally')
      const outer = holder?.getBoundingClientRect()
      const { left, right, width } = element.getBoundingClientRect()
      const isOut = outer !== undefined && (right > outer.right + 1 || left < outer.left - 1)
      // One pixel wide is what only is read aloud.
      return isOut && width > 1 ? [`${element.tagName} "${element.textContent?.slice(0, 30)}"`] : []
    }),
  )

test('every state shows its part, in German with text twice as large on 320 px too, and nothing goes wrong', async () => {
  const found: string[] = []
  const { page, wrong } = await open('seat.html#still&scene=notice')
  const turnTo = (hash: string) => page.evaluate((to) => location.replace(`#still&${to}`), hash)
  await page.addStyleTag({
    content: '@media (width <= 320px) { :root { font-size: 200% } .askfirst { font-size: 0.9375rem } }',
  })
  for (const [name, { shows }] of Object.entries(scenes)) {
    await page.setViewportSize({ width: 1_000, height: 900 })
    await turnTo(`scene=${name}`)
    await page.locator(`main[data-scene="${name}"]`).waitFor({ state: 'attached', timeout: 15_000 })
    const part = page.locator(SIGNS[shows]).first()
    await part.waitFor({ timeout: 15_000 }).catch(() => found.push(`${name}: no ${PREFABS[shows]}`))
    await page.setViewportSize({ width: 320, height: 640 })
    await turnTo(`scene=${name}&lang=de`)
    await page.locator('html[lang="de"]').waitFor()
    found.push(...(await findTooWide(page)).map((what) => `${name}: too wide: ${what}`))
    found.push(...wrong.splice(0).map((what) => `${name}: ${what}`))
  }
  expect(found).toEqual([])
  await page.close()
}, 240_000)

test('the same question stands there by a prefab, by parts and by hooks alone, and an answer counts', async () => {
  const { page, wrong } = await open('#view=altitudes')
  const answers = [
    ['prefab', 'Include me', 'Included:'],
    ['parts', 'Leave me out', 'Left out'],
    ['hooks', 'Include me', 'Included:'],
  ] as const
  for (const [altitude, answer, counts] of answers) {
    const screen = page.frameLocator(`iframe[title="The question by ${altitude}"]`)
    const notice = screen.getByRole('region', { name: 'Include you in AI summary?' })
    const sign = screen.getByRole('region', { name: 'AI in this call' })
    await notice.getByRole('button', { name: 'Include me' }).waitFor()
    await notice.getByRole('button', { name: 'Leave me out' }).waitFor()
    await notice.getByRole('switch').waitFor()
    await notice.getByRole('button', { name: answer }).and(screen.locator('[data-state="armed"]')).click()
    await sign.getByText(counts).waitFor()
    await notice.waitFor({ state: 'detached' })
  }
  expect(wrong).toEqual([])
  await page.close()
}, 60_000)

test('in a side panel of a wide screen the notice stays in the panel, and the indicator takes two rows', async () => {
  const { page } = await open('seat.html#still&scene=notice')
  await page.addStyleTag({ content: 'main { contain: layout; inline-size: 18rem; block-size: 40rem }' })
  const panel = await page.locator('main').boundingBox()
  const notice = await page.locator('.askfirst-notice').boundingBox()
  if (panel === null || notice === null) throw new Error('There is nothing to compare.')
  expect(notice.x).toBeGreaterThan(panel.x)
  expect(notice.x + notice.width).toBeLessThan(panel.x + panel.width)
  expect(notice.y + notice.height).toBeLessThan(panel.y + panel.height)
  const [words, control] = await Promise.all(
    ['.askfirst-standing', '.askfirst-link'].map((part) =>
      page.locator(`.askfirst-indicator ${part}`).first().boundingBox(),
    ),
  )
  expect(control?.y).toBeGreaterThanOrEqual((words?.y ?? 0) + (words?.height ?? 0))
  await page.close()
}, 60_000)

describe('under a common reset and a hostile one everything looks as under none', () => {
  /** Every element of ours: where it stands, and what it looks like. */
  async function lookAt(page: Page, scene: string, host: string): Promise<string[]> {
    await page.evaluate((hash) => location.replace(hash), `#still&scene=${scene}&host=${host}`)
    await page
      .locator(SIGNS[scenes[scene]?.shows ?? 'notice'])
      .first()
      .waitFor()
    await page.waitForFunction((wanted) => {
      const link = document.querySelector<HTMLLinkElement>('link[data-host]')
      return (link?.dataset.host ?? 'none') === wanted && link?.sheet !== null
    }, host)
    // Controls arm, and say so.
    await page.locator('[data-state="arming"]').first().waitFor({ state: 'detached' })
    return page.evaluate(() =>
      [...document.querySelectorAll('.askfirst, .askfirst *')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        const style = getComputedStyle(element)
        const seen = [style.color, style.backgroundColor, style.borderColor, style.font, style.textTransform]
        const more = [
          style.letterSpacing,
          style.wordSpacing,
          style.textShadow,
          style.opacity,
          style.transform,
        ]
        const around = ['::before', '::after'].map((part) => getComputedStyle(element, part).content)
        const box = [x, y, width, height].map(Math.round)
        return [element.tagName, element.className, ...box, ...seen, ...more, ...around].join(' ')
      }),
    )
  }
  const PARTS = [
    'notice',
    'indicator-included',
    'choices-erase',
    'host-requests',
    'tally-named',
    'lobby-question',
  ]
  test.each(PARTS)(
    '%s',
    async (scene) => {
      const { page } = await open(`seat.html#still&scene=${scene}`)
      await page.setViewportSize({ width: 400, height: 900 })
      const plain = await lookAt(page, scene, 'none')
      expect(plain.length).toBeGreaterThan(5)
      for (const host of ['common', 'hostile']) {
        expect(await lookAt(page, scene, host), host).toEqual(plain)
      }
      await page.close()
    },
    90_000,
  )
})
