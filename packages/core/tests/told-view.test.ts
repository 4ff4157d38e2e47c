import { defineFeature, noticeOnly, objection, viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { summary } from './features.ts'

const own = { ...summary, policy: { ...summary.policy, turnOn: 'anyone' as const } }
const timed = (then: 'exclude' | 'leave') =>
  defineFeature({
    ...summary,
    policy: { ...summary.policy, decline: 'leave', unanswered: { afterMs: 20_000, then } },
  })

async function benIn(feature: Parameters<typeof defineFeature>[0]) {
  const meeting = await createMeeting({ features: [feature] })
  const host = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  await host.enable('summary', { answer: 'accept' })
  await meeting.settle()
  const status = (id = 'summary') => viewFeature(ben.store.getState(), id)
  return { meeting, host, ben, status }
}
const seen = { visibleMs: 2_000, lang: 'en' }

describe('what nobody has to say yes to', () => {
  test('cannot be put off, and waits for an objection before it takes anything', async () => {
    const { meeting, ben, status } = await benIn({ ...summary, policy: objection })
    expect(status()).toMatchObject({ standing: 'question', waited: false })
    expect(status()?.actions).toEqual(['accept', 'decline', 'requestOff'])
    await ben.show('summary', seen)
    expect(status()?.standing).toBe('question')
    await meeting.advance(15_000)
    expect(status()).toMatchObject({ standing: 'included', waited: true })
    expect(status()?.actions).toContain('withdraw')
  })

  test('is waiting, not a question, where something else than the person closes it', async () => {
    const { meeting, status } = await benIn({ ...summary, policy: noticeOnly })
    const cora = await meeting.join('cora', { indicator: false })
    await cora.show('summary', seen)
    const ofCora = viewFeature(cora.store.getState(), 'summary')
    expect(ofCora).toMatchObject({ standing: 'waiting', reason: 'unreachable' })
    expect(ofCora?.actions).toContain('withdraw')
    expect(status()?.standing).toBe('question')
  })

  test('is not asked again by a host', async () => {
    const { host } = await benIn({ ...summary, policy: noticeOnly })
    expect(viewFeature(host.store.getState(), 'summary')?.actions).not.toContain('askAgain')
  })
})

describe('whose time to answer is over', () => {
  test('can still answer where it means being left out', async () => {
    const { meeting, status } = await benIn(timed('exclude'))
    await meeting.advance(21_000)
    expect(status()?.standing).toBe('later')
  })

  test('is asked again on coming back where it meant leaving', async () => {
    const { meeting, ben, status } = await benIn(timed('leave'))
    await meeting.advance(21_000)
    expect(ben.store.getState().place).toBe('out')
    ben.enter('call')
    await meeting.settle()
    expect(status()?.standing).toBe('question')
  })
})

describe('a run of somebody’s own', () => {
  test('opens gates on the device of who said yes to it', async () => {
    const { ben, status } = await benIn(own)
    await ben.show('summary@anna', seen)
    await ben.accept('summary@anna')
    expect(status('summary@anna')).toMatchObject({ standing: 'included', owner: 'anna' })
    expect(ben.permits('summary@anna', 'summarise')).toBe(true)
  })

  test('is forbidden while hosts allow nobody one', async () => {
    const { meeting, host, status } = await benIn(own)
    expect(status()?.forbidden).toBe(false)
    await host.bar('summary')
    await meeting.settle()
    expect(status()).toMatchObject({ forbidden: true, actions: [] })
  })
})
