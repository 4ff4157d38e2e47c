import { describe, expect, test } from 'vitest'
import type { Identity } from '../src/authority/identity.ts'
import type { ReceptionWatch } from '../src/authority/reception-types.ts'
import { openLink } from './link.ts'
import { turns } from './stage.ts'

/** Who is called what their token says; every limit that was met is written down. */
async function open(limits: object) {
  const met: string[] = []
  const watch: ReceptionWatch = {
    onCame: () => {},
    onGone: () => {},
    onRefused: () => {},
    onReply: () => {},
    onLimit: (limit) => met.push(limit),
  }
  const link = await openLink(undefined, {
    limits,
    watch,
    authenticate: async (token): Promise<Identity> =>
      token === 'worker'
        ? { use: 'gate', meeting: 'meeting', worker: 'w', features: ['summary'] }
        : { use: 'person', meeting: 'meeting', participant: token, role: 'attendee', kind: 'person' },
  })
  /** One more connection of somebody. */
  const come = async (token: string, connection = 'laptop') => {
    const one = link.accept()
    await one.say({ ...link.hello, token, connection })
    return one
  }
  return { ...link, come, met }
}
type Link = Awaited<ReturnType<Awaited<ReturnType<typeof open>>['come']>>

let ids = 0
const wish = (link: Link) => {
  ids += 1
  link.end.onMessage(
    JSON.stringify({
      type: 'command',
      command: { id: `w${ids}`, type: 'erasure.request', feature: 'summary' },
    }),
  )
  return `w${ids}`
}
const no = (link: Link) => {
  ids += 1
  link.end.onMessage(
    JSON.stringify({
      type: 'command',
      command: { id: `no${ids}`, type: 'consent.decline', feature: 'summary', method: 'button' },
    }),
  )
  return `no${ids}`
}
const TOO_MANY = { ok: false, rejection: { code: 'too-many-messages' } }

describe('a flood over one connection', () => {
  test('is rejected, and ended where it goes on; nobody else is slowed', async () => {
    const { come, met, stage } = await open({ messagesPerSecond: 5 })
    const [eve, ben] = [await come('eve'), await come('ben')]
    // Twenty may come at once, of which the hello was one.
    for (let count = 0; count < 19; count += 1) wish(eve)
    const over = wish(eve)
    await turns()
    expect(eve.replyTo(over)).toMatchObject(TOO_MANY)
    expect([eve.isClosed(), met.at(-1)]).toEqual([false, 'messagesPerSecond'])
    expect(ben.replyTo(wish(ben))).toBeUndefined()
    await turns(20)
    expect(ben.said.at(-1)).toMatchObject({
      type: 'reply',
      reply: { rejection: { code: 'nothing-to-erase' } },
    })
    for (let count = 0; count < 20; count += 1) wish(eve)
    expect(eve.isClosed()).toBe(true)
    // After a second there is something left again.
    stage.clock.advance(1_000)
    expect(ben.isClosed()).toBe(false)
  })

  test('of wishes to be told everything anew ends sooner: a host is told of everybody', async () => {
    const { come } = await open({ messagesPerSecond: 20, participantMessagesPerSecond: 20 })
    const eve = await come('eve')
    const told = () => eve.said.filter(({ type }) => type === 'snapshot').length
    const before = told()
    for (let count = 0; count < 20; count += 1)
      eve.end.onMessage(JSON.stringify({ type: 'resync', number: 0 }))
    // Eighty may come at once, of which connecting took ten.
    expect([told() - before, eve.isClosed()]).toEqual([7, false])
    const slow = await open({ messagesPerSecond: 1, participantMessagesPerSecond: 20 })
    const bob = await slow.come('bob')
    bob.end.onMessage(JSON.stringify({ type: 'resync', number: 0 }))
    expect(bob.said.filter(({ type }) => type === 'snapshot')).toHaveLength(2)
  })

  test('of what is no message at all counts the same', async () => {
    const { come } = await open({ messagesPerSecond: 5 })
    const eve = await come('eve')
    for (let count = 0; count < 60; count += 1) eve.end.onMessage('{')
    expect(eve.isClosed()).toBe(true)
  })

  test('before the hello is answered is ended too', async () => {
    const { accept, hello } = await open({ messagesPerSecond: 5 })
    const eve = accept()
    for (let count = 0; count < 60; count += 1) eve.end.onMessage(JSON.stringify({ ...hello, token: 'eve' }))
    expect(eve.isClosed()).toBe(true)
  })

  test('of noes before the hello is answered, when they are nobody’s, are ended too', async () => {
    const { accept, hello } = await open({ messagesPerSecond: 5 })
    const eve = accept()
    eve.end.onMessage(JSON.stringify({ ...hello, token: 'eve' }))
    const command = { type: 'consent.decline', id: 'no', feature: 'summary', method: 'button' }
    for (let count = 0; count < 20; count += 1)
      eve.end.onMessage(JSON.stringify({ type: 'command', command }))
    expect(eve.isClosed()).toBe(true)
  })

  test('never holds up a no, and a no never uses up the rest', async () => {
    const { come } = await open({ messagesPerSecond: 5, closesPerSecond: 5 })
    const ben = await come('ben')
    for (let count = 0; count < 30; count += 1) wish(ben)
    const declined = no(ben)
    await turns(20)
    expect(ben.replyTo(declined)).toEqual({ ok: true })
  })
})

