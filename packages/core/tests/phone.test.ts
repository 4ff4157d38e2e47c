import { acceptOrLeave, defineFeature } from '@askfirst/core'
import { createPhoneMenu, type PhoneAnnouncement } from '@askfirst/core/phone'
import { createMeeting } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { callOf, OK, plain, reasonOf, together } from './cast.ts'
import { summary } from './features.ts'

const orLeave = defineFeature({ ...plain, id: 'or-leave', policy: acceptOrLeave })
const QUESTION_MS = 8_000

/** Anna hosts; Ben is on the telephone, behind a bridge that speaks for eight seconds whatever it says. */
async function benIsOnThePhone({ call = callOf() } = {}) {
  const meeting = await createMeeting({ features: [summary, plain, orLeave, together] })
  const anna = await meeting.join('anna', { role: 'host' })
  const client = await meeting.join('ben', { bridge: 'sip-1', indicator: false, call })
  const gate = await meeting.worker()
  const begun: PhoneAnnouncement[] = []
  const cutShort: PhoneAnnouncement[] = []
  const open = () =>
    createPhoneMenu({
      client,
      clock: meeting.clock,
      say: (announcement, signal) =>
        new Promise((resolve, reject) => {
          begun.push(announcement)
          const undo = meeting.clock.after(QUESTION_MS, resolve)
          signal.addEventListener('abort', () => {
            undo()
            cutShort.push(announcement)
            reject(new Error('cut short'))
          })
        }),
    })
  const menu = open()
  const told = () => begun.map(({ key, status }) => `${key} ${status.id}`)
  const hears = (feature = 'summary', ask = 'summarise') => gate.permits('ben', feature, ask)
  const turnOn = async (feature: 'summary' | 'plain' | 'or-leave') => {
    expect(await anna.enable(feature, { answer: 'accept' })).toEqual(OK)
    await meeting.settle()
  }
  const spoken = () => meeting.advance(QUESTION_MS)
  const presses = async (keys: string) => {
    for (const key of keys) menu.press(key)
    await meeting.settle()
  }
  const decisions = async () =>
    (await meeting.events()).filter((event) => event.by === 'ben' && /^consent/.test(event.type))
  return {
    meeting,
    anna,
    client,
    menu,
    open,
    begun,
    cutShort,
    told,
    hears,
    turnOn,
    spoken,
    presses,
    decisions,
    call,
  }
}

