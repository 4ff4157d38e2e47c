import type { Exploration, Rule } from '@askfirst/testing'
import { summarise, tell } from './figures.ts'
import { countDistinct, exploreAll } from './pool.ts'
import { worlds } from './worlds.ts'

// `pnpm explore`: every world as far as memory and patience go. `pnpm explore <states> <seconds>` for less,
// `… <rule>` for one rule alone, `… not:<rule>` for all the others, `… <rule> <words of a world>` for one world.

const [mostStates = 1_500_000, mostSeconds = 240] = process.argv.slice(2, 4).map(Number)
const [, , , , only = '', words = ''] = process.argv
const startedAt = performance.now()
const share = {
  mostStates,
  mostMs: mostSeconds * 1_000,
  ...(only === ''
    ? {}
    : only.startsWith('not:')
      ? { without: [toRule(only.slice(4))] }
      : { rules: [toRule(only)] }),
}
const chosen = worlds(mostStates, share.mostMs).filter(({ name }) => name.includes(words))
const all: Exploration[] = []
const names: Float64Array[] = []
await exploreAll(chosen, share, (world, found) => {
  console.log(tell(world, found))
  all.push(found)
  if (found.names !== undefined) names.push(found.names)
  return found.violation === undefined ? 'go on' : 'stop'
})
const isBroken = all.some(({ violation }) => violation !== undefined)
console.log(summarise(all, countDistinct(names), performance.now() - startedAt))
process.exit(isBroken ? 1 : 0)

function toRule(text: string): Rule {
  return (Number.isNaN(Number(text)) ? text : Number(text)) as Rule
}
