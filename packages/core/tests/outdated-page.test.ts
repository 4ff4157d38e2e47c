import { defineFeature, selectUnknown, viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { minutes, summary } from './features.ts'
import { catalogue, device } from './sentences.ts'
import { OK, openStage, turns } from './stage.ts'

// A page that was loaded before a deploy: it has another catalogue than the authority.

test('a page that cannot show a feature does not let it capture, and says that something is on', async () => {
  const meeting = await createMeeting({ features: [summary, minutes] })
  const host = await meeting.join('anna', { role: 'host' })
  const gate = await meeting.worker()
  await host.enable('minutes', { answer: 'accept' })
  expect(gate.permits('anna', 'minutes', 'note')).toBe(true)
  host.dispose()
  const stale = await meeting.join('anna', { role: 'host', features: [summary] })
  expect(gate.permits('anna', 'minutes', 'note')).toBe(false)
  expect(selectUnknown(stale.store.getState())).toBe('on')
  const phone = await meeting.join('anna', { role: 'host' })
  expect(gate.permits('anna', 'minutes', 'note')).toBe(true)
  expect(selectUnknown(stale.store.getState())).toBe('included')
  expect(selectUnknown(phone.store.getState())).toBe('off')
})

test('a page with another declaration is told to reload, and is not asked what it cannot ask', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  const other = defineFeature({ ...summary, retention: { days: 90 } })
  const stale = await meeting.join('ben', { features: [other] })
  await host.enable('summary', { answer: 'accept' })
  expect(viewFeature(stale.store.getState(), 'summary')).toMatchObject({ standing: 'outdated', actions: [] })
})

test('a host cannot turn on what the authority does not have, or has otherwise', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const other = defineFeature({ ...summary, revision: summary.revision + 1 })
  const host = await meeting.join('anna', { role: 'host', features: [other, minutes] })
  for (const id of ['summary', 'minutes']) {
    expect(viewFeature(host.store.getState(), id)?.actions).not.toContain('enable')
  }
})

test('a page with another declaration opens no gate of its own, though another device of the person does', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  const other = defineFeature({ ...summary, retention: { days: 90 } })
  const stale = await meeting.join('anna', { role: 'host', features: [other] })
  await host.enable('summary', { answer: 'accept' })
  expect(host.permits('summary', 'summarise')).toBe(true)
  expect(stale.permits('summary', 'summarise')).toBe(false)
})

test('a page with another declaration says that the person is captured through another device, and stops it', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const gate = await meeting.worker()
  const host = await meeting.join('anna', { role: 'host' })
  const other = defineFeature({ ...summary, asks: { condense: { ...summary.asks.summarise } } })
  const laptop = await meeting.join('ben', { features: [other] })
  const phone = await meeting.join('ben')
  const status = () => viewFeature(laptop.store.getState(), 'summary')
  await host.enable('summary', { answer: 'accept' })
  await phone.show('summary', { visibleMs: 2_000, lang: 'en' })
  expect(status()).toMatchObject({ standing: 'outdated', outdated: true, actions: [] })
  await phone.accept('summary')
  expect(gate.permits('ben', 'summary', 'summarise')).toBe(true)
  // Whatever this page calls what is asked.
  expect(status()).toMatchObject({ standing: 'included', outdated: true })
  expect(status()?.actions).toContain('withdraw')
  const reply = laptop.withdraw('summary')
  expect(status()?.standing).toBe('stopping')
  await reply
  expect(gate.permits('ben', 'summary', 'summarise')).toBe(false)
  expect(status()).toMatchObject({ standing: 'outdated', actions: ['erase'] })
})

test('what a page says it can show is kept where it is a declaration of here, and nothing else', async () => {
  const stage = await openStage()
  const anna = device('anna', { role: 'host' })
  const known = [...catalogue.values()].map(({ hash }) => hash)
  await stage.after(anna.joins(), anna.showsIndicator([...known, 'x'.repeat(128)]))
  expect((await stage.below.read('meeting')).at(-1)).toMatchObject({ type: 'indicator.shown', knows: known })
  const number = (await stage.below.read('meeting')).length
  await stage.after(anna.showsIndicator(['y'.repeat(128), ...known]))
  expect(await stage.below.read('meeting')).toHaveLength(number)
})

test('a page that can show less than before closes that before it is written, and nothing else', async () => {
  const stage = await openStage()
  const [anna, ben] = [device('anna', { role: 'host' }), device('ben')]
  const about = ben.about('minutes')
  await stage.after(anna.joins(), anna.showsIndicator(), anna.turnsOn(), anna.about('minutes').turnsOn())
  await stage.after(...ben.saysYes(), about.isShown(), about.accepts())
  const heard = () => [stage.hears(ben), stage.hears(ben, 'minutes', 'note')]
  expect(heard()).toEqual([true, true])
  const heal = stage.ledger.fail()
  const shown = stage.send(ben.showsIndicator([catalogue.get('minutes')?.hash ?? '']))
  expect(heard()).toEqual([false, true])
  stage.clock.advance(1_000)
  await turns()
  expect(heard()).toEqual([false, true])
  heal()
  stage.clock.advance(1_000)
  await turns()
  expect(await shown).toEqual(OK)
  expect(heard()).toEqual([false, true])
  await stage.after(ben.showsIndicator())
  expect(heard()).toEqual([true, true])
})
