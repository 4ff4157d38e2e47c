import { createRecorder, type RecordedEntry } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { expect, expectTypeOf, test, vi } from 'vitest'
import { summary } from './features.ts'

/** A guest on record, and a host who is not. */
async function onRecord({ limit }: { limit?: number } = {}) {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  const recorder = createRecorder(await meeting.join('ben'), {
    clock: meeting.clock,
    ...(limit !== undefined && { limit }),
  })
  return { meeting, host, recorder, guest: recorder.client }
}

/** An entry in a few words. */
function say(entry: RecordedEntry): string {
  switch (entry.type) {
    case 'wish':
      return `wishes ${entry.wish}`
    case 'reply':
      return `${entry.wish}: ${entry.rejection?.code ?? 'done'}`
    case 'view':
      return `${entry.phase}, ${entry.answer}, ${entry.standing}, ${entry.gates.summarise}`
    case 'connection':
      return entry.status
    case 'device':
      return `${entry.place}, indicator ${entry.indicator}`
    case 'gate':
      return `${entry.ask} ${entry.open ? 'opens' : 'closes'}`
  }
}

test('begins with how things stand', async () => {
  const { recorder } = await onRecord()
  expect(recorder.entries().map(say)).toEqual([
    'live',
    'call, indicator shown',
    'off, unasked, off, feature-off',
  ])
})

test('tells a yes and a no in the order in which this device came to know', async () => {
  const { meeting, host, recorder, guest } = await onRecord()
  recorder.clear()
  await host.enable('summary', { answer: 'accept' })
  await meeting.settle()
  await guest.accept('summary')
  await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
  await guest.accept('summary', { grants: ['improve'] })
  await meeting.settle()
  await guest.withdraw('summary')
  await meeting.settle()
  expect(recorder.entries().map(say)).toEqual([
    'on, asked, question, not-asked',
    'wishes accept',
    'on, asked, sending, not-asked',
    'on, asked, question, not-asked',
    'accept: notice-not-shown',
    'wishes show',
    'on, shown, question, unanswered',
    'show: done',
    'wishes accept',
    'on, shown, sending, unanswered',
    'summarise opens',
    'transcribe opens',
    'improve opens',
    'on, accepted, included, open',
    'accept: done',
    'wishes withdraw',
    // Before anything is sent, and before the view says so.
    'summarise closes',
    'transcribe closes',
    'improve closes',
    'on, accepted, stopping, open',
    'on, accepted, stopping, not-enforced',
    'on, withdrawn, stopping, withdrawn',
    'on, withdrawn, left-out, withdrawn',
    'withdraw: done',
  ])
})

test('keeps what was said, by both clocks, and which wish a reply is to', async () => {
  const { meeting, host, recorder, guest } = await onRecord()
  await host.enable('summary', { answer: 'decline' })
  await meeting.settle()
  await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
  await meeting.advance(3_000)
  meeting.clock.jump(60_000)
  const grants: 'improve'[] = ['improve']
  await guest.accept('summary', { grants, method: 'key' })
  grants.pop()
  const wish = recorder.entries().findLast(({ type }) => type === 'wish')
  expect(wish).toMatchObject({
    wish: 'accept',
    feature: 'summary',
    options: { grants: ['improve'], method: 'key' },
    at: meeting.clock.now(),
    elapsedMs: 3_000,
  })
  const reply = recorder.entries().findLast(({ type }) => type === 'reply')
  expect(reply).toMatchObject({ to: wish?.number, tookMs: 0 })
})

test('tells of a connection that is lost, of places and of indicators', async () => {
  const { meeting, recorder, guest } = await onRecord()
  recorder.clear()
  guest.enter('lobby')
  await meeting.settle()
  const undo = guest.attachIndicator()
  undo()
  await meeting.kill()
  expect(recorder.entries().map(say)).toEqual([
    'wishes enter',
    'lobby, indicator shown',
    'lost',
    'off, unasked, unknown, feature-off',
  ])
})

