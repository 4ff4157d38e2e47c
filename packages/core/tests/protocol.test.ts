import { describe, expect, test } from 'vitest'
import type { Identity } from '../src/authority/identity.ts'
import { openLink } from './link.ts'
import { device } from './sentences.ts'
import { turns } from './stage.ts'

describe('hello', () => {
  test('has to come first, and in time', async () => {
    for (const first of ['{', '"hello"', '{"type":"weather"}', '[]', 'null']) {
      const { say, isClosed } = await openLink()
      expect(await say(first)).toMatchObject({ type: 'refused', code: 'malformed' })
      expect(isClosed()).toBe(true)
    }
    const silent = await openLink()
    silent.stage.clock.advance(10_000)
    expect(silent.isClosed()).toBe(true)
    // Late is not wrong: a client that is told so must not give up for good.
    expect(silent.said).toEqual([])
  })

  test.each([
    ['1.0', 'welcome'],
    ['1.1', 'welcome'],
    ['1.2', 'welcome'],
    ['1.3', 'refused'],
    ['2.0', 'refused'],
    ['0.9', 'refused'],
    ['1', 'refused'],
    ['', 'refused'],
    ['1.0.0', 'refused'],
    ['1.x', 'refused'],
  ])('of version %s is answered by %s', async (version, type) => {
    const { said, say, hello } = await openLink()
    await say({ ...hello, version })
    expect(said[0]).toMatchObject(type === 'refused' ? { type, code: 'version' } : { type })
  })

  test('with a token that is not ours is refused', async () => {
    const { say, hello, isClosed } = await openLink()
    const refused = { type: 'refused', code: 'token', message: 'not signed by us' }
    expect(await say({ ...hello, token: 'forged' })).toEqual(refused)
    expect(isClosed()).toBe(true)
  })

  test('may have fields of a later version, and nobody says in it who they are', async () => {
    const { said, say, hello } = await openLink()
    await say({ ...hello, participant: 'anna', role: 'host', mood: 'good' })
    expect(said[1]).toMatchObject({
      type: 'snapshot',
      view: { you: { participant: 'ben', role: 'attendee' } },
    })
  })

  test('said twice counts once', async () => {
    const { said, say, hello } = await openLink()
    await say(hello)
    await say(hello)
    expect(said.map(({ type }) => type)).toEqual(['welcome', 'snapshot'])
  })

  test('before it nothing counts, and a guess at somebody’s session gets a snapshot of one’s own', async () => {
    const { stage, said, say, hello, command } = await openLink()
    await command({ type: 'participant.join', place: 'call' })
    expect(said).toEqual([])
    const { session } = stage.listen(device('anna', { role: 'host' }))
    await say({ ...hello, resume: { session: session.id, number: 0 } })
    expect(said[0]).toMatchObject({ type: 'welcome', resumed: false })
    expect(said[0]?.session).not.toBe(session.id)
  })
})

describe('after it', () => {
  test('what is not understood is rejected by itself, and the rest goes on', async () => {
    const { say, hello, command, isClosed } = await openLink()
    await say(hello)
    const malformed = { type: 'reply', id: '', reply: { ok: false, rejection: { code: 'malformed' } } }
    for (const message of ['{', '{"type":"weather"}', '{"type":"command","command":{}}', '42']) {
      expect(await say(message)).toMatchObject(malformed)
    }
    for (const wrong of [
      { type: 'consent.insist' },
      { type: 'participant.join', place: 'stage' },
      { type: 'participant.lapse', participant: 'anna', connection: 'x', cause: 'closed' },
      { type: 'authority.start' },
      { type: 'consent.decline', feature: 'x'.repeat(194), method: 'button' },
    ]) {
      expect(await command(wrong)).toMatchObject({ ...malformed, id: 'c' })
    }
    const joined = await command({ id: 'd', type: 'participant.join', place: 'call', mood: 'good' })
    expect(joined).toEqual({ type: 'reply', id: 'd', reply: { ok: true } })
    expect(isClosed()).toBe(false)
  })

  test('the token decides who wishes, whatever the command says', async () => {
    const { stage, say, hello, command } = await openLink()
    await say(hello)
    await command({ id: 'e', type: 'participant.join', place: 'call', participant: 'anna', role: 'host' })
    const events = await stage.ledger.read('meeting')
    expect(events.at(-1)).toMatchObject({ type: 'participant.joined', participant: 'ben', role: 'attendee' })
  })

  test('silence makes unreachable, renewals do not', async () => {
    const { stage, say, hello, command, isClosed } = await openLink()
    await say(hello)
    await command({ type: 'participant.join', place: 'call' })
    for (let times = 0; times < 5; times += 1) {
      stage.clock.advance(9_000)
      expect(await say({ type: 'renew', nonce: `n${times}` })).toMatchObject({ nonce: `n${times}` })
    }
    stage.clock.advance(9_999)
    expect(isClosed()).toBe(false)
    stage.clock.advance(1)
    await turns()
    expect(isClosed()).toBe(true)
    const events = await stage.ledger.read('meeting')
    expect(events.at(-1)).toMatchObject({ type: 'participant.lapsed', cause: 'silent', by: 'authority' })
  })

  test('a gate token reads gates and does nothing else', async () => {
    const gate: Identity = { use: 'gate', meeting: 'meeting', worker: 'w', features: ['summary'] }
    const { said, say, hello, command } = await openLink(gate)
    await say(hello)
    expect(said).toMatchObject([
      { type: 'welcome' },
      { type: 'gates', lists: [{ feature: 'summary', allow: [] }] },
    ])
    const rejected = { reply: { ok: false, rejection: { code: 'not-allowed' } } }
    expect(await command({ type: 'consent.withdraw', feature: 'summary', method: 'api' })).toMatchObject(
      rejected,
    )
  })
})

test('a link that throws is over: its person is out of reach, and everybody else is served', async () => {
  let isBroken = false
  const { stage, hello, say, command, isClosed } = await openLink(undefined, {}, () => {
    if (isBroken) throw new Error('EPIPE')
  })
  const anna = device('anna', { role: 'host' })
  await stage.after(anna.joins(), anna.showsIndicator(), anna.turnsOn())
  const { messages } = stage.listen(anna)
  await say(hello)
  const laptop = device('ben', { connection: 'laptop' })
  for (const { command: wish } of laptop.saysYes()) await command(wish)
  expect(stage.hears(laptop)).toBe(true)
  isBroken = true
  const told = messages.length
  expect(await stage.send(anna.turnsOff())).toEqual({ ok: true })
  await turns(20)
  expect([isClosed(), stage.faults]).toEqual([true, []])
  expect(messages.length).toBeGreaterThan(told)
  const events = await stage.ledger.read('meeting')
  expect(events.at(-1)).toMatchObject({ type: 'participant.lapsed', participant: 'ben', cause: 'closed' })
})
