import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import { launchChromium } from '../tests/e2e/src/call-browser.ts'
import { type CallPage, openGuest, openHost } from '../tests/e2e/src/call-page.ts'
import { startDemoServer } from '../tests/e2e/src/demo-server.ts'

// Plays a small meeting in the real demo and saves what people see of it under docs/images.

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
const feature = 'Meeting summary'
const wide = { width: 1100, height: 720 }
const narrow = { width: 320, height: 640 }
type Look = 'light' | 'dark' | '320' | 'forced-colors'
const everyLook: readonly Look[] = ['light', 'dark', '320']

const browser = await launchChromium()
const demo = await startDemoServer()

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const noticeOf = ({ page }: CallPage) => page.locator('.askfirst-notice, .askfirst-lobby')
const indicatorOf = ({ page }: CallPage) => page.getByRole('region', { name: 'AI in this call' })
const dialogOf = ({ page }: CallPage) => page.getByRole('dialog')
const pressArmed = (person: CallPage, button: Locator) =>
  button.and(person.page.locator('[data-state="armed"]')).first().click()

/** One picture for each look; the page is light and wide again afterwards. */
async function shoot(
  { page }: CallPage,
  name: string,
  looks: readonly Look[] = ['light', 'dark'],
  /** What has to be in sight. */
  seen?: Locator,
) {
  for (const look of looks) {
    await page.emulateMedia({
      colorScheme: look === 'dark' ? 'dark' : 'light',
      forcedColors: look === 'forced-colors' ? 'active' : 'none',
    })
    await page.setViewportSize(look === '320' ? narrow : wide)
    await pause(700)
    await seen?.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    if (seen) await pause(500)
    // Where it was pressed is nothing to see.
    await page.mouse.move(0, 0)
    const fullPage = name === 'receipt-page'
    await page.screenshot({ path: `${folder}${name}-${look}.png`, scale: 'css', caret: 'hide', fullPage })
    console.log(`docs/images/${name}-${look}.png`)
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
  await page.setViewportSize(wide)
  // Controls that moved with the page arm anew.
  await pause(1_200)
}

const closePanel = ({ page }: CallPage) =>
  page
    .getByRole('button', { name: /^Close / })
    .first()
    .click()

try {
  await mkdir(folder, { recursive: true })
  const ana = await openHost(browser, demo.address, { name: 'Ana', toneHz: 505, camera: 'drawn' })
  await ana.enter()
  const ben = await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 575, camera: 'drawn' })
  await shoot(ben, 'lobby', everyLook)
  await ben.enter()
  const cleo = await openGuest(browser, ana.link(), { name: 'Cleo', toneHz: 390, camera: 'drawn' })
  await cleo.enter()
  await ana.sendChat('Good morning! Shall we start with the plan for March?')
  await ben.sendChat('Yes. I have the numbers ready.')
  await closePanel(ben)

  await ana.openPanel('AI notes')
  await shoot(ana, 'host-panel-off', ['light'])
  await ana.page.getByRole('button', { name: `Turn on ${feature}` }).click()
  await dialogOf(ana).waitFor()
  await shoot(ana, 'host-preview', everyLook)
  await pressArmed(ana, dialogOf(ana).getByRole('button', { name: 'Turn on, include me' }))
  await indicatorOf(ana)
    .getByRole('listitem')
    .getByText(/Included:/)
    .waitFor()

  const dora = await openGuest(browser, ana.link(), { name: 'Dora', toneHz: 660, camera: 'drawn' })
  await noticeOf(dora).waitFor()
  await shoot(dora, 'lobby-question', everyLook)
  await dora.enter()
  await pressArmed(ben, noticeOf(ben).getByRole('button', { name: 'Include me' }))
  await pressArmed(cleo, noticeOf(cleo).getByRole('button', { name: 'Leave me out' }))
  await indicatorOf(ben)
    .getByRole('listitem')
    .getByText(/Included:/)
    .waitFor()

  await noticeOf(dora).waitFor()
  await pause(2_000)
  await shoot(dora, 'notice', [...everyLook, 'forced-colors'])
  await dora.openPanel('Chat')
  await dora.page.getByRole('textbox', { name: 'Message' }).pressSequentially('One moment, I read this')
  await shoot(dora, 'notice-beside-chat', ['light', '320'])
  await closePanel(dora)
  await dora.page.getByRole('figure', { name: 'Ana (host)' }).hover()
  await dora.page.getByRole('button', { name: 'Show Ana (host) fullscreen' }).click()
  await dora.page.mouse.move(5, 5)
  await shoot(dora, 'notice-fullscreen', ['light'])
  await dora.page.evaluate(() => document.exitFullscreen())

  await ben.sendChat('The release moves to the second week of March.')
  await ben.sendChat('Cleo tests the payment page until Friday.')
  await closePanel(ben)
  await shoot(ben, 'indicator', everyLook)
  await shoot(cleo, 'indicator-left-out', everyLook)
  await shoot(ana, 'host-panel', everyLook)

  await indicatorOf(ben).getByRole('button', { name: 'My choices' }).click()
  await dialogOf(ben).waitFor()
  await shoot(ben, 'my-choices', everyLook)
  await dialogOf(ben).getByRole('button', { name: 'Take my receipt' }).click()
  const receipt = dialogOf(ben).getByRole('link', { name: 'Read or print it' })
  await receipt.waitFor()
  await shoot(ben, 'receipt', everyLook, receipt)
  const [printed] = await Promise.all([ben.page.context().waitForEvent('page'), receipt.click()])
  await printed.waitForLoadState()
  await shoot({ ...ben, page: printed }, 'receipt-page', everyLook)
  await printed.close()
  await demo.killNotetaker()
  await dialogOf(ben).getByRole('button', { name: 'Stop including me' }).click()
  await dialogOf(ben).getByRole('button', { name: 'Erase what was captured' }).click()
  await dialogOf(ben).getByText('not confirmed yet').waitFor()
  await shoot(ben, 'erase-in-progress', ['light'])
  await demo.startNotetaker()
  await dialogOf(ben)
    .getByText(/^Erased, asked/)
    .waitFor()
  await shoot(ben, 'erase-done', ['light'])

  const arabic = new URL(dora.page.url())
  arabic.searchParams.set('lang', 'ar')
  await dora.page.goto(arabic.href)
  await noticeOf(dora).waitFor()
  await pause(2_000)
  await shoot(dora, 'notice-arabic', ['light', '320'])
  await dora.page.locator('.askfirst-indicator button').last().click()
  await dialogOf(dora).waitFor()
  const own = dialogOf(dora).locator('.askfirst-choice > .askfirst-button').first()
  await own.click()
  await dialogOf(dora).locator('a[download]').waitFor()
  await shoot(dora, 'receipt-arabic', ['light', '320'], own)
  await dora.page.keyboard.press('Escape')

  await indicatorOf(cleo).getByRole('button', { name: 'My choices' }).click()
  const standing = dialogOf(cleo).getByRole('switch', { name: 'Always say no here' })
  await standing.click()
  await shoot(cleo, 'always-no-switch', ['light'], standing)
  await cleo.page.keyboard.press('Escape')
  await ana.page.getByRole('button', { name: 'Turn on Live captions' }).click()
  await pressArmed(ana, dialogOf(ana).getByRole('button', { name: 'Turn on, include me' }))
  await noticeOf(cleo).waitFor()
  await shoot(cleo, 'always-no', ['light', '320'])
} finally {
  await browser.close()
  await demo.stop()
}
