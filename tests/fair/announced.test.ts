import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from './src/fair-browser.ts'

// What Chromium hands to a screen reader: the question, announced once and politely, in what was there before.

let browser: Browser
const address = inject('fairPage')
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

interface Live {
  readonly node: number
  readonly politeness: string
  readonly said: string
}

/** Everything that is live in the accessibility tree, with the text below it. */
async function listLive(devtools: CDPSession): Promise<Live[]> {
  const { nodes } = await devtools.send('Accessibility.getFullAXTree')
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const textOf = (id: string): string => {
    const node = byId.get(id)
    if (node === undefined) return ''
    if (node.role?.value === 'StaticText') return String(node.name?.value ?? '')
    return (node.childIds ?? []).map(textOf).join('')
  }
  return nodes.flatMap((node) => {
    const live = node.properties?.find(({ name }) => name === 'live')?.value.value
    const isRoot = node.properties?.find(({ name }) => name === 'root')?.value.relatedNodes?.length !== 0
    const isStatus = node.role?.value === 'status' || node.role?.value === 'alert'
    return live === undefined || !isRoot || !isStatus
      ? []
      : [{ node: node.backendDOMNodeId ?? 0, politeness: String(live), said: textOf(node.nodeId) }]
  })
}

async function openPage(): Promise<{ page: Page; devtools: CDPSession }> {
  const page = await browser.newPage()
  await page.goto(`${address}?part=notice`)
  await page.getByRole('region', { name: 'AI in this call' }).waitFor()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Accessibility.enable')
  return { page, devtools }
}

test('the question is in the accessibility tree, announced once in a status that was there', async () => {
  const { page, devtools } = await openPage()
  const before = await listLive(devtools)
  expect(before.length).toBeGreaterThan(0)
  expect(before.map(({ said }) => said).join('')).toBe('')

  await page.evaluate('globalThis.call.ask()')
  const question = 'Question: include you in AI summary? Press F6 to answer.'
  const find = async () => (await listLive(devtools)).filter(({ said }) => said === question)
  await expect
    .poll(find, { timeout: 10_000 })
    .toEqual([{ node: expect.any(Number), politeness: 'polite', said: question }])
  const [announced] = await find()
  expect(before.map(({ node }) => node)).toContain(announced?.node)
  expect((await listLive(devtools)).filter(({ politeness }) => politeness === 'assertive')).toEqual([])
  await page.close()
})

test('the notice is a region named by its title, with its switch off and its answers as buttons', async () => {
  const { page } = await openPage()
  await page.evaluate('globalThis.call.ask()')
  await page.getByRole('region', { name: 'Include you in AI summary?' }).waitFor()
  const spoken = await page.getByRole('region', { name: 'Include you in AI summary?' }).ariaSnapshot()
  for (const line of [
    'heading "Include you in AI summary?" [level=2]',
    'switch "Let Acme AI use the transcript of what you say to train AI models"',
    'button "Include me"',
    'button "Leave me out"',
    'button "Later"',
    'button "Details"',
  ])
    expect(spoken).toContain(line)
  expect(spoken).not.toContain('[checked]')
  await page.close()
})
