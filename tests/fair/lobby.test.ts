import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from './src/fair-browser.ts'

// Joining never waits for an answer: what stands below the question can be come to as it stands, on low screens too.

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

const rooms = [
  { width: 320, height: 256 },
  { width: 640, height: 360 },
]

test.each(rooms)('Join is come to by scrolling and by Tab at $width × $height', async (viewport) => {
  const page = await browser.newPage({ viewport })
  try {
    await page.goto(`${inject('fairPage')}?part=lobby&state=asked&policy=leaveMeOut&lang=en`)
    const notice = page.getByRole('region', { name: 'Include you in AI summary?' })
    await notice.waitFor()
    const join = page.getByRole('button', { name: 'Join' })
    const isHit = () =>
      join.evaluate((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect()
        const corners = [left + 4, right - 4].flatMap((x) =>
          [top + 4, bottom - 4].map((y) => [x, y] as const),
        )
        return corners.every(([x, y]) => document.elementFromPoint(x, y) === element)
      })

    await page.mouse.move(viewport.width / 2, viewport.height / 2)
    await page.mouse.wheel(0, 10_000)
    await expect.poll(isHit).toBe(true)

    await page.evaluate(() => scrollTo(0, 0))
    const passed: string[] = []
    while (passed.at(-1) !== 'Join' && passed.length < 30) {
      await page.keyboard.press('Tab')
      const { name, isUncovered } = await page.evaluate(() => {
        const element = document.activeElement ?? document.body
        const { x, y, width, height } = element.getBoundingClientRect()
        const top = document.elementFromPoint(x + width / 2, y + height / 2)
        return { name: element.textContent ?? '', isUncovered: element.contains(top) }
      })
      passed.push(isUncovered ? name : `${name} is covered`)
    }
    const named = ['Mute', 'Leave', 'Include me', 'Leave me out', 'Later', 'Details', 'Join']
    expect(passed.filter((name) => name !== '')).toEqual(named)
    expect(await isHit()).toBe(true)
    await page.keyboard.press('Enter')
    await notice.waitFor({ state: 'detached' })
  } finally {
    await page.close()
  }
})
