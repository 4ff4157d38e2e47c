import { AskFirstError, acceptOrLeave, defineFeature, leaveMeOut, sha256, viewFeature } from '@askfirst/core'
import { mergeNotices, toNoticeText } from '@askfirst/core/authority'
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

test('without features there is no meeting, and it says so', async () => {
  for (const given of [undefined, null, {}, { features: summary }]) {
    const made = createMeeting(given as never)
    await expect(made, JSON.stringify(given)).rejects.toThrow(AskFirstError)
    await expect(made).rejects.toThrow(/^features is (missing|no list)\..*defineFeature.*rule "features"/)
  }
})

test('two features may share a meeting', async () => {
  const transcript = defineFeature({ ...summary, id: 'transcript', policy: acceptOrLeave })
  const meeting = await createMeeting({ features: [summary, transcript] })
  const host = await meeting.join('anna', { role: 'host' })
  await host.enable('transcript', { answer: 'accept' })
  expect(viewFeature(host.store.getState(), 'meeting-summary')?.standing).toBe('off')
  expect(viewFeature(host.store.getState(), 'transcript')?.standing).toBe('included')
})

test('the app reports who is in the call, gives roles and puts people out of it', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const app = meeting.app()
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben')
  expect(await app.reportRoster(['anna', 'ben', { participant: 'tape', kind: 'recorder' }])).toEqual({
    ok: true,
  })
  expect(guest.store.getState().view?.others.bots).toMatchObject([{ participant: 'tape' }])

  expect(await app.changeRole('ben', 'host')).toEqual({ ok: true })
  await meeting.advance(1_000)
  expect(guest.store.getState().view?.you.role).toBe('host')

  expect(await app.removeParticipant('ben')).toEqual({ ok: true })
  await meeting.advance(10_000)
  expect(guest.store.getState().connection).toBe('lost')
  const again = await meeting.join('ben')
  expect(again.store.getState().view?.you).toMatchObject({ place: 'call', role: 'host' })

  await meeting.kill()
  expect(await app.reportRoster([])).toMatchObject({ rejection: { code: 'unavailable' } })
  expect(host.store.getState().connection).toBe('lost')
})

test('with registered texts, only what is registered can be answered', async () => {
  const source = {
    feature: summary,
    lang: 'en',
    templates: { question: 'Include you?' },
    controls: ['accept'],
  }
  const notices = mergeNotices({ v: 1, texts: [] }, [await toNoticeText(source, sha256)])
  const meeting = await createMeeting({ features: [summary], notices })
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben')
  expect(await host.enable('meeting-summary', { answer: 'accept', lang: 'de' })).toMatchObject({
    rejection: { code: 'unknown-notice' },
  })
  expect(await host.enable('meeting-summary', { answer: 'accept' })).toEqual({ ok: true })
  await meeting.settle()
  expect(await guest.show('meeting-summary', { visibleMs: 2_000, lang: 'en' })).toEqual({ ok: true })
  const shown = (await meeting.events()).at(-1)
  expect(shown).toMatchObject({ type: 'notice.shown', notice: { hash: notices.texts[0]?.hash } })
})

test('a phone, and somebody in a breakout room', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const phone = await meeting.join('ben', { bridge: 'sip-1' })
  await meeting.join('cora', { room: 'red' })
  expect(phone.store.getState().view?.you.kind).toBe('phone')
  const joined = (await meeting.events()).filter(({ type }) => type === 'participant.joined')
  expect(joined).toMatchObject([
    { participant: 'ben', kind: 'phone', bridge: 'sip-1' },
    { participant: 'cora', room: 'red' },
  ])
})
