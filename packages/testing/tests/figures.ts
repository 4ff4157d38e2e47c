import type { Exploration } from '@askfirst/testing'
import type { NamedWorld } from './worlds.ts'

/** When two states count as one. */
export const SAMENESS =
  'States are one where they differ in names, ids, or the order of people or devices that are alike, in instants that ' +
  'have the same age as far as ages count, or in epochs and counters that compare the same. Time passes in steps of its own.'

/** How far one exploration got, and the shortest way to what is wrong. */
export function tell({ name, options }: NamedWorld, found: Exploration): string {
  const { states, transitions, refused, replayed, depth, exhausted, durationMs, violation } = found
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
  const figures = `${name} (${bounds}): ${count(states)} states, ${count(transitions)} transitions, ${count(refused)} wishes without effect, ${count(replayed)} replayed, ${Math.round(durationMs / 100) / 10} s; ${reach}`
  return violation === undefined ? figures : `${figures}\n${describe(violation)}`
}

/** The shortest path as sentences. */
export const describe = ({ rule, what, path }: NonNullable<Exploration['violation']>): string =>
  [`BROKEN, rule ${rule}: ${what}`, ...path.map((step, at) => `  ${at + 1}. ${step}`)].join('\n')

export const count = (of: number): string => of.toLocaleString('en')

/** What all explorations came to together. */
export function summarise(all: readonly Exploration[], distinct: number, durationMs: number): string {
  const sum = (of: (one: Exploration) => number): number => all.reduce((total, one) => total + of(one), 0)
  const exhausted = sum((one) => Number(one.exhausted))
  const broken = sum((one) => Number(one.violation !== undefined))
  return `Explored: ${all.length} worlds (${exhausted} exhausted), ${count(sum(({ states }) => states))} states, ${count(distinct)} of them different whatever the policy, ${count(sum(({ transitions }) => transitions))} transitions, ${broken} with a violation (${Math.round(durationMs / 1_000)} s)`
}
