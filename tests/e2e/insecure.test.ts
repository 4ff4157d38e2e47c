import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'

// The demo, opened from another machine by http: browsers have no hashes there, and no camera.

let browser: Awaited<ReturnType<typeof launchChromium>>
let demo: DemoServer

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

test('says why there is no call at its address, and by which there is', async () => {
  const page = await (await browser.newContext()).newPage()
  await page.route('http://another.example:4600/**', async (route) => {
    const { pathname } = new URL(route.request().url())
    await route.fulfill({ response: await route.fetch({ url: new URL(pathname, demo.address).href }) })
  })
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.goto('http://another.example:4600/')
  await page.getByRole('heading', { name: 'There is no call at this address' }).waitFor()
  expect(await page.textContent('main')).toContain('ssh -L 4600:localhost:4600 another.example')
  expect(errors).toEqual([])
})
