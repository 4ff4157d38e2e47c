import { defineFeature, hasUnknown, viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { minutes, summary } from './features.ts'

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
  expect(hasUnknown(stale.store.getState())).toBe(true)
  await meeting.join('anna', { role: 'host' })
  expect(gate.permits('anna', 'minutes', 'note')).toBe(true)
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
