import { count, exploreAloud } from './figures.ts'
import { worlds } from './worlds.ts'

// `pnpm explore`: every world as far as memory and patience go. `pnpm explore <states> <seconds>` for less.

const [mostStates = 1_500_000, mostSeconds = 120] = process.argv.slice(2).map(Number)
const all = worlds(mostStates, mostSeconds * 1_000)
let [states, transitions, exhausted, broken] = [0, 0, 0, 0]
for (const world of all) {
  const found = await exploreAloud(world)
  states += found.states
  transitions += found.transitions
  exhausted += found.exhausted ? 1 : 0
  broken += found.violation === undefined ? 0 : 1
}
console.log(
  `Explored: ${all.length} worlds (${exhausted} exhausted), ${count(states)} states, ${count(transitions)} transitions, ${broken} with a violation`,
)
process.exit(broken === 0 ? 0 : 1)
