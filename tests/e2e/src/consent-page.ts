import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import type { CallPage } from './call-page.ts'

/** The moment of a press. */
export interface Press {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Packets that had left for the AI by then. */
  readonly sent: number
}

/** What a person sees of Ask First in a call, and does with it: `ben.accepts()`. */
export interface ConsentPage {
  /** Turns a feature on from the host's panel, after its preview; says when it was pressed, in ms since 1970. */
  turnsOn(feature: string, own: 'include me' | 'leave me out'): Promise<number>
  /** Resolves with when the next notice was painted, in ms since 1970. */
  paintsNotice(): Promise<number>
  turnsOff(feature: string): Promise<void>
  /** The question is on the screen, on top of whatever else is. */
  seesNotice(feature: string): Promise<void>
  seesNoNotice(): Promise<void>
  /** One press; resolves once the indicator says so. */
  accepts(feature: string): Promise<void>
  declines(feature: string): Promise<void>
  /** One press on the indicator itself; says what it was like at that moment. */
  withdraws(): Promise<Press>
  leavesInstead(): Promise<void>
  /** Switches "Always say no here" in my choices. */
  alwaysSaysNo(to: 'on' | 'off'): Promise<void>
  /** Takes the receipt from my choices; gives the file, and the page in a tab of its own. */
  takesReceipt(): Promise<{ readonly file: string; readonly page: Page }>
  /** Makes a link of their own in my choices; gives its address. */
  takesLink(): Promise<string>
  /** The quiet line that stands where a notice would. */
  seesQuietLine(feature: string): Promise<void>
  /** What the indicator says of a feature. */
  indicatorSays(feature: string, words: string): Promise<void>
  seesIndicator(): Promise<void>
  indicator(): Promise<string>
  /** Changes an answer, from the indicator through my choices. */
  changesTo(feature: string, answer: 'Include me' | 'Leave me out'): Promise<void>
  erases(): Promise<void>
}

