import { expect, test } from 'vitest'
import { runStep } from '../run-step.ts'
import { copyCore } from './copy-core.ts'
import { faults } from './faults.ts'
import { coverageOf } from './invariants.ts'

test('three seeded faults are caught: by exploration, by simulation, by a test', {
  timeout: 120_000,
}, async () => {
  const three = ['a second run inherits', 'a withdrawal waits', 'a text is answered in another']
  const { ok, output } = await runStep([process.execPath, 'scripts/mutants.ts', ...three])
  expect(output).toContain('3 caught, 0 survived')
  expect(ok).toBe(true)
})

test('every fault still finds its text in the core, once', () => {
  const copy = copyCore()
  try {
    for (const fault of faults) copy.break(fault)()
    const [fault] = faults
    if (fault === undefined) throw new Error('there are no faults')
    expect(() => copy.break({ ...fault, from: 'const nothingLikeIt' })).toThrow('is 0 times in')
  } finally {
    copy.remove()
  }
  expect(faults.length).toBeGreaterThanOrEqual(25)
})

test('every invariant has a fault that is said to be found by it alone', () => {
  expect(coverageOf(faults).filter(({ alone }) => alone === 0)).toEqual([])
})

test('a seed that breaks prints itself, and breaks again the same way', { timeout: 120_000 }, async () => {
  const copy = copyCore()
  try {
    const fault = faults.find(({ says }) => says === 'the lease is not looked at')
    if (fault === undefined) throw new Error('there is no such fault')
    copy.break(fault)
    const told = (output: string): readonly string[] =>
      output.split('\n').filter((line) => /^BROKEN, seed|^ +\d+\. /.test(line))
    const found = await copy.run(fault)
    const [line = '', ...story] = told(found.output)
    const seed = /^BROKEN, seed (\d+): rule 4: /.exec(line)?.[1] ?? ''
    expect(story.length).toBeGreaterThan(5)
    const again = await runStep(
      [process.execPath, '--conditions=askfirst-source', 'packages/testing/tests/run-simulate.ts', '1', seed],
      copy.folder,
    )
    expect(again.ok).toBe(false)
    expect(told(again.output)).toEqual([line, ...story])
  } finally {
    copy.remove()
  }
})
