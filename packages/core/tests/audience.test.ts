import { describe, expect, test } from 'vitest'
import { device } from './sentences.ts'
import { openStage } from './stage.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const guests = Array.from({ length: 6 }, (_, at) => device(`guest-${at}`))
const others = guests.flatMap((guest) => [guest.joins()])

/** A running meeting of eight, everybody listening, nothing said yet. */
async function listening() {
  const stage = await openStage()
  await stage.after(anna.joins(), anna.showsIndicator(), anna.turnsOn(), ben.joins(), ...others)
  const ears = { host: stage.listen(anna), ben: stage.listen(ben), other: stage.listen(guests[0] ?? ben) }
  const settle = () => stage.clock.advance(1_000)
  settle()
  const said = () =>
    Object.fromEntries(Object.entries(ears).map(([who, { messages }]) => [who, messages.splice(0)]))
  said()
  return { stage, said, settle, ears }
}

describe('on the wire', () => {
  test('what one person does is told to that person, and to nobody else', async () => {
    const { stage, said, settle } = await listening()
    for (const wish of [ben.isShown(), ben.defers(), ben.declines()]) {
      await stage.after(wish)
      settle()
      const { host, ben: own, other } = said()
      expect(own, wish.command.type).toHaveLength(1)
      // Not a word to the host either: a tally that says nothing new would say that somebody answered.
      expect([host, other], wish.command.type).toEqual([[], []])
    }
  })

  test('a yes changes the tally, a moment later, and nothing more', async () => {
    const { stage, said, settle } = await listening()
    await stage.after(ben.isShown(), ben.showsIndicator())
    settle()
    said()
    await stage.after(ben.accepts({ grants: ['improve'] }))
    expect(said().host).toEqual([])
    settle()
    const { host, other } = said()
    expect(other).toEqual([])
    expect(host).toMatchObject([
      { type: 'update', change: { tallies: { summary: { included: 2, notIncluded: 6 } } } },
    ])
    expect(JSON.stringify(host)).not.toMatch(/ben|improve/)
  })

  test('tallies of many answers come as one', async () => {
    const { stage, said, settle } = await listening()
    await stage.after(...guests.flatMap((guest) => [guest.showsIndicator(), guest.isShown()]))
    settle()
    said()
    await stage.after(...guests.map((guest) => guest.accepts()))
    settle()
    expect(said().host).toHaveLength(1)
  })

  test('where a feature is by the answers of others is told ten times a second at most, to hosts too', async () => {
    const stage = await openStage()
    await stage.after(anna.joins(), anna.turnsOn({ decision: { answer: 'decline' } }), ben.joins(), ...others)
    await stage.after(ben.showsIndicator(), ben.isShown())
    stage.clock.advance(1_000)
    const [host, other] = [stage.listen(anna), stage.listen(guests[0] ?? ben)]
    const phases = () =>
      [host, other].map(({ messages }) =>
        messages
          .splice(0)
          .flatMap((one) => (one.type === 'update' ? Object.values(one.change.phases ?? {}) : [])),
      )
    await stage.after(ben.accepts())
    expect(phases()).toEqual([['on'], ['on']])
    await stage.after(ben.withdraws(), ben.accepts({ seen: 2 }), ben.withdraws())
    expect(phases()).toEqual([[], []])
    stage.clock.advance(100)
    expect(phases()).toEqual([['asking'], ['asking']])
  })

  test('turning off is told to everybody, at the next number', async () => {
    const { stage, said, settle, ears } = await listening()
    const number = ears.other.session.number()
    await stage.after(anna.turnsOff())
    settle()
    const { host, ben: own, other } = said()
    expect(other).toMatchObject([{ number: number + 1, change: { features: { summary: { phase: 'off' } } } }])
    expect(own).toHaveLength(1)
    expect(host?.at(-1)).toMatchObject({ change: { tallies: { summary: null } } })
  })
})

describe('coming back', () => {
  test('gets what was missed, in one, after the last number seen', async () => {
    const { stage, ears } = await listening()
    const { session } = ears.ben
    const number = session.number()
    session.detach()
    await stage.after(ben.declines(), anna.turnsOff())
    const { messages } = stage.listen(ben, { session: session.id, number })
    expect(messages.map((message) => ('number' in message ? [message.type, message.number] : []))).toEqual([
      ['welcome', number + 1],
      ['update', number + 1],
    ])
    expect(messages.at(-1)).toMatchObject({ change: { features: { summary: { phase: 'off' } } } })
  })

  test('gets everything where anything that was said did not arrive', async () => {
    const { stage, ears } = await listening()
    const { session } = ears.ben
    const number = session.number()
    await stage.after(ben.declines())
    session.detach()
    const back = stage.listen(ben, { session: session.id, number })
    expect(back.messages.map(({ type }) => type)).toEqual(['welcome', 'snapshot'])
    const before = back.messages.length
    back.session.resync(back.session.number())
    expect(back.messages).toHaveLength(before)
    back.session.resync(number)
    expect(back.messages.at(-1)).toMatchObject({ type: 'snapshot', number: back.session.number() })
  })

  test('is told of a phase that moved meanwhile, and of nothing where nothing did', async () => {
    const { stage, ears } = await listening()
    const { session } = ears.ben
    session.detach()
    const still = stage.listen(ben, { session: session.id, number: session.number() })
    expect(still.messages.map(({ type }) => type)).toEqual(['welcome'])
    still.session.detach()
    await stage.after(anna.turnsOff())
    stage.clock.advance(1_000)
    const moved = stage.listen(ben, { session: session.id, number: session.number() })
    expect(moved.messages.map(({ type }) => type)).toEqual(['welcome', 'update'])
  })

  test('after too long, from another device, or with made-up numbers, it is a snapshot', async () => {
    const { stage, ears } = await listening()
    const { session } = ears.ben
    const number = session.number()
    const types = (who = ben, resume = { session: session.id, number }) =>
      stage.listen(who, resume).messages.map(({ type }) => type)
    expect(types(ben.on('phone'))).toEqual(['welcome', 'snapshot'])
    expect(types(anna)).toEqual(['welcome', 'snapshot'])
    expect(types(ben, { session: session.id, number: number + 1_000 })).toEqual(['welcome', 'snapshot'])
    session.detach()
    stage.clock.advance(120_000)
    const gone = stage.listen(ben, { session: session.id, number }).messages
    expect(gone.map(({ type }) => type).at(-1)).toBe('snapshot')
  })
})
