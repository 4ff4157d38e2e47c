import { viewFeature } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { summary } from './features.ts'

async function included() {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [summary], ledger })
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben')
  const gate = await meeting.worker()
  await host.enable('summary', { answer: 'accept' })
  await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
  await guest.accept('summary', { grants: ['improve'] })
  return { meeting, ledger, host, guest, gate }
}

test('one optional ask is taken back by itself, at once on the device, and the rest goes on', async () => {
  const { guest, gate, meeting } = await included()
  expect(gate.permits('ben', 'summary', 'improve')).toBe(true)
  const reply = guest.withdraw('summary', { asks: ['improve'] })
  expect(guest.permits('summary', 'improve')).toBe(false)
  expect(guest.permits('summary', 'summarise')).toBe(true)
  expect(await reply).toEqual({ ok: true })
  expect(gate.permits('ben', 'summary', 'improve')).toBe(false)
  expect(gate.permits('ben', 'summary', 'summarise')).toBe(true)
  expect(viewFeature(guest.store.getState(), 'summary')?.standing).toBe('included')
  expect((await meeting.events()).at(-1)).toMatchObject({ type: 'consent.withdrawn', asks: ['improve'] })
})

test('a required ask cannot be taken back alone: that is a withdrawal', async () => {
  const { guest, gate } = await included()
  const reply = await guest.withdraw('summary', { asks: ['summarise' as 'improve'] })
  expect(reply).toMatchObject({ rejection: { code: 'unknown-ask' } })
  expect(gate.permits('ben', 'summary', 'summarise')).toBe(true)
})

test('an ask taken back while the ledger fails is closed at the worker before it is written', async () => {
  const { meeting, ledger, guest, gate } = await included()
  const heal = ledger.fail()
  const reply = guest.withdraw('summary', { asks: ['improve'] })
  await meeting.settle()
  expect(gate.permits('ben', 'summary', 'improve')).toBe(false)
  expect(gate.permits('ben', 'summary', 'summarise')).toBe(true)
  heal()
  await meeting.advance(1_000)
  expect(await reply).toEqual({ ok: true })
})

test('a yes to less closes what it leaves out before it is written, and nothing else', async () => {
  const { meeting, ledger, guest, gate } = await included()
  const heal = ledger.fail()
  const reply = guest.accept('summary', { grants: [] })
  await meeting.settle()
  expect(gate.permits('ben', 'summary', 'improve')).toBe(false)
  expect(gate.permits('ben', 'summary', 'summarise')).toBe(true)
  await meeting.advance(1_000)
  expect(gate.permits('ben', 'summary', 'improve')).toBe(false)
  heal()
  await meeting.advance(1_000)
  expect(await reply).toEqual({ ok: true })
  expect(gate.permits('ben', 'summary', 'improve')).toBe(false)
  expect((await meeting.events()).at(-1)).toMatchObject({ grants: ['summarise', 'transcribe'] })
})

test('a yes to less that is late leaves everything as the later decision has it', async () => {
  const { meeting, guest, gate } = await included()
  expect(await guest.accept('summary', { grants: [], seen: 0 })).toMatchObject({
    rejection: { code: 'stale-decision' },
  })
  await meeting.settle()
  expect(gate.permits('ben', 'summary', 'improve')).toBe(true)
})

test('a yes to as much, or to more, cannot be given while the ledger is down', async () => {
  const { meeting, ledger, guest, gate } = await included()
  const heal = ledger.fail()
  for (const grants of [['improve'], ['improve', 'voices']] as const) {
    expect(await guest.accept('summary', { grants })).toMatchObject({ rejection: { code: 'unavailable' } })
  }
  heal()
  await meeting.advance(1_000)
  expect(gate.permits('ben', 'summary', 'voices')).toBe(false)
  expect(gate.permits('ben', 'summary', 'improve')).toBe(true)
})

test('while a close cannot be written, every device of the person says that nothing is captured', async () => {
  const { meeting, ledger, guest } = await included()
  const tablet = await meeting.join('ben')
  expect(viewFeature(tablet.store.getState(), 'summary')?.standing).toBe('included')
  const heal = ledger.fail()
  void guest.withdraw('summary')
  await meeting.settle()
  expect(viewFeature(tablet.store.getState(), 'summary')).toMatchObject({
    standing: 'waiting',
    reason: 'not-enforced',
  })
  expect(tablet.permits('summary', 'summarise')).toBe(false)
  heal()
  await meeting.advance(1_000)
  expect(viewFeature(tablet.store.getState(), 'summary')?.standing).toBe('left-out')
})

test('going back to the lobby closes before it is written', async () => {
  const { meeting, ledger, guest, gate } = await included()
  ledger.fail()
  guest.enter('lobby')
  await meeting.settle()
  expect(gate.permits('ben', 'summary', 'summarise')).toBe(false)
})

test('told of a later run, and of that one only: a no given in this run is not news', async () => {
  const { host, guest } = await included()
  const told = () => viewFeature(guest.store.getState(), 'summary')?.told
  await guest.decline('summary')
  expect(told()).toBe(false)
  await host.disable('summary')
  await host.enable('summary', { answer: 'decline' })
  expect(told()).toBe(true)
})
