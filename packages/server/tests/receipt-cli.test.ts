import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Receipt } from '@askfirst/core/evidence'
import { afterAll, expect, it } from 'vitest'
import { createTokens } from '../src/tokens.ts'
import { askfirst } from './evidence-stage.ts'
import { joined, MEETING, openClient, SECRET, turnOn } from './running-server.ts'
import { createServeChild, runAskfirst } from './serve-child.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-receipt-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const inDirectory = (name: string, content: string): string => {
  const file = join(directory, name)
  writeFileSync(file, content)
  return file
}

it('a receipt that was fetched by HTTP verifies with the server and its ledger gone, and one that was changed does not', {
  timeout: 60_000,
}, async () => {
  const ledger = join(directory, 'ledger')
  const child = createServeChild(ledger)
  const url = await child.start()
  const tokens = createTokens({ secret: SECRET })
  const token = () => tokens.mintPerson({ meeting: MEETING, participant: 'ada', role: 'host' })
  const ada = openClient(url, token)
  ada.attachIndicator()
  await joined(ada)
  await turnOn(ada)
  const fetched = await fetch(`${url.replace('ws:', 'http:')}/receipt`, {
    headers: { authorization: `Bearer ${await token()}` },
  })
  const answer = (await fetched.json()) as { receipt: Receipt }
  const { receipt } = answer
  ada.dispose()
  const published = await askfirst('keys', 'public', '--keys', `${ledger}.signing.json`)
  await child.kill()
  for (const name of ['', '-wal', '-shm', '.signing.json']) rmSync(ledger + name, { force: true })

  const keys = inDirectory('keys.json', published.text)
  const verify = (name: string, content: object) =>
    askfirst('verify', inDirectory(name, JSON.stringify(content)), '--key', keys)
  expect(await verify('receipt.json', receipt)).toMatchObject({ code: 0 })
  // As it was saved by whoever asked for it.
  expect(await verify('answer.json', answer)).toMatchObject({
    code: 0,
    text: expect.stringContaining('holds'),
  })
  // As somebody runs it who has nothing but these two files.
  const whole = await runAskfirst(['verify', join(directory, 'receipt.json'), '--key', keys])
  expect([whole.code, whole.stderr]).toEqual([0, ''])

  const at = receipt.events.findIndex(({ body }) => body.includes('consent.accepted'))
  const changed = receipt.events.map((event, index) =>
    index === at ? { ...event, body: event.body.replace('"summarise"', '"improve"') } : event,
  )
  expect(changed[at]?.body).not.toBe(receipt.events[at]?.body)
  const tampered: readonly [name: string, receipt: object][] = [
    ['changed.json', { ...receipt, events: changed }],
    ['renamed.json', { ...receipt, participant: 'bob' }],
    ['cut.json', { ...receipt, checkpoint: receipt.checkpoint.slice(0, -4) }],
  ]
  for (const [name, one] of tampered) {
    expect([name, (await verify(name, one)).code]).toEqual([name, 1])
    expect([name, (await verify(name, { ...answer, receipt: one })).code]).toEqual([name, 1])
  }
})
