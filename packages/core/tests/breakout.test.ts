import { createMeeting, failingLedger } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { agree, OK, plain, reasonOf, roomed, statusOf } from './cast.ts'

async function benAgreedInTheMainRoom(ledger = failingLedger(memoryLedger())) {
  const meeting = await createMeeting({ features: [roomed, plain], ledger })
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  const gate = await meeting.worker()
  for (const feature of ['roomed', 'plain'] as const) {
    expect(await anna.enable(feature, { answer: 'accept' })).toEqual(OK)
    await agree(ben, feature)
  }
  await meeting.settle()
  const hears = (feature = 'roomed') => gate.permits('ben', feature, 'listen')
  expect([hears(), hears('plain')]).toEqual([true, true])
  return { meeting, anna, ben, hears }
}

describe('breakout: `scope` decides', () => {
  test('with `room` a yes stays behind: closed in the new room until asked again, open on coming back', async () => {
    const { meeting, ben, hears } = await benAgreedInTheMainRoom()
    ben.enter('call', { room: 'red' })
    await meeting.settle()
    expect([hears(), statusOf(ben, 'roomed')?.standing, reasonOf(ben, 'roomed')]).toEqual([
      false,
      'question',
      'not-asked',
    ])
    ben.enter('call')
    await meeting.settle()
    expect(hears()).toBe(true)
  })

  test('with `meeting` a yes follows', async () => {
    const { meeting, ben, hears } = await benAgreedInTheMainRoom()
    ben.enter('call', { room: 'red' })
    await meeting.settle()
    expect(hears('plain')).toBe(true)
  })

  test('the same yes in a second room holds in both', async () => {
    const { meeting, ben, hears } = await benAgreedInTheMainRoom()
    ben.enter('call', { room: 'red' })
    await meeting.settle()
    expect(await ben.accept('roomed')).toMatchObject({ rejection: { code: 'notice-not-shown' } })
    await agree(ben, 'roomed')
    await meeting.settle()
    expect(hears()).toBe(true)
    ben.enter('call')
    await meeting.settle()
    expect(hears()).toBe(true)
    ben.enter('call', { room: 'blue' })
    await meeting.settle()
    expect(hears()).toBe(false)
  })

  test('two devices in two rooms: heard only where both have a yes', async () => {
    const { meeting, ben, hears } = await benAgreedInTheMainRoom()
    const phone = await meeting.join('ben', { room: 'red' })
    expect(hears()).toBe(false)
    await agree(phone, 'roomed')
    await meeting.settle()
    expect(hears()).toBe(true)
    ben.enter('call', { room: 'blue' })
    await meeting.settle()
    expect(hears()).toBe(false)
    await ben.leave()
    await meeting.settle()
    expect(hears()).toBe(true)
  })

  test.each(['hides its indicator', 'leaves'] as const)(
    'two devices in two rooms: one that %s opens nothing before it is written',
    async (how) => {
      const ledger = failingLedger(memoryLedger())
      const { meeting, hears } = await benAgreedInTheMainRoom(ledger)
      const phone = await meeting.join('ben', { room: 'red', indicator: false })
      const hide = phone.attachIndicator()
      await meeting.settle()
      expect(hears()).toBe(false)
      const goOn = ledger.stall()
      if (how === 'leaves') void phone.leave()
      else hide()
      await meeting.settle()
      expect(hears()).toBe(false)
      goOn()
      await meeting.settle()
      // Hidden, it is in its room still.
      expect(hears()).toBe(how === 'leaves')
    },
  )

  test('moving never loses a no', async () => {
    const { meeting, ben, hears } = await benAgreedInTheMainRoom()
    ben.enter('call', { room: 'red' })
    await meeting.settle()
    expect(await ben.decline('roomed')).toEqual(OK)
    for (const room of ['', 'red', 'blue']) {
      ben.enter('call', { room })
      await meeting.settle()
      expect([hears(), statusOf(ben, 'roomed')?.standing]).toEqual([false, 'left-out'])
    }
  })

  test('a reload in a room comes back to the same room, and to the same yes', async () => {
    const { meeting, ben, hears } = await benAgreedInTheMainRoom()
    ben.enter('call', { room: 'red' })
    await meeting.settle()
    await agree(ben, 'roomed')
    ben.dispose()
    await meeting.settle()
    expect(hears()).toBe(false)
    await meeting.join('ben', { room: 'red' })
    await meeting.settle()
    expect(hears()).toBe(true)
  })
})
