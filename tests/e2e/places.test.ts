import type { Browser, Frame, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import type { Controls } from './src/places-page.tsx'
import { startPlacesServer } from './src/places-server.ts'

// Wherever an app shows it: under a policy that allows nothing inline, in a shadow root, in a frame, in the window of
// picture-in-picture, in what fills the screen.

declare global {
  var controls: Controls
}
let browser: Browser
let server: Awaited<ReturnType<typeof startPlacesServer>>

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchChromium(), startPlacesServer()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** A page of its own, and what it says in the console. */
interface Tab {
  readonly page: Page
  readonly said: string[]
  /** That of the test: what is polled beside other tests has to know whose it is. */
  readonly expect: typeof expect
}
const inTab =
  (act: (tab: Tab) => Promise<void>) =>
  async ({ expect }: Pick<Tab, 'expect'>): Promise<void> => {
    const said: string[] = []
    const context = await browser.newContext()
    context.on('console', (line) => /React DevTools/.test(line.text()) || said.push(line.text()))
    context.on('weberror', (error) => said.push(String(error.error())))
    try {
      await act({ page: await context.newPage(), said, expect })
    } finally {
      await context.close()
    }
    // Not a word in the console, in development too: what is blocked is told there.
    expect(said).toEqual([])
  }

/** Opens the page in a place; where the person acts, and where the script runs. */
const places: Record<
  string,
  (page: Page, as: string) => Promise<{ readonly shown: Page | Frame; readonly script: Page | Frame }>
> = {
  async 'a page under default-src self'(page, as) {
    await page.goto(`${server.address}/?as=${as}`)
    return { shown: page, script: page }
  },
  async 'a shadow root'(page, as) {
    await page.goto(`${server.address}/?place=shadow&as=${as}`)
    return { shown: page, script: page }
  },
  async 'a frame'(page, as) {
    await page.goto(`${server.address}/around/${as}`)
    const frame = page.frames().at(-1)
    if (frame === undefined) throw new Error('no frame')
    return { shown: frame, script: frame }
  },
  async 'the window of picture-in-picture'(page, as) {
    await page.goto(`${server.address}/?place=window&as=${as}`)
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Pop out' }).click(),
    ])
    return { shown: other, script: page }
  },
}

// The places beside each other; in each of them one after another, since a browser has one window of picture-in-picture.
describe.concurrent.each(Object.entries(places))('in %s', (_, go) => {
  const open = async (page: Page, as = 'guest') => {
    const place = await go(page, as)
    await place.shown.getByRole('heading', { name: 'Call' }).waitFor()
    return place
  }

  test(
    'typing goes on, F6 leads in, an answer counts and focus comes back; my choices hold focus',
    { concurrent: false },
    inTab(async ({ page, expect }) => {
      const { shown, script } = await open(page)
      const { keyboard } = 'keyboard' in shown ? shown : page
      const permits = () => script.evaluate(() => globalThis.controls.permits())
      const chat = shown.getByRole('textbox', { name: 'Chat' })
      const notice = shown.getByRole('region', { name: 'Include you in AI summary?' })
      await chat.focus()
      await script.evaluate(() => globalThis.controls.turnOn())
      await chat.pressSequentially('hello ', { delay: 20 })
      await notice.waitFor()
      expect(await chat.inputValue()).toBe('hello ')
      // A press that counts, once the notice was seen for as long as it takes to count as shown.
      await keyboard.press('F6')
      await expect.poll(() => notice.evaluate(isFocused)).toBe(true)
      const yes = shown.getByRole('button', { name: 'Include me' })
      for (let tabs = 0; tabs < 5 && !(await yes.evaluate(isFocused)); tabs += 1) await keyboard.press('Tab')
      await expect.poll(() => yes.getAttribute('data-state')).toBe('armed')
      await keyboard.press('Enter')
      await expect.poll(permits).toBe(true)
      await expect.poll(() => chat.evaluate(isFocused)).toBe(true)

      const opener = shown.getByRole('button', { name: 'My choices' })
      await opener.click()
      const dialog = shown.getByRole('dialog', { name: 'My choices' })
      await dialog.waitFor()
      for (let tabs = 0; tabs < 12; tabs += 1) {
        await keyboard.press('Tab')
        expect(await dialog.evaluate(hasFocus)).toBe(true)
      }
      await keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await expect.poll(() => opener.evaluate(isFocused)).toBe(true)

      await shown.getByRole('button', { name: 'Stop including me' }).click()
      await expect.poll(permits).toBe(false)
      expect(await shown.getByRole('region', { name: 'AI in this call' }).textContent()).toContain('Left out')
    }),
  )

  test(
    'a host reads what all will be asked, and turns it on with a yes of their own',
    { concurrent: false },
    inTab(async ({ page, expect }) => {
      const { shown, script } = await open(page, 'host')
      await shown.getByRole('button', { name: 'Turn on AI summary' }).click()
      const preview = shown.getByRole('dialog', { name: 'Turn on AI summary?' })
      const on = preview.getByRole('button', { name: 'Turn on, include me' })
      await expect.poll(() => on.getAttribute('data-state')).toBe('armed')
      await on.click()
      await preview.waitFor({ state: 'detached' })
      await expect.poll(() => script.evaluate(() => globalThis.controls.permits())).toBe(true)
      await shown.getByRole('button', { name: 'Turn off AI summary' }).waitFor()
    }),
  )

  test(
    'who is in the lobby is asked, and answers',
    { concurrent: false },
    inTab(async ({ page, expect }) => {
      const { shown, script } = await open(page, 'lobby')
      await script.evaluate(() => globalThis.controls.turnOn())
      const yes = shown.getByRole('button', { name: 'Include me' })
      await expect.poll(() => yes.getAttribute('data-state')).toBe('armed')
      await yes.click()
      await shown.getByRole('button', { name: 'Change' }).waitFor()
    }),
  )

  test(
    'an indicator that something lies over is none',
    { concurrent: false },
    inTab(async ({ page, expect }) => {
      const { shown, script } = await open(page)
      await script.evaluate(() => globalThis.controls.turnOn())
      const yes = shown.getByRole('button', { name: 'Include me' })
      await expect.poll(() => yes.getAttribute('data-state')).toBe('armed')
      await yes.click()
      const permits = () => script.evaluate(() => globalThis.controls.permits())
      await expect.poll(permits).toBe(true)
      await shown.evaluate(() => {
        const cover = document.body.appendChild(document.createElement('div'))
        Object.assign(cover.style, { position: 'fixed', inset: '0', zIndex: '99999', background: '#000' })
      })
      await expect.poll(permits).toBe(false)
    }),
  )
})

