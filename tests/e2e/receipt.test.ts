import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Receipt, ReceiptFindings } from '@askfirst/core/evidence'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { openGuest, openHost } from './src/call-page.ts'
import { consentOf } from './src/consent-page.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'
import { findViolations } from './src/find-violations.ts'

// A person takes home what was recorded of them, and checks it when the server is gone.

let browser: Browser
let demo: DemoServer

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

/** A page of nobody's server, with what `@askfirst/core/evidence` brings. */
async function openVerifier(): Promise<Page> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { verifyReceipt } from '@askfirst/core/evidence'; globalThis.verifyReceipt = verifyReceipt`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    conditions: ['askfirst-source'],
    target: 'es2022',
  })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.route('https://verifier.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Verifier</title>' }),
  )
  await page.goto('https://verifier.example/')
  await context.setOffline(true)
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
  return page
}
const verifyIn = (page: Page, receipt: Receipt, keys: unknown): Promise<ReceiptFindings> =>
  page.evaluate(
    ([given, jwks]) =>
      (Reflect.get(globalThis, 'verifyReceipt') as (...all: unknown[]) => Promise<ReceiptFindings>)(given, {
        keys: jwks,
      }),
    [receipt, keys] as const,
  )

test('a guest takes their receipt home, reads it, and any browser checks it with the server gone', async () => {
  const ana = await openHost(browser, demo.address, { name: 'Ana', toneHz: 440 })
  await ana.enter()
  const ben = await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 550 })
  const guest = consentOf(ben)
  await ben.enter()
  await consentOf(ana).turnsOn('Meeting summary', 'include me')
  await guest.declines('Meeting summary')

  const { file, page } = await guest.takesReceipt()
  await page.getByText('you said no to Meeting summary').waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Your consent receipt')
  expect(await findViolations(browser, page)).toEqual([])
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  const folder = process.env.ASKFIRST_PICTURES
  if (folder !== undefined) {
    await writeFile(join(folder, 'receipt.html'), await page.content())
    await writeFile(join(folder, 'receipt.json'), file)
  }

  await ben.leave()
  const later = JSON.parse((await guest.takesReceipt()).file) as Receipt
  expect(later.events.at(-1)?.body).toContain('"type":"participant.left"')

  const receipt = JSON.parse(file) as Receipt
  const signing = JSON.parse(await readFile(join(demo.storage, 'consent.db.signing.json'), 'utf8'))
  const keys = { keys: signing.keys.map(({ d: _, ...key }: { d?: string }) => key) }
  await demo.killServer()

  const verifier = await openVerifier()
  const found = await verifyIn(verifier, receipt, keys)
  expect([found.outcome, found.fails]).toEqual(['holds', []])
  expect(found.events.map(({ type }) => type)).toContain('consent.declined')
  const [first, ...rest] = receipt.events
  const body = first?.body.replace(/"role":"\w+"/, '"role":"host"') ?? ''
  const changed = { ...receipt, events: [{ body, proof: first?.proof ?? [] }, ...rest] }
  expect((await verifyIn(verifier, changed, keys)).outcome).toBe('fails')
})
