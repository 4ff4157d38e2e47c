import { simulate } from '@askfirst/testing'
import { count } from './figures.ts'
import { addUp, toLines, toStory } from './happenings.ts'

// `pnpm simulate`: 10,000 seeds or five minutes. `pnpm simulate <seeds> <first>` for others; one seed prints its story.

const [seeds = 10_000, first = 1] = process.argv.slice(2).map(Number)
const MOST_MS = 300_000
const startedAt = performance.now()
let [played, steps, opened, broken] = [0, 0, 0, 0]
const happened = new Map<string, number>()
while (played < seeds && broken === 0 && performance.now() - startedAt < MOST_MS) {
  const run = await simulate({ seed: first + played })
  played += 1
  steps += run.story.length
  opened += run.opened
  addUp(happened, run.happened)
  if (run.broken !== undefined) {
    broken += 1
    console.log(`BROKEN, seed ${run.seed}: ${run.broken}`)
  }
  if (run.broken !== undefined || seeds === 1) console.log(toStory(run))
}
console.log(toLines(happened))
console.log(
  `Simulated: ${count(played)} of ${count(seeds)} seeds from ${first} in ${Math.round((performance.now() - startedAt) / 1_000)} s, ${count(steps)} steps, an open gate seen ${count(opened)} times, ${broken} broken`,
)
process.exit(broken === 0 ? 0 : 1)
