import { createMeeting } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { OK as GRANTED, plain } from './cast.ts'
import { change, device, type Wish } from './sentences.ts'
import { countedLedger, OK, openStage, turns } from './stage.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const on = [anna.joins(), anna.showsIndicator(), anna.turnsOn()]
const REUSED = { ok: false, rejection: { code: 'reused-id' } }
const under = (id: string, wish: Wish): Wish => change(wish, { id })

async function benIsHeard() {
  const below = countedLedger()
  const stage = await openStage(below)
  await stage.after(...on, ...ben.saysYes())
  expect(stage.hears(ben)).toBe(true)
  const count = async (type: string) =>
    (await stage.ledger.read('meeting')).filter((event) => event.type === type).length
  return { below, stage, count }
}

describe('an id that its sender used for something else', () => {
  test('is rejected, and nothing of it happens', async () => {
    const { stage, count } = await benIsHeard()
    expect(await stage.send(under('x', ben.defers()))).toEqual(OK)
    expect(await stage.send(under('x', anna.turnsOff()))).toEqual(OK)
    expect(await stage.send(under('x', ben.asksToTurnOff()))).toMatchObject(REUSED)
    expect(await count('feature.offRequested')).toBe(0)
  })

  test('closes all the same where it closes, at once, counts once, and is told that it was reused', async () => {
    const { stage, count } = await benIsHeard()
    const end = stage.ledger.stall()
    const moved = stage.send(under('x', ben.on('phone').joins()))
    const withdrawn = [0, 1].map(() => stage.send(under('x', ben.withdraws())))
    expect(stage.hears(ben)).toBe(false)
    end()
    expect(await moved).toEqual(OK)
    for (const reply of await Promise.all(withdrawn)) expect(reply).toMatchObject(REUSED)
    expect([stage.hears(ben), await count('consent.withdrawn')]).toEqual([false, 1])
    expect(await stage.send(under('x', ben.on('phone').joins()))).toEqual(OK)
  })

  test('of the same type too: a no to one feature is not a no to another', async () => {
    const { stage, count } = await benIsHeard()
    expect(await stage.send(under('x', ben.about('minutes').declines()))).toEqual(OK)
    expect(await stage.send(under('x', ben.declines()))).toMatchObject(REUSED)
    expect([stage.hears(ben), await count('consent.declined')]).toEqual([false, 2])
  })

  test('two closes that are under way hold apart: the end of one does not let go of the other', async () => {
    const { stage } = await benIsHeard()
    const end = stage.ledger.stall()
    const shown = stage.send(ben.on('phone').joins())
    const closes = [
      stage.send(under('x', ben.about('minutes').declines())),
      stage.send(under('x', ben.withdraws())),
    ]
    expect(stage.hears(ben)).toBe(false)
    end()
    await Promise.all([shown, ...closes])
    expect(stage.everHeard(ben)).toBe(false)
  })

  test('is known after a restart, from what is in the ledger', async () => {
    const { below, stage } = await benIsHeard()
    const no = ben.about('minutes').declines()
    await stage.after(under('x', ben.on('phone').joins()), under('n', no))
    const after = await openStage(below)
    await after.after(ben.joins(), ben.showsIndicator())
    expect(after.hears(ben)).toBe(true)
    expect(await after.send(under('n', no))).toEqual(OK)
    expect(await after.send(under('n', ben.withdraws({ asks: ['improve'] })))).toMatchObject(REUSED)
    expect(after.hears(ben)).toBe(true)
    expect(await after.send(under('x', ben.declines()))).toMatchObject(REUSED)
    expect(after.hears(ben)).toBe(false)
  })
})

test('replies that are nowhere in the ledger are remembered for a while: nobody fills the memory', async () => {
  const stage = await openStage()
  await stage.after(anna.joins(), ben.joins())
  const early = under('early', ben.asksToErase())
  const code = { rejection: { code: 'nothing-to-erase' } }
  expect(await stage.send(early)).toMatchObject(code)
  await stage.after(anna.showsIndicator(), anna.turnsOn(), ...ben.saysYes(), ben.withdraws())
  expect(await stage.send(early)).toMatchObject(code)
  const many = Array.from({ length: 10_000 }, (_, at) => stage.send(under(`many-${at}`, ben.turnsOff())))
  for (const reply of await Promise.all(many)) expect(reply).toMatchObject({ ok: false })
  // Decided anew, as it is by now.
  expect(await stage.send(early)).toEqual(OK)
})

describe('a request of somebody who wishes to stay unknown', () => {
  test('is not remembered by its reply once it is delivered, nor by its run once that is over', async () => {
    const meeting = await createMeeting({ features: [plain] })
    const host = await meeting.join('anna', { role: 'host' })
    const guest = await meeting.join('ben')
    const requests = () => host.store.getState().view?.tallies.plain?.offRequests
    for (const unknown of [1, 1]) {
      await host.enable('plain', { answer: 'accept' })
      const asked = guest.requestOff('plain')
      await meeting.advance(31_000)
      expect([await asked, requests()]).toEqual([GRANTED, { by: [], unknown }])
      expect(await guest.requestOff('plain')).toMatchObject({ rejection: { code: 'requested-already' } })
      await host.disable('plain')
    }
  })

  test('the same command once more is told only that it was said', async () => {
    const stage = await openStage()
    await stage.after(...on, ben.joins())
    const request = ben.asksToTurnOff({ anonymous: true })
    const first = stage.send(request)
    expect(stage.send(request)).toBe(first)
    for (let second = 0; second < 30; second += 1) {
      stage.clock.advance(1_000)
      await turns()
    }
    expect(await first).toEqual(OK)
    expect(await stage.send(request)).toMatchObject({ rejection: { code: 'requested-already' } })
  })
})
