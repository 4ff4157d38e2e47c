import { defineFeature } from '@askfirst/core'
import { afterEach, expect, it, vi } from 'vitest'
import { press, toText, visit } from '../link-stage.ts'
import { openEraser, useOwnLink } from '../own-link.ts'
import { type Declared, eventually, FEATURES } from '../running-server.ts'

// A link is good for as long as what was captured is kept, and for as long as anybody has to erase it.

const meeting = useOwnLink()
const DAY_MS = 86_400_000
afterEach(() => vi.useRealTimers())

/** What is asked where the summary is declared otherwise. */
function withSummary(more: Partial<Pick<Declared[0], 'processors' | 'retention'>>) {
  const summary = defineFeature({ ...FEATURES[0], ...more })
  return { summary, declared: [summary, FEATURES[1]] as const }
}

it('says that its time is over once what was captured is kept no longer, and not before', async () => {
  const { server, takenBefore } = await meeting()
  const before = await visit(server, await takenBefore(30.9 * DAY_MS))
  expect(before.status).toBe(200)
  const after = await visit(server, await takenBefore(31.1 * DAY_MS))
  expect([after.status, after.buttons]).toEqual([410, []])
  expect(after.text).toContain('The time of this link is over')
})

it('keeps its time by what is kept the longest', async () => {
  const { server, takenBefore } = await meeting({
    declared: withSummary({ retention: { days: 90 } }).declared,
  })
  expect((await visit(server, await takenBefore(90.9 * DAY_MS))).status).toBe(200)
  expect((await visit(server, await takenBefore(91.1 * DAY_MS))).status).toBe(410)
})

it('goes on as long as one of several processors has not confirmed erasing', async () => {
  const { declared, summary } = withSummary({ processors: [{ name: 'Acme AI' }, { name: 'Scribe' }] })
  const { link, mint, server, url } = await meeting({ declared })
  await press(server, link, 'Take back my yes to summary')
  await press(server, link, 'Have erased what summary captured')
  const first = await openEraser(server, url, 'Acme AI', summary)
  const isOpen = (text: string): void => {
    expect(text).toMatch(/Acme AI: asked .{9,40} erased .{9,40} Scribe: asked .{9,40} not confirmed yet/)
  }
  await eventually(async () => {
    const { text } = await visit(server, link)
    isOpen(text)
    expect(text).toContain('once every processor has confirmed erasing')
    expect(text).not.toContain('Everybody who was asked has confirmed.')
  })
  const taken = await server.fetch(
    new Request('http://consent.example/consent/receipt', {
      headers: { authorization: `Bearer ${await mint('ada', 'attendee')}` },
    }),
  )
  isOpen(toText((await taken.json()).page))
  first.close()

  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.now() + 400 * DAY_MS)
  isOpen((await visit(server, link)).text)
  const second = await openEraser(server, url, 'Scribe', summary)
  await eventually(async () => {
    const { status, text } = await visit(server, link)
    expect([status, text]).toEqual([200, expect.stringContaining('Everybody who was asked has confirmed.')])
  })
  second.close()
  vi.setSystemTime(Date.now() + 31.1 * DAY_MS)
  expect((await visit(server, link)).status).toBe(410)
})

it('goes on as long as erasing is not confirmed', async () => {
  const { server, takenBefore, url } = await meeting()
  const link = await takenBefore(30 * DAY_MS)
  await press(server, link, 'Take back my yes to summary')
  await press(server, link, 'Have erased what summary captured')
  const late = await takenBefore(400 * DAY_MS)
  expect((await visit(server, late)).status).toBe(200)
  const gate = await openEraser(server, url)
  // From when it was confirmed it is good for as long again: so that somebody sees it.
  await eventually(async () => expect((await visit(server, late)).text).toContain('has confirmed'))
  gate.close()
})
