import type { Rule } from '@askfirst/testing'
import { count, exploreAloud } from './figures.ts'
import { worlds } from './worlds.ts'

// `pnpm explore`: every world as far as memory and patience go. `pnpm explore <states> <seconds> <rule>` for less.

const [mostStates = 1_500_000, mostSeconds = 75] = process.argv.slice(2, 4).map(Number)
const [, , , , rule] = process.argv
const all = worlds(mostStates, mostSeconds * 1_000).map(({ name, options }) => ({
  name,
  options: rule === undefined ? options : { ...options, rules: [toRule(rule)] },
}))
let [states, transitions, exhausted, broken] = [0, 0, 0, 0]
for (const world of all) {
  const found = await exploreAloud(world)
  states += found.states
  transitions += found.transitions
  exhausted += found.exhausted ? 1 : 0
  broken += found.violation === undefined ? 0 : 1
  if (broken > 0 && rule !== undefined) break
}
console.log(
  `Explored: ${all.length} worlds (${exhausted} exhausted), ${count(states)} states, ${count(transitions)} transitions, ${broken} with a violation`,
)
process.exit(broken === 0 ? 0 : 1)

function toRule(text: string): Rule {
  return (Number.isNaN(Number(text)) ? text : Number(text)) as Rule
}