test('keeps the latest entries only, and the numbers go on', async () => {
  const { recorder, guest } = await onRecord({ limit: 3 })
  for (let times = 0; times < 4; times += 1) await guest.erase('summary')
  expect(recorder.entries().map(say)).toEqual([
    'erase: nothing-to-erase',
    'wishes erase',
    'erase: nothing-to-erase',
  ])
  expect(recorder.entries().map((entry) => entry.number)).toEqual([9, 10, 11])
  recorder.clear()
  expect(recorder.entries()).toEqual([])
  await guest.defer('summary')
  expect(recorder.entries()[0]?.number).toBe(12)
})

test('is the same client to the app: same replies, same catalogue', async () => {
  const { recorder, guest } = await onRecord()
  expect(await guest.disable('summary')).toEqual({ ok: true })
  expect(await guest.enable('summary', { answer: 'accept' })).toMatchObject({
    ok: false,
    rejection: { code: 'not-allowed' },
  })
  expect(recorder.entries().at(-1)).toMatchObject({ rejection: { code: 'not-allowed' } })
  expectTypeOf(guest.disable).parameter(0).toEqualTypeOf<'summary' | `summary@${string}`>()
})

test('every wish that a client takes is on record', async () => {
  const { recorder, guest } = await onRecord()
  // What is no wish: reading, listening, the device's own uplink, what was signed, a word to the engineer, and the end.
  const others = [
    ...['store', 'permits', 'onGate', 'attachIndicator', 'unmute', 'receipt', 'link'],
    ...['sayTrouble', 'dispose'],
  ]
  const wishes = Object.keys(guest).filter((name) => !others.includes(name))
  for (const name of wishes) {
    recorder.clear()
    const call = guest[name as 'requestOff'] as (...options: unknown[]) => unknown
    await call('summary', { answer: 'decline', visibleMs: 0, lang: 'en' })
    expect(recorder.entries().some((entry) => entry.type === 'wish' && entry.wish === name)).toBe(true)
  }
  expect(wishes.length).toBeGreaterThan(14)
})

test('a listener that throws disturbs nobody', async () => {
  const { host, meeting, recorder, guest } = await onRecord()
  const thrown: unknown[] = []
  const real = globalThis.queueMicrotask
  vi.stubGlobal('queueMicrotask', (call: () => void) =>
    real(() => {
      try {
        call()
      } catch (error) {
        thrown.push(error)
      }
    }),
  )
  const mend = recorder.subscribe(() => {
    throw new Error('broken devtools')
  })
  const heard = vi.fn()
  const undo = recorder.subscribe(heard)
  await host.enable('summary', { answer: 'accept' })
  await meeting.settle()
  expect(await guest.decline('summary')).toEqual({ ok: true })
  mend()
  await meeting.settle()
  vi.unstubAllGlobals()
  expect(thrown.map(String)).toContain('Error: broken devtools')
  const calls = heard.mock.calls.length
  expect(calls).toBeGreaterThan(0)
  undo()
  await guest.defer('summary')
  expect(heard).toHaveBeenCalledTimes(calls)
})

test('ends with the client, or before it, and is text', async () => {
  const { meeting, host, recorder, guest } = await onRecord()
  await host.enable('summary', { answer: 'accept' })
  await meeting.settle()
  await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
  await guest.accept('summary')
  await meeting.settle()
  guest.dispose()
  expect(recorder.entries().map(say)).toContain('summarise closes')
  const ended = recorder.entries()
  await host.disable('summary')
  await meeting.settle()
  expect(recorder.entries()).toBe(ended)
  expect(JSON.parse(recorder.toJson())).toEqual({
    startedAt: meeting.clock.now(),
    entries: JSON.parse(JSON.stringify(ended)),
  })

  const other = createRecorder(host, { clock: meeting.clock })
  const before = other.entries()
  other.stop()
  await other.client.enable('summary', { answer: 'accept' })
  expect(other.entries()).toBe(before)
})
