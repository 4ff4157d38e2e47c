import { type Exploration, explore } from '@askfirst/testing'
import type { NamedWorld } from './worlds.ts'

/** Explores one world and says how far it got, or the shortest way to what is wrong. */
export async function exploreAloud({ name, options }: NamedWorld): Promise<Exploration> {
  const found = await explore(options)
  const { states, transitions, refused, replayed, depth, exhausted, violation } = found
  const { activations, revisions, connections, happens } = options.bounds
  const bounds = [
    `${activations} activations`,
    `${revisions} revisions`,
    `${connections} devices`,
    ...happens,
  ].join(', ')
  const reach = exhausted
    ? 'exhausted'
    : `every state within ${depth} steps${options.opening === undefined ? '' : ' of a meeting under way'}, cut off there`
  console.log(
    `${name} (${bounds}): ${count(states)} states, ${count(transitions)} transitions, ${count(refused)} wishes without effect, ${count(replayed)} replayed; ${reach}`,
  )
  if (violation !== undefined) console.log(describe(violation))
  return found
}

/** The shortest path as sentences. */
export const describe = ({ rule, what, path }: NonNullable<Exploration['violation']>): string =>
  [`BROKEN, rule ${rule}: ${what}`, ...path.map((step, at) => `  ${at + 1}. ${step}`)].join('\n')

export const count = (of: number): string => of.toLocaleString('en')