describe('a flood over many connections', () => {
  test('of one participant is counted together', async () => {
    const { come, met } = await open({ messagesPerSecond: 5, participantMessagesPerSecond: 10 })
    const [one, two] = [await come('eve', 'tab-1'), await come('eve', 'tab-2')]
    // Forty together, of which connecting took ten each.
    for (let count = 0; count < 10; count += 1) wish(one)
    for (let count = 0; count < 10; count += 1) wish(two)
    const over = wish(two)
    await turns()
    expect(two.replyTo(over)).toMatchObject(TOO_MANY)
    expect(met.at(-1)).toBe('participantMessagesPerSecond')
  })

  test('gets no new allowance by connecting anew', async () => {
    const { come, met, stage } = await open({ participantMessagesPerSecond: 10 })
    for (let count = 0; count < 4; count += 1) (await come('eve')).end.onClose()
    const fifth = await come('eve')
    expect([fifth.isClosed(), fifth.said, met.at(-1)]).toEqual([true, [], 'participantMessagesPerSecond'])
    expect((await come('ben')).isClosed()).toBe(false)
    stage.clock.advance(5_000)
    expect((await come('eve')).isClosed()).toBe(false)
  })

  test('a token opened too often is told so, and the device that comes back is no other one', async () => {
    const { come, met } = await open({ devicesPerParticipant: 2 })
    const first = await come('eve', 'tab-1')
    await come('eve', 'tab-2')
    const third = await come('eve', 'tab-3')
    expect(third.said).toMatchObject([{ type: 'refused', code: 'devices' }])
    expect(met).toEqual(['devicesPerParticipant'])
    const again = await come('eve', 'tab-1')
    expect([first.isClosed(), again.isClosed()]).toEqual([true, false])
    again.end.onClose()
    expect((await come('eve', 'tab-3')).isClosed()).toBe(false)
  })
})

describe('while the ledger is slow', () => {
  test('commands that wait are bounded, for each participant', async () => {
    const { come, stage, met } = await open({ waitingCommands: 3 })
    const [eve, ben] = [await come('eve'), await come('ben')]
    const release = stage.ledger.stall()
    await eve.command({ id: 'join', type: 'participant.join', place: 'call' })
    const waiting = [wish(eve), wish(eve)]
    const over = wish(eve)
    await turns()
    expect(waiting.map(eve.replyTo)).toEqual([undefined, undefined])
    expect([eve.replyTo(over), met.at(-1)]).toMatchObject([TOO_MANY, 'waitingCommands'])
    expect(ben.replyTo(wish(ben))).toBeUndefined()
    release()
    await turns(40)
    expect(waiting.map(eve.replyTo)).toMatchObject([{ ok: false }, { ok: false }])
    expect(eve.isClosed()).toBe(false)
  })

  test('closes are not: too many of them end the connection', async () => {
    const { come, stage, met } = await open({ waitingCommands: 3 })
    const eve = await come('eve')
    const release = stage.ledger.stall()
    for (let count = 0; count < 12; count += 1) no(eve)
    expect(eve.isClosed()).toBe(false)
    no(eve)
    expect([eve.isClosed(), met]).toEqual([true, ['waitingCommands']])
    release()
  })
})

test('too many closes end the connection, which closes as well', async () => {
  const { come, met, stage } = await open({ closesPerSecond: 5 })
  const eve = await come('eve')
  await eve.command({ id: 'join', type: 'participant.join', place: 'call' })
  for (let count = 0; count < 20; count += 1) no(eve)
  expect(eve.isClosed()).toBe(false)
  no(eve)
  expect([eve.isClosed(), met]).toEqual([true, ['closesPerSecond']])
  await turns(40)
  expect((await stage.ledger.read('meeting')).at(-1)).toMatchObject({
    type: 'participant.lapsed',
    participant: 'eve',
  })
})

test('a worker may say more than a person, and not without end', async () => {
  const { come, met } = await open({ messagesPerSecond: 1, workerMessagesPerSecond: 10 })
  const worker = await come('worker')
  for (let count = 0; count < 30; count += 1) wish(worker)
  expect(met).toEqual([])
  for (let count = 0; count < 60; count += 1) wish(worker)
  expect([worker.isClosed(), met.at(-1)]).toEqual([true, 'workerMessagesPerSecond'])
})

test('who says nothing in time is sent away', async () => {
  const { accept, stage, met } = await open({ helloWithinMs: 2_000 })
  const silent = accept()
  stage.clock.advance(2_000)
  expect([silent.isClosed(), met]).toEqual([true, ['helloWithinMs', 'helloWithinMs']])
})
