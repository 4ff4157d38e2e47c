import { createManualClock } from '@askfirst/testing'
import { describe, expect, test, vi } from 'vitest'
import type { Identity } from '../src/authority/identity.ts'
import type { LinkListener } from '../src/ports.ts'
import { createConnection } from '../src/protocol/connection.ts'
import { serverMessageSchema } from '../src/protocol/server-messages.ts'
import { ben, openLink } from './link.ts'
import { device } from './sentences.ts'
import { turns } from './stage.ts'

const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 0, 1)

/** A reception that knows tokens by name, each as the test says. */
async function open(tokens: Record<string, Identity>) {
  const link = await openLink(ben, {
    authenticate: async (token) => {
      const identity = tokens[token]
      if (identity === undefined) throw new Error('not signed by us')
      return identity
    },
  })
  const renew = (token: string) => link.say({ type: 'token', token })
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 5_000) {
      await link.say({ type: 'renew', nonce: `${left}` })
      link.stage.clock.advance(Math.min(left, 5_000))
    }
  }
  return { ...link, renew, pass }
}
const until = (ms: number, change: object = {}): Identity =>
  ({ ...ben, issuedAt: START, expiresAt: START + ms, ...change }) as Identity

describe('a token that ends', () => {
  test('ends its connection, and its person is gone', async () => {
    const { stage, said, say, hello, command, pass, isClosed } = await open({ good: until(60_000) })
    await say(hello)
    expect(said[0]).toMatchObject({ type: 'welcome', tokenMs: 60_000 })
    await command({ type: 'participant.join', place: 'call' })
    await pass(59_999)
    expect(isClosed()).toBe(false)
    stage.clock.advance(1)
    await turns()
    expect(isClosed()).toBe(true)
    expect((await stage.ledger.read('meeting')).at(-1)).toMatchObject({
      type: 'participant.lapsed',
      cause: 'closed',
    })
    expect(said.filter(({ type }) => type === 'refused')).toEqual([])
  })

  test('counts no more after a machine was suspended, before any timer has run', async () => {
    const { stage, say, hello, command, replyTo, isClosed } = await open({ good: until(60_000) })
    await say(hello)
    stage.clock.suspend(60_000)
    await command({ id: 'late', type: 'participant.join', place: 'call' })
    expect([isClosed(), replyTo('late')]).toEqual([true, undefined])
  })

  test('of an AI worker ends its connection too', async () => {
    const gate: Identity = {
      use: 'gate',
      meeting: 'meeting',
      worker: 'w',
      features: ['summary'],
      expiresAt: START + 2_000,
    }
    const { stage, say, hello, isClosed } = await open({ good: gate })
    await say(hello)
    stage.clock.advance(2_000)
    expect(isClosed()).toBe(true)
  })

  test('is not said to end where it does not', async () => {
    const { said, say, hello } = await openLink()
    await say(hello)
    expect(said[0]).not.toHaveProperty('tokenMs')
  })
})

