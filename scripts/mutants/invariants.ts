import type { Fault } from './fault.ts'

/** What must hold, always: the numbered rules of the model, in a few words each. */
export const INVARIANTS = [
  'no open gate without a live yes',
  'opening waits, closing never does',
  'who cannot say stop is not captured',
  'who loses the authority closes everything',
  'only the person decides for themselves',
  'agents and recorders cannot answer, and are seen',
  'an accept names the notice it answers; a no is never stale',
  'an accept has seen the latest decision',
  'optional asks are granted one by one',
  'a command counts once',
  'an empty meeting has not consented',
  'same events, same state',
  'what is acknowledged survives',
  'hosts are sent what the feature discloses, and no more',
  'the indicator says what is enforced',
  'taking back needs no more than giving',
] as const

// Exploration finds what states and steps can break; rules 2, 4 and 13 are about a ledger that is down, a lease and a
// kill, which only a simulation has: there is nothing of them in `decide` and `evolve` to be wrong.

/** How many faults of each rule were caught, and by how many of them only that rule found it. */
export interface Coverage {
  readonly rule: number
  readonly says: string
  readonly caught: number
  readonly alone: number
}

/** Of each invariant, what was proved of it by these faults. */
export const coverageOf = (caught: readonly Pick<Fault, 'rule' | 'only'>[]): readonly Coverage[] =>
  INVARIANTS.map((says, at) => {
    const own = caught.filter(({ rule }) => rule === at + 1)
    return { rule: at + 1, says, caught: own.length, alone: own.filter(({ only }) => only === true).length }
  })

/** One line for each invariant. */
export const toTable = (coverage: readonly Coverage[]): string =>
  coverage
    .map(({ rule, says, caught, alone }) =>
      [
        `rule ${rule}`.padEnd(7),
        says.padEnd(58),
        `${caught} caught`.padStart(9),
        alone === 0 ? 'NONE BY IT ALONE' : `${alone} by it alone`,
      ].join('  '),
    )
    .join('\n')
