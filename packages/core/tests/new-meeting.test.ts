import { type Ledger, memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { openOn as open, send } from './bare-authority.ts'
import { device } from './sentences.ts'

// A new meeting begins on disk with the first thing that happens in it.

const anna = device('anna', { role: 'host' })
const typesIn = async (ledger: Ledger) =>
  (await ledger.read('m')).map(({ number, type }) => `${number} ${type}`)

const BEGUN = ['1 authority.started', '2 participant.joined']

/** How many events each append had. */
function countAppends(below: Ledger) {
  const sizes: number[] = []
  const ledger: Ledger = {
    ...below,
    append(meeting, after, events) {
      sizes.push(events.length)
      return below.append(meeting, after, events)
    },
  }
  return { ledger, sizes }
}

test('whoever only looks in leaves nothing, and the first who comes begins it with one append', async () => {
  const { ledger, sizes } = countAppends(memoryLedger())
  const authority = await open(ledger)
  expect([await typesIn(ledger), sizes]).toEqual([[], []])
  expect(await send(authority, anna.joins())).toEqual({ ok: true })
  expect([await typesIn(ledger), sizes]).toEqual([BEGUN, [2]])
  expect(await send(authority, anna.showsIndicator())).toEqual({ ok: true })
  expect(sizes).toEqual([2, 1])
})

test('a ledger that keeps others out is asked for it at once', async () => {
  const { ledger, sizes } = countAppends({ ...memoryLedger(), leaseMs: 10_000 })
  await open(ledger)
  expect(sizes).toEqual([1])
})

test('one that has begun is taken over at once, since somebody may have been captured', async () => {
  const { ledger, sizes } = countAppends(memoryLedger())
  await send(await open(ledger), anna.joins())
  await open(ledger)
  expect(sizes).toEqual([2, 1])
})

test('where it could not be written, the next thing that happens begins it', async () => {
  const ledger = failingLedger(memoryLedger())
  const authority = await open(ledger)
  const heal = ledger.fail()
  expect(await send(authority, anna.joins())).toMatchObject({ rejection: { code: 'unavailable' } })
  heal()
  expect(await send(authority, anna.joins())).toEqual({ ok: true })
  expect(await typesIn(ledger)).toEqual(BEGUN)
})

test('where it was written and said otherwise, it is not begun twice', async () => {
  const below = memoryLedger()
  let isLying = true
  const authority = await open({
    read: below.read,
    async append(...what) {
      await below.append(...what)
      if (isLying) throw new Error('written, but the word of it was lost')
    },
  })
  expect(await send(authority, anna.joins())).toEqual({ ok: true })
  isLying = false
  expect(await send(authority, anna.showsIndicator())).toEqual({ ok: true })
  expect(await typesIn(below)).toEqual([...BEGUN, '3 indicator.shown'])
})

test.each([
  ['has only begun it', (ledger: Ledger) => ledger.append('m', 0, [STARTED])],
  [
    'has begun it and heard somebody',
    async (ledger: Ledger) => void (await send(await open(ledger), anna.joins())),
  ],
])('whoever finds that another one %s gives it up, and changes nothing', async (_what, begin) => {
  const ledger = memoryLedger()
  const late = await open(ledger)
  let ended = 0
  late.onEnd(() => {
    ended += 1
  })
  await begin(ledger)
  const before = await typesIn(ledger)
  expect(await send(late, anna.joins())).toMatchObject({ rejection: { code: 'unavailable' } })
  expect([ended, await typesIn(ledger)]).toEqual([1, before])
})

const STARTED = { type: 'authority.started', number: 1, at: 1, by: 'authority', command: 'theirs' } as const