export function consentOf({ page, openPanel }: CallPage): ConsentPage {
  const notice = page.getByRole('region', { name: /^Include you in/ })
  const indicator = page.getByRole('region', { name: 'AI in this call' })
  const choices = page.getByRole('dialog', { name: 'My choices' })
  /** Presses a control once it is armed: a press before that does nothing. */
  const press = (button: Locator) => button.and(page.locator('[data-state="armed"]')).click()
  const row = (feature: string) =>
    indicator.getByRole('listitem').filter({ has: page.getByText(feature, { exact: true }) })
  const indicatorSays = (feature: string, words: string) =>
    row(feature)
      .filter({ hasText: new RegExp(words) })
      .waitFor({ timeout: 15_000 })
  const seesNotice = (feature: string) =>
    notice.getByText(`Include you in ${feature}?`).waitFor({ timeout: 10_000 })

  return {
    seesNotice,
    indicatorSays,
    async turnsOn(feature, own) {
      await openPanel('AI notes')
      await page.getByRole('button', { name: `Turn on ${feature}` }).click()
      const preview = page.getByRole('dialog', { name: `Turn on ${feature}?` })
      await preview.getByText(`Include you in ${feature}?`).waitFor()
      const button = preview.getByRole('button', { name: `Turn on, ${own}` })
      await button.evaluate((element) => {
        const note = () => Reflect.set(globalThis, 'turnedOnAt', Date.now())
        element.addEventListener('click', note, { capture: true, once: true })
      })
      await press(button)
      await preview.waitFor({ state: 'detached' })
      await indicatorSays(feature, own === 'include me' ? 'Included' : 'Left out')
      return page.evaluate(() => Reflect.get(globalThis, 'turnedOnAt') as number)
    },
    paintsNotice: () =>
      page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const look = () => {
              const regions = [...document.querySelectorAll('section, [role=region]')]
              if (regions.some((region) => region.textContent?.includes('Include you in')))
                resolve(Date.now())
              else requestAnimationFrame(look)
            }
            look()
          }),
      ),
    async turnsOff(feature) {
      await openPanel('AI notes')
      await page.getByRole('button', { name: `Turn off ${feature}` }).click()
      await page.getByRole('button', { name: `Turn on ${feature}` }).waitFor()
    },
    async seesNoNotice() {
      const count = await notice.count()
      if (count > 0) throw new Error(`a notice is on the screen: ${await notice.first().textContent()}`)
    },
    async accepts(feature) {
      await seesNotice(feature)
      await press(notice.getByRole('button', { name: 'Include me' }))
      await indicatorSays(feature, 'Included')
    },
    async declines(feature) {
      await seesNotice(feature)
      await press(notice.getByRole('button', { name: 'Leave me out' }))
      await indicatorSays(feature, 'Left out')
    },
    async withdraws() {
      const button = indicator.getByRole('button', { name: /^Stop/ })
      await button.evaluate((element) => {
        const { notetakerLink } = Reflect.get(globalThis, 'callUnderTest').call
        // Asked in the capture phase: before the press does anything.
        const count = () => {
          const at = Date.now()
          const press = notetakerLink.sentPackets().then((sent: number) => ({ at, sent }))
          Reflect.set(globalThis, 'press', press)
        }
        element.addEventListener('click', count, { capture: true, once: true })
      })
      await button.click()
      await indicator
        .getByText(/Left out/)
        .first()
        .waitFor()
      return page.evaluate(() => Reflect.get(globalThis, 'press') as Promise<Press>)
    },
    async leavesInstead() {
      await press(notice.getByRole('button', { name: 'Leave the call' }))
      await page.getByRole('heading', { name: 'You left the meeting' }).waitFor()
    },
    async alwaysSaysNo(to) {
      await indicator.getByRole('button', { name: 'My choices' }).click()
      const standing = choices.getByRole('switch', { name: 'Always say no here' })
      await standing.click()
      await choices
        .locator(`[role="switch"][aria-checked="${to === 'on'}"]`)
        .last()
        .waitFor()
      await page.keyboard.press('Escape')
    },
    async takesReceipt() {
      // On the indicator, or on the page that is left of the call.
      await page.getByRole('button', { name: 'My choices' }).click()
      await choices.getByRole('button', { name: 'Take my receipt' }).click()
      const saving = page.waitForEvent('download')
      await choices.getByRole('link', { name: 'Save it as a file' }).click()
      const file = await readFile(await (await saving).path(), 'utf8')
      const opening = page.context().waitForEvent('page')
      await choices.getByRole('link', { name: 'Read or print it' }).click()
      const own = await opening
      await own.getByRole('heading', { level: 1 }).waitFor()
      await page.keyboard.press('Escape')
      return { file, page: own }
    },
    async takesLink() {
      await indicator.getByRole('button', { name: 'My choices' }).click()
      await choices.getByRole('button', { name: 'Make a link for later' }).click()
      const address = await choices.getByRole('link', { name: 'Open my page' }).getAttribute('href')
      await page.keyboard.press('Escape')
      return address ?? ''
    },
    seesQuietLine: (feature) =>
      page
        .getByRole('paragraph')
        .getByText(`${feature} is on. You are left out, because you always say no here.`)
        .waitFor({ timeout: 10_000 }),
    seesIndicator: () => indicator.waitFor(),
    indicator: async () => (await indicator.textContent()) ?? '',
    async changesTo(feature, answer) {
      await row(feature)
        .getByRole('button', { name: /Change|Answer/ })
        .click()
      await press(choices.getByRole('button', { name: answer }).first())
      await choices.getByRole('button', { name: answer }).first().waitFor({ state: 'detached' })
      await page.keyboard.press('Escape')
      await indicatorSays(feature, answer === 'Include me' ? 'Included' : 'Left out')
    },
    async erases() {
      await indicator.getByRole('button', { name: 'My choices' }).click()
      await choices.getByRole('button', { name: 'Erase what was captured' }).first().click()
      await choices.getByText(/^Erased, asked/).waitFor()
      await page.keyboard.press('Escape')
    },
  }
}
