import { createManualClock } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { createDueQueue } from '../src/authority/due-queue.ts'

const WEEK_MS = 7 * 24 * 3_600_000

test('a deadline further away than a timer can wait does not go off early, nor keep the machine busy', () => {
  const clock = createManualClock()
  const waits: number[] = []
  const due: string[] = []
  const after: typeof clock.after = (delayMs, call) => {
    waits.push(delayMs)
    // As a platform's timer does with what does not fit into 31 bits.
    return clock.after(delayMs > 2 ** 31 - 1 ? 1 : delayMs, call)
  }
  const queue = createDueQueue({ ...clock, after }, 5 * WEEK_MS, (key) => due.push(key))
  queue.set('ben')
  clock.advance(5 * WEEK_MS - 1)
  expect(due).toEqual([])
  expect(waits.length).toBeLessThan(5)
  clock.advance(1)
  expect(due).toEqual(['ben'])
})

test('what one of them throws keeps no other from being due', () => {
  const clock = createManualClock()
  const due: string[] = []
  const queue = createDueQueue(clock, 1_000, (key) => {
    due.push(key)
    if (key === 'ben') throw new Error('broken')
  })
  for (const key of ['anna', 'ben', 'cora']) queue.set(key)
  expect(() => clock.advance(1_000)).toThrow('broken')
  clock.advance(0)
  expect(due).toEqual(['anna', 'ben', 'cora'])
})
