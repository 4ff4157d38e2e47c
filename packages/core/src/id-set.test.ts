import { expect, test } from 'vitest'
import { addId, hasId, type IdSet } from './id-set.ts'

test('knows every run there was, and none of those that were added to a copy of it', () => {
  let runs: IdSet | undefined
  const forks: IdSet[] = []
  for (let at = 0; at < 1_000; at += 1) {
    forks.push(addId(runs, `fork-${at}`))
    runs = addId(runs, `run-${at}`)
  }
  const ids = Array.from({ length: 1_000 }, (_, at) => at)
  expect(runs?.count).toBe(1_000)
  expect(ids.filter((at) => hasId(runs, `run-${at}`))).toEqual(ids)
  expect(ids.filter((at) => hasId(runs, `fork-${at}`))).toEqual([])
  expect(forks.findIndex((fork, at) => !hasId(fork, `fork-${at}`) || hasId(fork, `run-${at}`))).toBe(-1)
})

test('adds one to many without copying them', () => {
  let runs: IdSet | undefined
  let copied = 0
  for (let at = 0; at < 4_096; at += 1) {
    runs = addId(runs, `run-${at}`)
    copied += runs.ids.size
  }
  expect(copied / 4_096).toBeLessThan(12)
})
