import { expect, test } from 'vitest'
import type { ContractCase } from '../src/index.ts'

/** Every promise of the contract, as a test. */
export function keeps<Trial>(contract: readonly ContractCase<Trial>[], make: () => Trial): void {
  test.each(contract)('$name', ({ run }) => run(make))
}

/** The promises that an implementation breaks. */
async function broken<Trial>(contract: readonly ContractCase<Trial>[], make: () => Trial): Promise<string[]> {
  const names: string[] = []
  for (const { name, run } of contract) {
    const outcome = await run(make).then(
      () => 'kept',
      () => 'broken',
    )
    if (outcome === 'broken') names.push(name)
  }
  return names
}

/** What is wrong with it, and the promise that it breaks. */
type Breakage<Trial> = readonly [what: string, caughtBy: string, make: () => Trial]

/** Every broken implementation is caught by the promise it breaks, and every promise catches one. */
export function bites<Trial>(
  contract: readonly ContractCase<Trial>[],
  breakages: readonly Breakage<Trial>[],
): void {
  test.each(breakages)('one that %s', async (_what, caughtBy, make) => {
    expect(await broken(contract, make)).toContain(caughtBy)
  })
  test('and no promise is without one that breaks it', () => {
    const caught = new Set(breakages.map(([, caughtBy]) => caughtBy))
    expect(contract.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([])
  })
}
