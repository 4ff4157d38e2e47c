import type { Exploration } from '@askfirst/testing'
import { SAMENESS, summarise, tell } from './figures.ts'
import { toLooked } from './looked.ts'
import { countDistinct, exploreAll } from './pool.ts'
import { worlds } from './worlds.ts'

// `pnpm explore`: every world as far as an hour and 24 GiB go, small ones to their end. `pnpm explore <states>
// <seconds>` for less of each world, times its weight; `… <rule>` for one rule alone, `… not:<rule>` for all the
// others; `… <rule> <words of a world>` for one world, as far as it says.

const [mostStates = 125_000, mostSeconds = 60] = process.argv.slice(2, 4).map(Number)
const [, , , , only, words = ''] = process.argv
const startedAt = performance.now()
const share = {
  toTheEnd: process.argv.length === 2,
  mostStates,
  mostMs: mostSeconds * 1_000,
  ...toLooked(only),
}
const named = worlds.filter(({ name }) => name.includes(words)).map((world) => ({ ...world, weight: 1 }))
const chosen = words === '' ? worlds : named
const all: Exploration[] = []
console.log(SAMENESS)
const names: Float64Array[] = []
await exploreAll(chosen, share, (world, found) => {
  all.push(found)
  console.log(`${all.length}/${chosen.length} ${tell(world, found)}`)
  if (found.names !== undefined) names.push(found.names)
  return found.violation === undefined ? 'go on' : 'stop'
})
const isBroken = all.some(({ violation }) => violation !== undefined)
console.log(summarise(all, countDistinct(names), performance.now() - startedAt))
process.exit(isBroken ? 1 : 0)
