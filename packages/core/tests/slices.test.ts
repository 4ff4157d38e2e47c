import { createManualClock } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { createSlices, SLICE } from '../src/authority/slices.ts'

const CROWD = 5 * SLICE

/** A crowd of five slices, and how often each of them was told. */
function openRounds() {
  const due: (() => void)[] = []
  const clock = {
    ...createManualClock(),
    after(_: number, call: () => void) {
      due.push(call)
      return () => {}
    },
  }
  const told: number[] = Array.from({ length: CROWD }, () => 0)
  const slices = createSlices<number>(clock, () => (one) => {
    told[one] = (told[one] ?? 0) + 1
  })
  const add = (name = '', due: (one: number) => void = () => {}): void => {
    slices.add(name, { ones: told.keys(), due }, false)
    slices.start('soon')
  }
  return {
    told,
    add,
    slice: () => due.shift()?.(),
    finish() {
      for (let call = due.shift(); call !== undefined; call = due.shift()) call()
    },
  }
}

test('a round tells everybody once, a slice at a time', () => {
  const { told, add, slice, finish } = openRounds()
  add()
  expect(told[0]).toBe(0)
  slice()
  expect([told[0], told[SLICE - 1], told[SLICE]]).toEqual([1, 1, 0])
  finish()
  expect(new Set(told)).toEqual(new Set([1]))
})

test('rounds that begin faster than they end reach the last of the crowd all the same', () => {
  const { told, add, slice } = openRounds()
  for (let count = 0; count < 13; count += 1) {
    add()
    slice()
  }
  // Thirteen slices are two rounds and a half, however often another was asked for; ends of rounds take a bit of one.
  expect(told.at(-1)).toBe(2)
  expect(Math.max(...told)).toBeLessThanOrEqual(3)
})

test('who is told after another round was asked for is not told again by it; who was told before is', () => {
  const { told, add, slice, finish } = openRounds()
  add()
  slice()
  add()
  finish()
  expect([told[0], told[SLICE - 1], told[SLICE], told.at(-1)]).toEqual([2, 2, 1, 1])
})

test('a round that never ends is in no other round’s way', () => {
  const { add, slice } = openRounds()
  const heard = new Set<number>()
  add()
  slice()
  add('summary', (one) => heard.add(one))
  for (let count = 0; count < 16; count += 1) {
    add()
    slice()
  }
  expect(heard.size).toBe(CROWD)
})

test('what closes something does not wait in line, nor does what is said after it in the same go', () => {
  const [line, next]: (() => void)[][] = [[], []]
  const into =
    (calls: (() => void)[] = []) =>
    (call: () => void) => {
      calls.push(call)
      return () => void calls.splice(calls.indexOf(call), 1)
    }
  const clock = { ...createManualClock(), after: (_: number, call: () => void) => into(next)(call) }
  const told = new Set<number>()
  const slices = createSlices<number>(clock, () => (one) => told.add(one), into(line))
  slices.add('', { ones: Array(CROWD).keys(), due: () => {} }, false)
  slices.start('soon')
  expect([line?.length, next?.length]).toEqual([1, 0])
  slices.add('summary', { ones: [CROWD].values(), due: () => {} }, true)
  slices.start('next')
  expect([line?.length, next?.length]).toEqual([0, 1])
  next?.shift()?.()
  expect(told.has(CROWD)).toBe(true)
  while (next?.length) next.shift()?.()
  expect([told.size, line?.length]).toEqual([CROWD + 1, 0])
  // Whoever comes after it waits as before.
  slices.add('', { ones: [0].values(), due: () => {} }, false)
  slices.start('soon')
  expect([line?.length, next?.length]).toEqual([1, 0])
})
