import { defineFeature, viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { summary } from './features.ts'

// The server comes back with another declaration of the same feature.

async function acceptedThenDeployed(change: object) {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  await host.enable('summary', { answer: 'accept' })
  host.dispose()
  await meeting.kill()
  await meeting.start([defineFeature({ ...summary, ...change })])
  const again = await meeting.join('anna', { role: 'host' })
  const gate = await meeting.worker()
  const status = () => viewFeature(again.store.getState(), 'summary')
  return { meeting, again, gate, status }
}

test('a yes to one processor is not a yes to another, whatever the revision says', async () => {
  const { again, gate, status } = await acceptedThenDeployed({ processors: [{ name: 'Somebody else' }] })
  expect(gate.permits('anna', 'summary', 'summarise')).toBe(false)
  expect(status()).toMatchObject({ standing: 'question', reason: 'stale-notice' })
  await again.show('summary', { visibleMs: 2_000, lang: 'en' })
  expect(await again.accept('summary')).toEqual({ ok: true })
  expect(gate.permits('anna', 'summary', 'summarise')).toBe(true)
})

test('an optional ask that is gone by then is taken back with the others, and is not back with its declaration', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  await host.enable('summary', { answer: 'accept', grants: ['improve', 'voices'] })
  await meeting.kill()
  const { voices: _, ...asks } = summary.asks
  await meeting.start([defineFeature({ ...summary, asks }) as unknown as typeof summary])
  const again = await meeting.join('anna', { role: 'host' })
  expect(await again.withdraw('summary', { asks: ['improve', 'voices'] })).toEqual({ ok: true })
  await meeting.kill()
  await meeting.start([summary])
  await meeting.join('anna', { role: 'host' })
  const gate = await meeting.worker()
  const open = (['summarise', 'improve', 'voices'] as const).map((ask) =>
    gate.permits('anna', 'summary', ask),
  )
  expect(open).toEqual([true, false, false])
})

test('the same declaration deployed again changes nothing', async () => {
  const { gate } = await acceptedThenDeployed({})
  expect(gate.permits('anna', 'summary', 'summarise')).toBe(true)
})

test('erasing asks those who captured, not those who would now', async () => {
  const { again, meeting } = await acceptedThenDeployed({
    revision: 2,
    processors: [{ name: 'Somebody else' }],
  })
  // A yes that went stale is not a yes: there is nothing to take back before erasing.
  expect(await again.erase('summary')).toEqual({ ok: true })
  const asked = (await meeting.events()).at(-1)
  expect(asked).toMatchObject({
    type: 'erasure.requested',
    processors: summary.processors.map(({ name }) => name),
  })
})
