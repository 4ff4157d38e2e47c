import { describe, expect, it } from 'vitest'
import type { CommandAsked, ConsentHooks } from '../../src/index.ts'
import { eventually, joined, MEETING, turnOn, useServer } from '../running-server.ts'

const start = useServer()
type OnCommand = NonNullable<ConsentHooks['onCommand']>
const SUMMARY = 'meeting-summary'

describe('onCommand', () => {
  it('hears what a person wishes, and by whom, before it counts', async () => {
    const asked: CommandAsked[] = []
    const { person } = await start({
      onCommand: (one) => {
        asked.push(one)
        return undefined
      },
    })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    expect(asked.find(({ command }) => command.type === 'feature.enable')).toMatchObject({
      meeting: MEETING,
      participant: 'ada',
      role: 'host',
      command: { feature: SUMMARY, decision: { answer: 'accept' } },
    })
  })

  it('refuses, in words that whoever wished it is told', async () => {
    const { person, server } = await start({
      onCommand: async ({ command }) =>
        command.type === 'feature.enable' ? { refuse: 'Not in this plan.' } : undefined,
    })
    const ada = person('ada', 'host')
    await joined(ada)
    expect(await ada.enable(SUMMARY, { answer: 'accept' })).toEqual({
      ok: false,
      rejection: { code: 'refused-by-app', message: 'Not in this plan.' },
    })
    expect(server.permits(MEETING, 'ada', SUMMARY, 'summarise')).toBe(false)
  })

  it('is not asked about a no, and cannot hold one up', async () => {
    const asked: string[] = []
    let isRefusing = false
    const { person, server } = await start({
      onCommand: ({ command }) => {
        asked.push(command.type)
        return isRefusing ? { refuse: 'Never.' } : undefined
      },
    })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    isRefusing = true
    expect(server.permits(MEETING, 'ada', SUMMARY, 'summarise')).toBe(true)
    const OK = { ok: true }
    expect(await ada.withdraw(SUMMARY)).toEqual(OK)
    expect(server.permits(MEETING, 'ada', SUMMARY, 'summarise')).toBe(false)
    expect(await bob.decline(SUMMARY)).toEqual(OK)
    expect(await ada.disable(SUMMARY)).toEqual(OK)
    expect(await ada.remove('bob')).toEqual(OK)
    expect(await ada.leave()).toEqual(OK)
    const closes = [
      'consent.decline',
      'consent.withdraw',
      'feature.disable',
      'participant.remove',
      'participant.leave',
    ]
    expect(asked.filter((type) => closes.includes(type))).toEqual([])
  })

  it.each<[string, OnCommand]>([
    [
      'throws',
      () => {
        throw new Error('no idea')
      },
    ],
    ['hangs', () => new Promise(() => {})],
    ['answers neither', () => true as never],
  ])('that %s opens nothing, and a no goes past it', async (_what, broken) => {
    let isBroken = false
    const faults: unknown[] = []
    const { person, server } = await start({
      hookWithinMs: 300,
      onFault: (fault) => faults.push(fault),
      onCommand: (one) => (isBroken ? broken(one) : undefined),
    })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features[SUMMARY]?.phase).toBe('on'))
    await bob.show(SUMMARY, { visibleMs: 2_500, lang: 'en' })
    isBroken = true
    const accepted = bob.accept(SUMMARY)
    // Somebody else's no, and one's own of another feature, while the hook is thinking.
    expect(await ada.withdraw(SUMMARY)).toEqual({ ok: true })
    expect(await bob.decline('captions')).toEqual({ ok: true })
    expect(await accepted).toMatchObject({ ok: false, rejection: { code: 'unavailable' } })
    expect(faults).toHaveLength(1)
    expect(server.permits(MEETING, 'bob', SUMMARY, 'summarise')).toBe(false)
    isBroken = false
    expect(await bob.accept(SUMMARY)).toEqual({ ok: true })
  })

  it('that says yes too late does not bring back what a no has overtaken', async () => {
    const answers: (() => void)[] = []
    let isSlow = false
    const { person, server } = await start({
      onCommand: () =>
        isSlow ? new Promise<undefined>((resolve) => answers.push(() => resolve(undefined))) : undefined,
    })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features[SUMMARY]?.phase).toBe('on'))
    await bob.show(SUMMARY, { visibleMs: 2_500, lang: 'en' })
    isSlow = true
    const accepted = bob.accept(SUMMARY)
    await eventually(() => expect(answers).toHaveLength(1))
    expect(await bob.decline(SUMMARY)).toEqual({ ok: true })
    answers[0]?.()
    expect(await accepted).toMatchObject({ ok: false })
    expect(server.permits(MEETING, 'bob', SUMMARY, 'summarise')).toBe(false)
  })

  it('keeps no page from coming that shows no indicator yet', async () => {
    const { person } = await start({ onCommand: async () => undefined })
    const ada = person('ada', 'host', { indicator: 'hidden' })
    await joined(ada)
    ada.attachIndicator()
    await turnOn(ada)
  })

  it('that is slow loses no yes of a host who puts somebody else out meanwhile', async () => {
    const answers: (() => void)[] = []
    let isSlow = false
    const { person, server } = await start({
      onCommand: () =>
        isSlow ? new Promise<undefined>((resolve) => answers.push(() => resolve(undefined))) : undefined,
    })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    isSlow = true
    const enabled = ada.enable(SUMMARY, { answer: 'accept' })
    await eventually(() => expect(answers).toHaveLength(1))
    expect(await ada.remove('bob')).toEqual({ ok: true })
    answers[0]?.()
    expect(await enabled).toEqual({ ok: true })
    expect(server.permits(MEETING, 'ada', SUMMARY, 'summarise')).toBe(true)
  })

  it('that is slow brings back no indicator that was hidden meanwhile, nor anything of who has left', async () => {
    const answers: (() => void)[] = []
    let isSlow = false
    const { socket, mint, events } = await start({
      onCommand: () =>
        isSlow ? new Promise<undefined>((resolve) => answers.push(() => resolve(undefined))) : undefined,
    })
    const ada = await socket()
    ada.hello(await mint('ada', 'host'))
    await eventually(() => expect(ada.heard('snapshot')).toHaveLength(1))
    const say = (id: string, command: Record<string, unknown>) => ada.command({ id, ...command })
    const UNAVAILABLE = { ok: false, rejection: { code: 'unavailable' } }
    say('join', { type: 'participant.join', place: 'call' })
    await eventually(() => expect(ada.replyTo('join')).toEqual({ ok: true }))
    isSlow = true
    say('show', { type: 'indicator.show', knows: [] })
    say('hide', { type: 'indicator.hide' })
    await eventually(() => expect(ada.replyTo('hide')).toEqual({ ok: true }))
    say('move', { type: 'participant.join', place: 'call', room: 'r1' })
    say('leave', { type: 'participant.leave' })
    await eventually(() => expect(ada.replyTo('leave')).toEqual({ ok: true }))
    for (const answer of answers) answer()
    await eventually(() => expect(ada.replyTo('move')).toMatchObject(UNAVAILABLE))
    expect(ada.replyTo('show')).toMatchObject(UNAVAILABLE)
    const types = (await events()).map(({ type }) => type)
    expect(types.filter((type) => type.startsWith('indicator'))).toEqual([])
    expect(types.at(-1)).toBe('participant.left')
  })

  it('is not told who asks the hosts for an end without a name', async () => {
    const asked: CommandAsked[] = []
    const { person } = await start({
      onCommand: (one) => {
        asked.push(one)
        return undefined
      },
    })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features[SUMMARY]?.phase).toBe('on'))
    // Delivered some time later; what came after it has had its turn by then.
    void bob.requestOff(SUMMARY)
    expect(await bob.requestOff(SUMMARY, { anonymous: false })).toMatchObject({
      rejection: { code: 'requested-already' },
    })
    expect(asked.filter(({ command }) => command.type === 'feature.requestOff')).toMatchObject([
      { participant: 'bob', command: { anonymous: false } },
    ])
  })
})
