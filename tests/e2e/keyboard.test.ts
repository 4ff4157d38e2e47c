import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'

// Two people who never touch a pointer, in one story.

const SUMMARY = 'Meeting summary'
const announced = `Question: include you in ${SUMMARY}? Press F6 to answer.`

let browser: Browser
let demo: DemoServer
let ana: Page
let ben: Page

const newPage = async () => (await browser.newContext({ viewport: { width: 1100, height: 720 } })).newPage()

/** The name of what has focus; `body` where nothing has. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return 'body'
    const labels =
      'labels' in element ? [...((element as HTMLInputElement | HTMLButtonElement).labels ?? [])] : []
    const label = element.getAttribute('aria-label') ?? labels[0]?.textContent ?? element.textContent
    return (label ?? '').trim()
  })
/** Presses Tab until something of that name has focus. */
async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  const passed: string[] = []
  for (let presses = 0; presses < 30; presses++) {
    if ((await focused(page)) === name) return passed
    await page.keyboard.press(key)
    passed.push(await focused(page))
  }
  throw new Error(`${key} never came to "${name}", only to: ${passed.join(' · ')}`)
}
const press = async (page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
  await tabTo(page, name, key)
  await page.locator(':focus:not([data-state="arming"])').waitFor()
  await page.keyboard.press('Enter')
}
/** From the start page, or an invitation, into the call. */
async function join(page: Page, address: string, name: string, next: string) {
  await page.goto(address)
  await page.locator(':focus').and(page.getByLabel('Your name')).waitFor()
  await page.keyboard.type(name)
  await press(page, next)
  await page.getByRole('button', { name: 'Join now' }).waitFor()
  // What was pressed is gone: focus is on the heading of what came in its place.
  await expect.poll(() => focused(page)).toBe(`Ready, ${name}?`)
  await press(page, 'Join now')
  await page.getByRole('button', { name: 'Leave', exact: true }).waitFor()
  await expect.poll(() => focused(page)).toMatch(/^\w{4}-\w{4}-\w{4}$/)
}
const notice = () => ben.getByRole('region', { name: `Include you in ${SUMMARY}?` })
const isInside = () => notice().evaluate((region) => region.contains(document.activeElement))
const indicator = (page: Page) => page.getByRole('region', { name: 'AI in this call' })

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
  ;[ana, ben] = await Promise.all([newPage(), newPage()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

test('two people join', async () => {
  await join(ana, `${demo.address}/?tone=440`, 'Ana', 'Start a meeting')
  const [link] = ana.url().split('?')
  await join(ben, `${link}?tone=550`, 'Ben', 'Continue')
})

test('the host turns it on while he types: every key stays in the chat, and he is told once', async () => {
  await press(ben, 'Chat')
  await tabTo(ben, 'Message')
  await ben.evaluate(() => {
    const said: string[] = []
    Reflect.set(globalThis, 'said', said)
    for (const status of document.querySelectorAll('[role=status]')) {
      status.setAttribute('data-was-there', '')
      new MutationObserver(() => said.push(status.textContent ?? '')).observe(status, {
        ...{ childList: true, characterData: true, subtree: true },
      })
    }
  })

  await press(ana, 'AI notes')
  await press(ana, `Turn on ${SUMMARY}`)
  await ana.getByRole('dialog', { name: `Turn on ${SUMMARY}?` }).waitFor()
  await tabTo(ana, 'Turn on, include me')
  const words = 'one moment please and then I read it all '
  const typing = ben.keyboard.type(words, { delay: 60 })
  await press(ana, 'Turn on, include me')
  await notice().waitFor()
  await typing
  expect(await ben.getByRole('textbox', { name: 'Message' }).inputValue()).toBe(words)
  expect(await focused(ben)).toBe('Message')
  expect(await notice().count()).toBe(1)
  await expect.poll(() => focused(ana)).toBe(`Turn off ${SUMMARY}`)

  const said = () => ben.evaluate(() => Reflect.get(globalThis, 'said') as string[])
  await expect.poll(said).toContain(announced)
  expect((await said()).filter((text) => text.includes('include you'))).toEqual([announced])
  expect(await ben.locator('[data-was-there]', { hasText: announced }).count()).toBe(1)
  const spoken = await ben.locator('body').ariaSnapshot()
  const lines = spoken.split('\n').map((line) => line.trim())
  expect(lines.filter((line) => line.includes(announced))).toEqual([`- status: "${announced}"`])
})

test('F6 goes into the notice and back; Tab goes through it and out of it', async () => {
  await ben.keyboard.press('F6')
  expect(await notice().evaluate((region) => region === document.activeElement)).toBe(true)
  await ben.keyboard.press('F6')
  expect(await focused(ben)).toBe('Message')

  await ben.keyboard.press('F6')
  const passed = await tabTo(ben, 'Details')
  expect(passed.slice(-4)).toEqual(['Include me', 'Leave me out', 'Later', 'Details'])
  expect(passed[0]).toMatch(/^Train AI models/)
  await ben.keyboard.press('Tab')
  expect(await isInside()).toBe(false)
  expect(await focused(ben)).not.toBe('body')
  await ben.keyboard.press('Shift+Tab')
  expect(await focused(ben)).toBe('Details')
})

test('one key answers; focus goes back to where it was', async () => {
  await tabTo(ben, 'Message', 'Shift+Tab')
  await ben.keyboard.press('F6')
  await press(ben, 'Include me')
  await indicator(ben).getByText('Included').waitFor()
  await notice().waitFor({ state: 'detached' })
  expect(await focused(ben)).toBe('Message')
})

test('my choices opens, holds focus and gives it back', async () => {
  await press(ben, 'My choices', 'Shift+Tab')
  const choices = ben.getByRole('dialog', { name: 'My choices' })
  await choices.waitFor()
  for (let presses = 0; presses < 8; presses++) {
    await ben.keyboard.press('Tab')
    expect(await choices.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)
  }
  await ben.keyboard.press('Escape')
  await choices.waitFor({ state: 'detached' })
  await expect.poll(() => focused(ben)).toBe('My choices')
})

test('he takes it back on the indicator, and she turns it off; focus is never lost', async () => {
  await press(ben, 'Stop including me', 'Shift+Tab')
  await indicator(ben).getByText('Left out').waitFor()
  await expect.poll(() => focused(ben)).toBe('My choices')
  await press(ana, `Turn off ${SUMMARY}`)
  await expect.poll(() => focused(ana)).toBe(`Turn on ${SUMMARY}`)
  await indicator(ben).getByText('No AI is on').waitFor()
  expect(await focused(ben)).toBe('My choices')
})
