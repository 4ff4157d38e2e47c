import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that happens to a worker, and what it has open afterwards. */
export interface Step {
  /** Milliseconds on the worker's monotonic clock, since the vector began. */
  readonly at: number
  /** The worker did not run since the step before: nothing of its own happened in between. */
  readonly stopped?: true
  readonly link?: 'opens' | 'lost'
  /** A message that arrives; a nonce `#2` is that of the second renewal sent over this link. */
  readonly receives?: { readonly type: string; readonly nonce?: string }
  /** The same, where it is no message. */
  readonly receivesText?: string
  /** Types of all but commands that were sent since the step before; not looked at where it is missing. */
  readonly sends?: readonly string[]
  /** The worker ends the link by itself, to connect anew. */
  readonly startsOver?: true
  /** The worker ends the link by itself, and does not connect again. */
  readonly ends?: true
  /** Every open gate, as `participant/feature/ask`. */
  readonly open: readonly string[]
}

export interface Vector {
  readonly name: string
  readonly why: string
  readonly features: readonly string[]
  readonly steps: readonly Step[]
}

export const { vectors } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/protocol/vectors.json'), 'utf8'),
) as { readonly vectors: readonly Vector[] }

/** Everything that a vector speaks of, open or not. */
export function gatesOf({ steps }: Vector): readonly (readonly [string, string, string])[] {
  const lists = steps.flatMap(({ receives }) => {
    const { lists = [], changes = [] } = (receives ?? {}) as Record<'lists' | 'changes', List[]>
    return [...lists, ...changes]
  })
  const gates = lists.flatMap(({ allow = [], feature }) =>
    allow.flatMap(({ participant }) =>
      lists.flatMap((other) =>
        other.allow.flatMap(({ asks }) => asks.map((ask) => [participant, feature, ask] as const)),
      ),
    ),
  )
  return [...new Map(gates.map((gate) => [gate.join('/'), gate])).values()]
}

interface List {
  readonly feature: string
  readonly allow: readonly { readonly participant: string; readonly asks: readonly string[] }[]
}
