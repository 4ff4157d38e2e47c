import { simulate } from '@askfirst/testing'
import { count } from './figures.ts'
import { toLines, toStory } from './happenings.ts'
import { toLooked } from './looked.ts'
import { simulateAll } from './simulate-pool.ts'

// `pnpm simulate`: 10,000 seeds. `pnpm simulate <seeds> <first>` for others; one seed prints its story, and
// `… <rule>` or `… not:<rule>` looks for one rule alone, or for all the others.

const [seeds = 10_000, first = 1] = process.argv.slice(2, 4).map(Number)
const looked = toLooked(process.argv[4])
const startedAt = performance.now()
const played = await simulateAll({ seeds, first, ...looked })
const { broken, happened, opened, steps } = played
const told = broken ?? (seeds === 1 ? await simulate({ seed: first, ...looked }) : undefined)
if (told?.broken !== undefined)
  console.log(`BROKEN, seed ${told.seed}: rule ${told.broken.rule}: ${told.broken.what}`)
if (told !== undefined) console.log(toStory(told))
console.log(toLines(new Map(Object.entries(happened))))
console.log(
  `Simulated: ${count(played.seeds)} of ${count(seeds)} seeds from ${first} in ${Math.round((performance.now() - startedAt) / 1_000)} s, ${count(steps)} steps, an open gate seen ${count(opened)} times, ${broken === undefined ? 'none' : 'one'} broken`,
)
process.exit(broken === undefined ? 0 : 1)
