import { acceptOrLeave, defineFeature, viewFeature } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { summary } from './features.ts'

async function benOnTwoDevices() {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [summary], ledger })
  const host = await meeting.join('anna', { role: 'host' })
  const laptop = await meeting.join('ben')
  const phone = await meeting.join('ben')
  const gate = await meeting.worker()
  await host.enable('summary', { answer: 'accept' })
  await laptop.show('summary', { visibleMs: 2_000, lang: 'en' })
  await laptop.accept('summary')
  const hears = () => gate.permits('ben', 'summary', 'summarise')
  expect(hears()).toBe(true)
  return { meeting, ledger, laptop, phone, hears, host }
}

test('both devices go away while nothing can be written: closed with the second', async () => {
  const { meeting, ledger, laptop, phone, hears } = await benOnTwoDevices()
  ledger.fail()
  laptop.dispose()
  await meeting.settle()
  expect(hears()).toBe(true)
  phone.dispose()
  await meeting.settle()
  expect(hears()).toBe(false)
})

test('leaving on one device leaves the other in the call, and in touch', async () => {
  const { laptop, phone, hears } = await benOnTwoDevices()
  await laptop.leave()
  expect(hears()).toBe(true)
  expect(viewFeature(phone.store.getState(), 'summary')?.standing).toBe('included')
  await phone.leave()
  expect(hears()).toBe(false)
})

test('leaving as the answer takes the other device out of the call too', async () => {
  const minutes = defineFeature({ ...summary, policy: acceptOrLeave })
  const meeting = await createMeeting({ features: [minutes] })
  const host = await meeting.join('anna', { role: 'host' })
  const laptop = await meeting.join('ben')
  let left = 0
  const leave = async (): Promise<void> => {
    left += 1
  }
  const phone = await meeting.join('ben', { call: { leave } })
  await host.enable('summary', { answer: 'accept' })
  await laptop.leave({ instead: 'summary' })
  await meeting.settle()
  expect(left).toBe(1)
  expect(phone.store.getState().place).toBe('out')
})

test('a room that takes a person’s place does not inherit what they ticked', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  const gate = await meeting.worker()
  await host.enable('summary', { answer: 'accept' })
  await ben.show('summary', { visibleMs: 2_000, lang: 'en' })
  await ben.accept('summary', { grants: ['improve'] })
  expect(gate.permits('ben', 'summary', 'improve')).toBe(true)
  const room = await meeting.join('ben', { kind: 'room' })
  expect(gate.permits('ben', 'summary', 'improve')).toBe(false)
  expect(gate.permits('ben', 'summary', 'summarise')).toBe(false)
  await room.leave()
  await meeting.settle()
  expect(gate.permits('ben', 'summary', 'improve')).toBe(true)
})
