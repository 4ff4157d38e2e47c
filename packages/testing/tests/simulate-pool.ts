import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SimulateOptions, Simulation } from '@askfirst/testing'
import { addUp } from './happenings.ts'

/** Seeds in a row, and which rules are looked at. */
export interface Batch extends Pick<SimulateOptions, 'rules' | 'without'> {
  readonly first: number
  readonly seeds: number
}

/** What came of some seeds; with `broken`, the one that broke, after which none was played. */
export interface Played {
  readonly seeds: number
  readonly steps: number
  readonly opened: number
  readonly happened: Simulation['happened']
  readonly broken: Simulation | undefined
}

/** As many as come to an end in a second or two: a thread that is done early finds more to do. */
const SEEDS_AT_ONCE = 50

/** Plays seeds on as many threads as there are processors; what breaks ends all of it. */
export async function simulateAll({ first, seeds, ...looked }: Batch): Promise<Played> {
  const happened = new Map<string, number>()
  const all = { seeds: 0, steps: 0, opened: 0 }
  const broken: Simulation[] = []
  let next = first
  const end = first + seeds
  const threads = Math.min(availableParallelism(), Math.ceil(seeds / SEEDS_AT_ONCE))
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./simulate-worker.ts', import.meta.url), {
        execArgv: ['--conditions=askfirst-source'],
      })
      try {
        while (next < end && broken.length === 0) {
          const batch: Batch = { ...looked, first: next, seeds: Math.min(SEEDS_AT_ONCE, end - next) }
          next += batch.seeds
          worker.postMessage(batch)
          // An error of the thread rejects.
          const [played] = (await once(worker, 'message')) as [Played]
          all.seeds += played.seeds
          all.steps += played.steps
          all.opened += played.opened
          addUp(happened, played.happened)
          if (played.broken !== undefined) broken.push(played.broken)
        }
      } finally {
        await worker.terminate()
      }
    }),
  )
  // Of two that broke at the same time the first: the next run says the same.
  const [one] = broken.sort((a, b) => a.seed - b.seed)
  return { ...all, happened: Object.fromEntries(happened), broken: one }
}
