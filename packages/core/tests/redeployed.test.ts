import { defineFeature, viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { objected } from './cast.ts'
import { summary } from './features.ts'
import { by, device, given } from './sentences.ts'

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

test('a wait for one processor is not a wait for another, whatever the revision says, and both are asked to erase', async () => {
  const meeting = await createMeeting({ features: [objected] })
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  await anna.enable('objected', { answer: 'accept' })
  await ben.show('objected', { visibleMs: 2_000, lang: 'en' })
  await meeting.advance(15_000)
  for (const one of [anna, ben]) one.dispose()
  const processors = [...objected.processors, { name: 'Somebody else' }]
  await meeting.kill()
  await meeting.start([defineFeature({ ...objected, processors }) as unknown as typeof objected])
  await meeting.join('anna', { role: 'host' })
  const again = await meeting.join('ben')
  const gate = await meeting.worker()
  const hears = () => gate.permits('ben', 'objected', 'listen')
  // What they were told before would take them along again: to erase would be refused.
  expect(viewFeature(again.store.getState(), 'objected')?.actions).not.toContain('erase')
  expect(await again.erase('objected')).toMatchObject({ rejection: { code: 'still-included' } })
  expect(await again.show('objected', { visibleMs: 2_000, lang: 'en' })).toEqual({ ok: true })
  await meeting.advance(14_000)
  expect(hears()).toBe(false)
  await meeting.advance(1_000)
  expect(hears()).toBe(true)
  await again.withdraw('objected')
  expect(viewFeature(again.store.getState(), 'objected')?.actions).toContain('erase')
  await again.erase('objected')
  expect((await meeting.events()).at(-1)).toMatchObject({
    type: 'erasure.requested',
    processors: processors.map(({ name }) => name),
  })
})

test('a no to what is not declared for a while stands once it is declared again', async () => {
  for (const say of ['withdraw', 'decline'] as const) {
    const meeting = await createMeeting({ features: [summary] })
    const host = await meeting.join('anna', { role: 'host' })
    await host.enable('summary', { answer: 'accept' })
    await meeting.kill()
    await meeting.start([defineFeature({ ...summary, id: 'another' }) as unknown as typeof summary])
    await meeting.advance(5_000)
    // A page from before has it still.
    expect(await host[say]('summary')).toEqual({ ok: true })
    host.dispose()
    await meeting.kill()
    await meeting.start([summary])
    const again = await meeting.join('anna', { role: 'host' })
    const gate = await meeting.worker()
    expect(gate.permits('anna', 'summary', 'summarise')).toBe(false)
    expect(viewFeature(again.store.getState(), 'summary')?.standing).toBe('left-out')
  }
})

test('nothing else can be said to what is not declared, nor a no by who never answered it', () => {
  const anna = device('anna', { role: 'host' })
  const said = (type: 'consent.decline' | 'consent.withdraw', feature: string) =>
    by({ use: 'person', participant: 'anna', role: 'host', kind: 'person', connection: 'anna-1' }, {
      ...{ type, feature, method: 'button' },
    } as never)
  for (const type of ['consent.decline', 'consent.withdraw'] as const)
    for (const feature of ['gone', 'constructor'])
      given(...anna.arrives())
        .when(said(type, feature))
        .isRejected('unknown-feature')
})