describe('a newer token', () => {
  test('is taken over on the same connection: nobody goes, and the end is another one', async () => {
    const tokens = { good: until(60_000), newer: until(HOUR_MS) }
    const { stage, said, say, hello, command, renew, pass, isClosed } = await open(tokens)
    await say(hello)
    await command({ type: 'participant.join', place: 'call' })
    const before = await stage.ledger.read('meeting')
    await pass(50_000)
    expect(await renew('newer')).toEqual({ type: 'token', tokenMs: HOUR_MS - 50_000 })
    await pass(600_000)
    expect(isClosed()).toBe(false)
    expect(await stage.ledger.read('meeting')).toEqual(before)
    expect(said.filter(({ type }) => type === 'welcome')).toHaveLength(1)
  })

  test.each<[string, object]>([
    ['another participant', { participant: 'anna' }],
    ['another meeting', { meeting: 'retro' }],
    ['a bot', { kind: 'agent' }],
    ['a phone with a bridge', { kind: 'phone', bridge: 'sip-1' }],
    ['a worker', { use: 'gate', worker: 'ben', features: ['summary'] }],
  ])('of %s is not taken, and the one at hand ends when it ends', async (_who, change) => {
    const { stage, say, hello, renew, isClosed } = await open({
      good: until(8_000),
      other: until(HOUR_MS, change),
    })
    await say(hello)
    expect(await renew('other')).toMatchObject({
      tokenMs: 8_000,
      refusal: expect.stringContaining('somebody else'),
    })
    stage.clock.advance(8_000)
    expect(isClosed()).toBe(true)
  })

  test('that is forged is not taken', async () => {
    const { say, hello, renew } = await open({ good: until(8_000) })
    await say(hello)
    expect(await renew('forged')).toMatchObject({ refusal: 'not signed by us' })
  })

  test('of a worker may not name other features', async () => {
    const gate: Identity = {
      use: 'gate',
      meeting: 'meeting',
      worker: 'w',
      features: ['summary', 'minutes'],
      expiresAt: START + 8_000,
    }
    const { say, hello, renew } = await open({
      good: gate,
      swapped: { ...gate, features: ['minutes', 'summary'], expiresAt: START + HOUR_MS },
      more: { ...gate, features: ['summary', 'minutes', 'notes'] },
    })
    await say(hello)
    expect(await renew('more')).toMatchObject({ tokenMs: 8_000, refusal: expect.any(String) })
    expect(await renew('swapped')).toEqual({ type: 'token', tokenMs: HOUR_MS })
  })

  test('with another role gives and takes rights at once, and the meeting knows', async () => {
    const tokens = { good: until(HOUR_MS), host: until(HOUR_MS, { role: 'host' }), guest: until(HOUR_MS) }
    const { stage, said, say, hello, command, renew } = await open(tokens)
    await say(hello)
    await command({ id: 'join', type: 'participant.join', place: 'lobby' })
    await command({ id: 'join-2', type: 'participant.join', place: 'call', room: 'west' })
    await renew('host')
    const joined = (await stage.ledger.read('meeting')).filter(({ type }) => type === 'participant.joined')
    expect(joined.at(-1)).toMatchObject({ participant: 'ben', role: 'host', place: 'call', room: 'west' })
    expect(said.findLast(({ type }) => type === 'snapshot')).toMatchObject({
      view: { you: { role: 'host' } },
    })
    const remove = (id: string) => command({ id, type: 'participant.remove', participant: 'nobody' })
    expect(await remove('r1')).toMatchObject({ reply: { rejection: { code: 'unknown-participant' } } })
    await renew('guest')
    expect(await remove('r2')).toMatchObject({ reply: { rejection: { code: 'not-allowed' } } })
  })

  test('with another role brings nobody back who left by another device of theirs', async () => {
    const tokens = { good: until(HOUR_MS), host: until(HOUR_MS, { role: 'host' }) }
    const { stage, say, hello, command, renew } = await open(tokens)
    const phone = device('ben', { connection: 'phone' })
    await say(hello)
    await command({ type: 'participant.join', place: 'call' })
    const anna = device('anna', { role: 'host' }).about('minutes')
    await stage.after(anna.arrives(), anna.turnsOn(), phone.joins(), phone.about('minutes').leavesInstead())
    await renew('host')
    const types = (await stage.ledger.read('meeting')).map(({ by, type }) => `${by} ${type}`)
    expect(types.at(-1)).toBe('ben participant.left')
    await command({ id: 'again', type: 'participant.join', place: 'call' })
    expect((await stage.ledger.read('meeting')).at(-1)).toMatchObject({
      ...{ by: 'ben', type: 'participant.joined', role: 'host' },
    })
  })

  test('with another role is of who is on their way back too', async () => {
    const tokens = { good: until(HOUR_MS), host: until(HOUR_MS, { role: 'host' }) }
    const { stage, say, hello, command, renew } = await open(tokens)
    await say(hello)
    await command({ id: 'in', type: 'participant.join', place: 'call' })
    await command({ id: 'out', type: 'participant.leave' })
    const goOn = stage.ledger.stall()
    await command({ id: 'back', type: 'participant.join', place: 'call' })
    await renew('host')
    goOn()
    await turns(50)
    expect((await stage.ledger.read('meeting')).at(-1)).toMatchObject({
      type: 'participant.joined',
      role: 'host',
    })
  })

  test('with another role brings back no device that went while it was on its way', async () => {
    const tokens = { good: until(HOUR_MS), host: until(HOUR_MS, { role: 'host' }) }
    const { stage, end, say, hello, command, renew } = await open(tokens)
    await say(hello)
    const goOn = stage.ledger.stall()
    await command({ type: 'participant.join', place: 'call' })
    await renew('host')
    end.onClose()
    goOn()
    await turns(50)
    const types = (await stage.ledger.read('meeting')).map(({ type }) => type)
    expect(types.slice(-2)).toEqual(['participant.joined', 'participant.lapsed'])
  })

  test('does not outlive a change of role or a removal', async () => {
    const tokens = { good: until(HOUR_MS), newer: until(HOUR_MS, { issuedAt: START + 1_000 }) }
    const { stage, accept, say, hello, command, renew, isClosed } = await open(tokens)
    await say(hello)
    await command({ type: 'participant.join', place: 'call' })
    stage.clock.advance(5_000)
    await renew('newer')
    await stage.authority.dispatch(
      { type: 'participant.remove', id: 'out', participant: 'ben' },
      { use: 'app', app: 'server' },
    )
    expect(isClosed()).toBe(true)
    for (const token of ['good', 'newer']) {
      expect(await accept().say({ ...hello, token })).toMatchObject({ type: 'refused', code: 'cut' })
    }
  })
})

