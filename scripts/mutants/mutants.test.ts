import { expect, test } from 'vitest'
import { runStep } from '../run-step.ts'
import { copyCore } from './copy-core.ts'
import { faults } from './faults.ts'

test('three seeded faults are caught: by exploration, by simulation, by a test', async () => {
  const three = ['opens for an ask not granted', 'a withdrawal waits', 'a yes is kept while']
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