const isFocused = (element: Element): boolean =>
  (element.getRootNode() as Document | ShadowRoot).activeElement === element
const hasFocus = (element: Element): boolean =>
  element.contains((element.getRootNode() as Document | ShadowRoot).activeElement)

test(
  'what fills the screen holds it, though it stands in a shadow root',
  inTab(async ({ page, expect }) => {
    await page.goto(`${server.address}/?place=shadow`)
    await page.getByRole('region', { name: 'AI in this call' }).waitFor()
    await page.evaluate(() => {
      const root = document.querySelector('section')?.shadowRoot
      root?.append(Object.assign(document.createElement('article'), { textContent: 'tile' }))
    })
    await page.getByText('tile').evaluate((tile) => tile.requestFullscreen())
    await page.evaluate(() => globalThis.controls.turnOn())
    const yes = page.getByRole('article').getByRole('button', { name: 'Include me' })
    await expect.poll(() => yes.getAttribute('data-state')).toBe('armed')
    await yes.click()
    await expect.poll(() => page.evaluate(() => globalThis.controls.permits())).toBe(true)
  }),
)

/** What is brought inline is refused, and said to be. */
const expectRefusal = (said: string[]) =>
  expect(said.splice(0)).toEqual([expect.stringMatching(/^Applying inline style violates/)])

test.for(['developer', 'developer&place=shadow'])('the timeline of %s looks as it should', (as, context) =>
  inTab(async ({ page, said, expect }) => {
    await page.goto(`${server.address}/?as=${as}`)
    const timeline = page.getByRole('region', { name: 'Consent timeline' })
    await timeline.waitFor()
    expect(await timeline.evaluate((element) => getComputedStyle(element).position)).toBe('fixed')
    expectRefusal(said)
  })(context),
)

describe('a receipt under default-src self', () => {
  const colorOf = (title: Locator) => title.evaluate((element) => getComputedStyle(element).color)
  const open = async (page: Page, modifiers: readonly 'Shift'[] = []) => {
    await page.goto(`${server.address}/?as=reader`)
    await page.getByRole('button', { name: 'Take my receipt' }).click()
    const [receipt] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Read or print it' }).click({ modifiers: [...modifiers] }),
    ])
    const title = receipt.getByRole('heading', { name: 'Your receipt' })
    await title.waitFor()
    return { receipt, title }
  }
  test(
    'has its styles all the same, and no way to the page that opened it',
    inTab(async ({ page, said, expect }) => {
      const { receipt, title } = await open(page)
      await expect.poll(() => colorOf(title)).toBe('rgb(1, 2, 3)')
      expect(await receipt.evaluate(() => globalThis.opener)).toBe(null)
      expectRefusal(said)
    }),
  )

  test(
    'is opened as the browser does where a key says how, and is bare',
    inTab(async ({ page, said, expect }) => {
      const { title } = await open(page, ['Shift'])
      expect(await colorOf(title)).toBe('rgb(0, 0, 0)')
      expectRefusal(said)
    }),
  )
})