describe('a client', () => {
  /** A connection over a link that the test answers by hand. */
  function connect(token: string | (() => Promise<string>)) {
    const clock = createManualClock()
    const sent: { type: string; token?: string }[] = []
    const statuses: string[] = []
    let listener: LinkListener | undefined
    const connection = createConnection({
      transport: {
        connect: (one) => {
          listener = one
          return { send: (text) => void sent.push(JSON.parse(text)), close: () => {} }
        },
      },
      token,
      connection: 'laptop',
      as: 'person',
      clock,
      ids: () => 'n',
      schema: serverMessageSchema,
      onMessage: () => {},
      onStatus: (status) => statuses.push(status),
    })
    const hear = async (message: object) => {
      listener?.onMessage(JSON.stringify(message))
      await turns()
    }
    const pass = async (ms: number) => {
      for (let left = ms; left > 0; left -= 1_000) {
        clock.advance(Math.min(left, 1_000))
        await hear({ type: 'renewed', nonce: 'n' })
      }
    }
    const start = async () => {
      listener?.onOpen()
      await turns()
      await hear({
        type: 'welcome',
        version: '1.1',
        session: 's',
        leaseMs: 10_000,
        resumed: false,
        tokenMs: 60_000,
      })
    }
    const tokens = () => sent.flatMap((message) => (message.type === 'token' ? [message.token] : []))
    const hellos = () => sent.flatMap((message) => (message.type === 'hello' ? [message.token] : []))
    /** The link is lost, and comes back. */
    const comeBack = async () => {
      listener?.onClose()
      clock.advance(5_000)
      listener?.onOpen()
      await turns()
    }
    return { connection, start, pass, hear, tokens, hellos, comeBack, statuses }
  }

  test('sends a newer token before the one at hand ends, and goes by what it is told then', async () => {
    let minted = 0
    const { start, pass, hear, tokens } = connect(async () => `t${++minted}`)
    await start()
    await pass(44_000)
    expect(tokens()).toEqual([])
    await pass(1_000)
    expect(tokens()).toEqual(['t2'])
    await hear({ type: 'token', tokenMs: 600_000 })
    await pass(440_000)
    expect(tokens()).toEqual(['t2'])
    await pass(10_000)
    expect(tokens()).toEqual(['t2', 't3'])
  })

  test('tries again where no token could be fetched, or it was not taken', async () => {
    const fetch = vi
      .fn()
      .mockResolvedValueOnce('t1')
      .mockRejectedValueOnce(new Error('offline'))
      .mockResolvedValue('t3')
    const { start, pass, hear, tokens } = connect(fetch)
    await start()
    await pass(45_000)
    expect(tokens()).toEqual([])
    await pass(12_000)
    expect(tokens()).toEqual(['t3'])
    await hear({ type: 'token', tokenMs: 3_000, refusal: 'not yet' })
    await pass(3_000)
    expect(tokens()).toEqual(['t3', 't3'])
  })

  test('comes back with the token it had where it gets no newer one, and goes on trying once that is over', async () => {
    const fetch = vi
      .fn()
      .mockResolvedValueOnce('t1')
      .mockRejectedValueOnce(new Error('offline'))
      .mockRejectedValueOnce(new Error('offline'))
      .mockResolvedValue('t2')
    const { start, comeBack, hear, hellos, statuses } = connect(fetch)
    await start()
    await comeBack()
    expect(hellos()).toEqual(['t1', 't1'])
    await hear({ type: 'refused', code: 'token', message: 'over' })
    await comeBack()
    await hear({ type: 'refused', code: 'token', message: 'over' })
    await comeBack()
    expect(hellos()).toEqual(['t1', 't1', 't1', 't2'])
    expect(statuses).toEqual(['live', 'lost'])
    await hear({ type: 'refused', code: 'token', message: 'not signed by us' })
    expect(statuses).toEqual(['live', 'lost', 'refused'])
  })

  test('whose token is a text has nothing to renew it with', async () => {
    const { start, pass, tokens } = connect('fixed')
    await start()
    await pass(60_000)
    expect(tokens()).toEqual([])
  })
})
