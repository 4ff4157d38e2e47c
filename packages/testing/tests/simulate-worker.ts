import { parentPort } from 'node:worker_threads'
import { simulate } from '@askfirst/testing'
import { addUp } from './happenings.ts'
import type { Batch, Played } from './simulate-pool.ts'

// One thread of a pool: plays the seeds that it is given, as far as the first that breaks.

parentPort?.on('message', async ({ first, seeds, ...looked }: Batch) => {
  const happened = new Map<string, number>()
  const played = { seeds: 0, steps: 0, opened: 0 }
  let broken: Played['broken']
  while (played.seeds < seeds && broken === undefined) {
    const run = await simulate({ ...looked, seed: first + played.seeds })
    played.seeds += 1
    played.steps += run.story.length
    played.opened += run.opened
    addUp(happened, run.happened)
    if (run.broken !== undefined) broken = run
  }
  parentPort?.postMessage({ ...played, happened: Object.fromEntries(happened), broken } satisfies Played)
})
