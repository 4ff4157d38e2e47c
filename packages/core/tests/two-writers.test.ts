import { systemClock } from '@askfirst/core'
import { type Ledger, memoryLedger } from '@askfirst/core/authority'
import { createManualClock } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { openOn as open, send } from './bare-authority.ts'
import { device } from './sentences.ts'
import { turns } from './stage.ts'

const anna = device('anna', { role: 'host' })
async function annaIsHeard(ledger: Ledger) {
  const authority = await open(ledger)
  for (const wish of [anna.joins(), anna.showsIndicator(), anna.turnsOn()]) await send(authority, wish)
  expect(authority.permits('anna', 'summary', 'summarise')).toBe(true)
  return authority
}

test('an authority that another one has overtaken closes everything and ends', async () => {
  const ledger = memoryLedger()
  const first = await annaIsHeard(ledger)
  const lists: unknown[] = []
  first.attachWorker({ features: ['summary'], onLists: (now) => lists.push(...now), onDuties: () => {} })
  let ended = 0
  first.onEnd(() => {
    ended += 1
  })
  const second = await open(ledger)
  await send(second, anna.withdraws())
  expect(await send(first, anna.showsIndicator())).toMatchObject({ ok: true })
  expect(await send(first, anna.isShown())).toMatchObject({ ok: true })
  expect(await send(first, anna.hidesIndicator())).toMatchObject({ rejection: { code: 'unavailable' } })
  expect(first.permits('anna', 'summary', 'summarise')).toBe(false)
  expect(lists.at(-1)).toMatchObject({ allow: [] })
  expect(ended).toBe(1)
})

test('an authority that another one has overtaken does not acknowledge a no that it takes for said already', async () => {
  const ledger = memoryLedger()
  const first = await annaIsHeard(ledger)
  await send(first, anna.withdraws())
  const second = await open(ledger)
  for (const wish of [anna.joins(), anna.showsIndicator(), anna.accepts({ seen: 2 })])
    await send(second, wish)
  expect(second.permits('anna', 'summary', 'summarise')).toBe(true)
  // By what it knows, this changes nothing; by the ledger, it does.
  expect(await send(first, anna.withdraws())).toMatchObject({ rejection: { code: 'unavailable' } })
})

test('an authority with nothing to write notices within a second that another one writes the meeting', async () => {
  const ledger = memoryLedger()
  const clock = createManualClock()
  const first = await open(ledger, clock)
  for (const wish of [anna.joins(), anna.showsIndicator(), anna.turnsOn()]) await send(first, wish)
  let ended = 0
  first.onEnd(() => {
    ended += 1
  })
  clock.advance(1_000)
  await turns()
  expect([first.permits('anna', 'summary', 'summarise'), ended]).toEqual([true, 0])
  const second = await open(ledger, clock)
  await send(second, anna.withdraws())
  expect(first.permits('anna', 'summary', 'summarise')).toBe(true)
  clock.advance(1_000)
  await turns()
  expect([first.permits('anna', 'summary', 'summarise'), ended]).toEqual([false, 1])
})

test('an append that was durable and said otherwise is not done twice, and the meeting goes on', async () => {
  const below = memoryLedger()
  let isLying = false
  const ledger: Ledger = {
    read: below.read,
    async append(...what) {
      await below.append(...what)
      if (isLying) throw new Error('written, but the word of it was lost')
    },
  }
  const authority = await annaIsHeard(ledger)
  isLying = true
  expect(await send(authority, anna.withdraws())).toEqual({ ok: true })
  isLying = false
  expect(authority.permits('anna', 'summary', 'summarise')).toBe(false)
  expect(await send(authority, anna.accepts({ seen: 2 }))).toEqual({ ok: true })
  const events = await below.read('m')
  expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1))
})

test('an authority that breaks in the middle of a batch closes everything and ends', async () => {
  let isBroken = false
  const clock = {
    ...systemClock,
    now() {
      if (isBroken) throw new Error('no clock')
      return systemClock.now()
    },
  }
  const authority = await open(memoryLedger(), clock)
  for (const wish of [anna.joins(), anna.showsIndicator(), anna.turnsOn()]) await send(authority, wish)
  expect(authority.permits('anna', 'summary', 'summarise')).toBe(true)
  let ended = 0
  authority.onEnd(() => {
    ended += 1
  })
  isBroken = true
  void send(authority, anna.defers({ activation: 'run-1' }))
  void send(authority, anna.withdraws())
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect([authority.permits('anna', 'summary', 'summarise'), ended]).toEqual([false, 1])
})
