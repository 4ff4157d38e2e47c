import { acceptOrLeave, defineFeature, leaveMeOut, viewFeature } from '@askfirst/core'
import { expect, test } from 'vitest'
import { createMeeting } from './meeting.ts'

const summary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
  retention: { days: 30 },
})

test('a meeting in one line: asked, answered, heard by the gate', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const [host, guest, gate] = [
    await meeting.join('anna', { role: 'host' }),
    await meeting.join('ben'),
    await meeting.worker(),
  ]
  expect(await host.enable('meeting-summary', { answer: 'accept' })).toEqual({ ok: true })
  expect(viewFeature(guest.store.getState(), 'meeting-summary')?.standing).toBe('question')
  expect(gate.allowed('meeting-summary', 'summarise')).toEqual(['anna'])

  expect(await guest.accept('meeting-summary')).toMatchObject({ rejection: { code: 'notice-not-shown' } })
  await guest.show('meeting-summary', { visibleMs: 2_000, lang: 'en' })
  expect(await guest.accept('meeting-summary', { grants: ['improve'] })).toEqual({ ok: true })
  expect(gate.allowed('meeting-summary', 'improve')).toEqual(['ben'])
  expect(viewFeature(guest.store.getState(), 'meeting-summary')?.standing).toBe('included')
  expect(guest.permits('meeting-summary', 'summarise')).toBe(true)

  const stopped = guest.withdraw('meeting-summary')
  expect(guest.permits('meeting-summary', 'summarise')).toBe(false)
  expect(await stopped).toEqual({ ok: true })
  expect(gate.permits('ben', 'meeting-summary', 'summarise')).toBe(false)
  expect((await meeting.events()).map(({ type }) => type)).toContain('consent.withdrawn')
})

test('two features may share a meeting', async () => {
  const transcript = defineFeature({ ...summary, id: 'transcript', policy: acceptOrLeave })
  const meeting = await createMeeting({ features: [summary, transcript] })
  const host = await meeting.join('anna', { role: 'host' })
  await host.enable('transcript', { answer: 'accept' })
  expect(viewFeature(host.store.getState(), 'meeting-summary')?.standing).toBe('off')
  expect(viewFeature(host.store.getState(), 'transcript')?.standing).toBe('included')
})
