import { defineFeature, leaveMeOut, viewFeature } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { summary } from './features.ts'

const kept = defineFeature({ ...summary, policy: { ...leaveMeOut, hostless: 'keep' } })

async function hostAndGuestHeard(feature: typeof summary | typeof kept = summary) {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [feature], ledger })
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben')
  const gate = await meeting.worker()
  await host.enable('summary', { answer: 'accept' })
  await guest.show('summary', { visibleMs: 2_000, lang: 'en' })
  await guest.accept('summary')
  const hears = () => gate.permits('ben', 'summary', 'summarise')
  const phase = () => viewFeature(guest.store.getState(), 'summary')?.phase
  expect(hears()).toBe(true)
  return { meeting, ledger, host, guest, hears, phase }
}

test('host leaves: it goes on for a minute, and then it is off', async () => {
  const { meeting, host, hears, phase } = await hostAndGuestHeard()
  await host.leave()
  await meeting.advance(59_000)
  expect([hears(), phase()]).toEqual([true, 'on'])
  await meeting.advance(1_000)
  expect([hears(), phase()]).toEqual([false, 'off'])
  expect((await meeting.events()).at(-1)).toMatchObject({ type: 'feature.disabled', cause: 'hostless' })
})

test('host leaves or hands over: goes on if another host is present, or one is back in time', async () => {
  const { meeting, host, hears } = await hostAndGuestHeard()
  await meeting.join('cora', { role: 'cohost' })
  await host.leave()
  await meeting.advance(120_000)
  expect(hears()).toBe(true)
})

test('the minute begins anew with each time that no host is there', async () => {
  const { meeting, host, hears } = await hostAndGuestHeard()
  await host.leave()
  await meeting.advance(40_000)
  const again = await meeting.join('anna', { role: 'host' })
  await again.leave()
  await meeting.advance(40_000)
  expect(hears()).toBe(true)
  await meeting.advance(20_000)
  expect(hears()).toBe(false)
})

test('a host whose page is gone without a word is no host either', async () => {
  const { meeting, host, hears } = await hostAndGuestHeard()
  host.dispose()
  await meeting.settle()
  await meeting.advance(60_000)
  expect(hears()).toBe(false)
})

test('after a restart the host has the same minute to come back', async () => {
  const { meeting, host, phase } = await hostAndGuestHeard()
  host.dispose()
  await meeting.kill()
  await meeting.start()
  await meeting.advance(65_000)
  expect(phase()).toBe('off')
})

test('a recorder with a host’s token is no host', async () => {
  const { meeting, host, hears } = await hostAndGuestHeard()
  await meeting.join('recorder', { role: 'host', kind: 'recorder' })
  await host.leave()
  await meeting.advance(60_000)
  expect(hears()).toBe(false)
})

test('with `keep` it goes on', async () => {
  const { meeting, host, hears } = await hostAndGuestHeard(kept)
  await host.leave()
  await meeting.advance(600_000)
  expect(hears()).toBe(true)
})

test('it closes on time while the ledger fails, and is written when it is back', async () => {
  const { meeting, ledger, host, hears, phase } = await hostAndGuestHeard()
  await host.leave()
  const heal = ledger.fail()
  await meeting.advance(60_000)
  expect(hears()).toBe(false)
  heal()
  await meeting.advance(1_000)
  expect(phase()).toBe('off')
})
