import { expect, test } from 'vitest'
import { addRun, hasRun, type Runs } from './runs.ts'

test('knows every run there was, and none of those that were added to a copy of it', () => {
  let runs: Runs | undefined
  const forks: Runs[] = []
  for (let at = 0; at < 1_000; at += 1) {
    forks.push(addRun(runs, `fork-${at}`))
    runs = addRun(runs, `run-${at}`)
  }
  const ids = Array.from({ length: 1_000 }, (_, at) => at)
  expect(runs?.count).toBe(1_000)
  expect(ids.filter((at) => hasRun(runs, `run-${at}`))).toEqual(ids)
  expect(ids.filter((at) => hasRun(runs, `fork-${at}`))).toEqual([])
  expect(forks.findIndex((fork, at) => !hasRun(fork, `fork-${at}`) || hasRun(fork, `run-${at}`))).toBe(-1)
})

test('adds one to many without copying them', () => {
  let runs: Runs | undefined
  let copied = 0
  for (let at = 0; at < 4_096; at += 1) {
    runs = addRun(runs, `run-${at}`)
    copied += runs.ids.size
  }
  expect(copied / 4_096).toBeLessThan(12)
})