describe('phone', () => {
  test('asked by voice, answers by key (1 yes, 2 no, *6 change); the bridge relays', async () => {
    const { begun, told, hears, turnOn, spoken, presses, decisions } = await benIsOnThePhone()
    await turnOn('summary')
    expect(told()).toEqual(['question summary'])
    expect(begun[0]).toMatchObject({
      status: { feature: { id: 'summary', processors: [{ name: 'Acme' }, { name: 'Hosting' }] } },
      keys: { '1': 'accept', '2': 'decline', '*6': 'change' },
    })
    await spoken()
    expect(hears()).toBe(false)
    await presses('1')
    expect(hears()).toBe(true)
    expect(told().at(-1)).toBe('accepted summary')
    expect(await decisions()).toMatchObject([
      { type: 'consent.accepted', method: 'dtmf', bridge: 'sip-1', kind: 'phone' },
    ])

    await presses('*6')
    expect(hears()).toBe(false)
    expect(told().at(-1)).toBe('question summary')
    await spoken()
    await presses('2')
    expect(hears()).toBe(false)
    expect(told().at(-1)).toBe('refused summary')
    expect((await decisions()).at(-1)).toMatchObject({
      type: 'consent.withdrawn',
      method: 'dtmf',
      bridge: 'sip-1',
    })

    await spoken()
    await presses('*6')
    await spoken()
    await presses('1')
    expect(hears()).toBe(true)
  })

  test('only required asks: the yes grants none of the optional ones', async () => {
    const { client, hears, turnOn, spoken, presses } = await benIsOnThePhone()
    await turnOn('summary')
    await spoken()
    expect(await client.accept('summary', { grants: ['improve'] })).toMatchObject({
      rejection: { code: 'unknown-ask' },
    })
    await presses('1')
    expect([hears('summary', 'transcribe'), hears('summary', 'improve'), hears('summary', 'voices')]).toEqual(
      [true, false, false],
    )
  })

  test('a key pressed before the announcement began is no answer', async () => {
    const { hears, turnOn, spoken, presses, decisions } = await benIsOnThePhone()
    await presses('12')
    await turnOn('summary')
    await spoken()
    expect([hears(), await decisions()]).toEqual([false, []])
  })

  test('the notice counts as shown only once it was spoken wholly, and a yes waits for it', async () => {
    const { meeting, hears, turnOn, presses, decisions } = await benIsOnThePhone()
    await turnOn('summary')
    await meeting.advance(QUESTION_MS - 1_000)
    await presses('1')
    const shown = async () =>
      (await meeting.events()).filter((event) => event.type === 'notice.shown' && event.participant === 'ben')
    expect([hears(), await shown(), await decisions()]).toEqual([false, [], []])
    await meeting.advance(1_000)
    expect(await shown()).toMatchObject([{ visibleMs: QUESTION_MS, bridge: 'sip-1' }])
    expect(hears()).toBe(true)
  })

  test('a no waits for nothing, and beats a yes pressed before it', async () => {
    const { turnOn, presses, decisions, cutShort, hears, spoken } = await benIsOnThePhone()
    await turnOn('summary')
    await presses('12')
    expect(await decisions()).toMatchObject([{ type: 'consent.declined', method: 'dtmf' }])
    expect(cutShort).toHaveLength(1)
    await spoken()
    expect(hears()).toBe(false)
  })

  test('silence is no answer; the question stays within reach', async () => {
    const { meeting, told, turnOn, spoken, presses, hears, decisions } = await benIsOnThePhone()
    await turnOn('summary')
    await spoken()
    await meeting.advance(120_000)
    expect([hears(), await decisions(), told()]).toEqual([false, [], ['question summary']])
    await presses('1')
    expect(hears()).toBe(true)
  })

  test('several questions come one after the other, and each key answers the one that was asked', async () => {
    const { meeting, told, turnOn, spoken, presses, hears } = await benIsOnThePhone()
    await turnOn('summary')
    await turnOn('plain')
    expect(told()).toEqual(['question summary'])
    await spoken()
    await meeting.advance(9_000)
    expect(told()).toEqual(['question summary'])
    await meeting.advance(1_000)
    expect(told()).toEqual(['question summary', 'question plain'])
    await spoken()
    await presses('1')
    expect([hears(), hears('plain', 'listen')]).toEqual([false, true])
  })

  test('it shows the indicator only while the phone has been told what is on', async () => {
    const { meeting, client, turnOn, spoken, presses, hears, open, menu, told } = await benIsOnThePhone()
    const indicator = () => client.store.getState().indicator
    expect(indicator()).toBe('hidden')
    await turnOn('summary')
    expect(indicator()).toBe('hidden')
    await spoken()
    expect(indicator()).toBe('shown')
    await presses('1')
    expect(hears()).toBe(true)
    // The phone hangs up and calls again: the yes is there, and not obeyed before it is told of.
    menu.dispose()
    await meeting.settle()
    expect([hears(), indicator(), reasonOf(client, 'summary')]).toEqual([false, 'hidden', 'unreachable'])
    const again = open()
    await meeting.settle()
    expect(told().at(-1)).toBe('agreed summary')
    expect(hears()).toBe(false)
    await spoken()
    expect([hears(), indicator()]).toEqual([true, 'shown'])
    again.dispose()
  })

  test('a feature that goes off in the middle of its question is not asked about any more', async () => {
    const { meeting, anna, cutShort, turnOn, presses, decisions, told } = await benIsOnThePhone()
    await turnOn('summary')
    await anna.disable('summary')
    await meeting.settle()
    expect(cutShort).toHaveLength(1)
    await presses('1')
    expect([await decisions(), told()]).toEqual([[], ['question summary']])
  })

  test('told when it is over, and asked anew about the next run', async () => {
    const { meeting, anna, told, turnOn, spoken, presses } = await benIsOnThePhone()
    await turnOn('summary')
    await spoken()
    await presses('1')
    await spoken()
    await anna.disable('summary')
    await meeting.settle()
    expect(told().at(-1)).toBe('off summary')
    await spoken()
    await turnOn('summary')
    expect(told().at(-1)).toBe('question summary')
  })

  test('a bridge with another declaration speaks of nothing, though another phone of theirs is included', async () => {
    const { meeting, client, hears, turnOn } = await benIsOnThePhone()
    client.attachIndicator()
    const older = defineFeature({ ...summary, retention: { days: 90 } })
    const stale = await meeting.join('ben', { bridge: 'sip-2', indicator: false, features: [older] })
    await turnOn('summary')
    await client.show('summary', { visibleMs: QUESTION_MS, lang: 'en' })
    await client.accept('summary')
    expect(hears()).toBe(true)
    const said: string[] = []
    createPhoneMenu({
      client: stale,
      clock: meeting.clock,
      say: async ({ key, status }) => void said.push(`${key} ${status.id}`),
    })
    await meeting.settle()
    expect(said).toEqual([])
  })

  test('a no lasts: told of the next run, not asked; *6 asks again', async () => {
    const { meeting, anna, told, turnOn, spoken, presses, hears } = await benIsOnThePhone()
    await turnOn('summary')
    await presses('2')
    await spoken()
    await anna.disable('summary')
    await meeting.settle()
    await spoken()
    await turnOn('summary')
    expect(told().at(-1)).toBe('left-out summary')
    await spoken()
    await presses('1')
    expect(hears()).toBe(false)
    await presses('*6')
    expect(told().at(-1)).toBe('question summary')
    await spoken()
    await presses('1')
    expect(hears()).toBe(true)
  })

  test('asked again by the hosts: spoken once more', async () => {
    const { meeting, anna, told, turnOn, spoken } = await benIsOnThePhone()
    await turnOn('summary')
    await spoken()
    await meeting.advance(30_000)
    expect(await anna.askAgain('summary')).toEqual(OK)
    await meeting.settle()
    expect(told()).toEqual(['question summary', 'question summary'])
  })

  test('where no means leaving, 2 leaves the call', async () => {
    const { begun, turnOn, spoken, presses, call } = await benIsOnThePhone()
    await turnOn('or-leave')
    expect(begun[0]?.keys['2']).toBe('leave')
    await spoken()
    await presses('2')
    expect(call.left).toBe(1)
  })

  test('what the authority could not write is said, and asked again', async () => {
    const { meeting, told, turnOn, spoken, presses, hears } = await benIsOnThePhone()
    await turnOn('summary')
    await spoken()
    await meeting.kill()
    await presses('1')
    expect(hears()).toBe(false)
    await meeting.start()
    await meeting.advance(3_000)
    expect(told().slice(1)).toEqual(['not-recorded summary'])
    await spoken()
    expect(told().at(-1)).toBe('question summary')
    await spoken()
    await presses('1')
    expect(hears()).toBe(true)
  })
})
