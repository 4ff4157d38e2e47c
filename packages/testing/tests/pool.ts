import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Exploration, Rule } from '@askfirst/testing'
import type { NamedWorld } from './worlds.ts'

/** How much of every world is explored, times its weight, and for which rules. */
export interface Share {
  readonly mostStates: number
  readonly mostMs: number
  /** Goes to the end of those worlds that have one, whatever their share. */
  readonly toTheEnd?: boolean
  readonly rules?: readonly Rule[] | undefined
  readonly without?: readonly Rule[] | undefined
}

/** One world, and how far to go in it. */
export interface Work extends Share {
  readonly name: string
}

/** Together no more than a machine with 16 GiB has to spare: rows are kept beside the heap, ten million to the GiB. */
const MOST_THREADS = 2
const LIMITS = { maxOldGenerationSizeMb: 4_500, maxYoungGenerationSizeMb: 128 } as const

/** Explores worlds on as many threads as there are, and says of each how far it got; `done` may end all of it. */
export async function exploreAll(
  all: readonly NamedWorld[],
  share: Share,
  done: (world: NamedWorld, found: Exploration) => 'go on' | 'stop',
): Promise<void> {
  // The largest first, or one thread would be at it long after the others.
  const left = all.toSorted((one, other) => other.weight - one.weight)
  const threads = Math.min(MOST_THREADS, availableParallelism(), left.length)
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./explore-worker.ts', import.meta.url), {
        execArgv: ['--conditions=askfirst-source'],
        resourceLimits: LIMITS,
      })
      try {
        for (let world = left.shift(); world !== undefined; world = left.shift()) {
          worker.postMessage(workOf(world, share))
          // An error of the thread rejects.
          const [found] = (await once(worker, 'message')) as [Exploration]
          if (done(world, found) === 'stop') left.length = 0
        }
      } finally {
        await worker.terminate()
      }
    }),
  )
}

function workOf({ name, weight, ends }: NamedWorld, share: Share): Work {
  const times = ends && share.toTheEnd === true ? Infinity : weight
  return { ...share, name, mostStates: share.mostStates * times, mostMs: share.mostMs * times }
}

/** How many different states there are in all of these: what is the same in two worlds counts once. */
export function countDistinct(all: readonly Float64Array[]): number {
  const together = new Float64Array(all.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const names of all) {
    together.set(names, at)
    at += names.length
  }
  together.sort()
  let distinct = 0
  for (let place = 0; place < together.length; place += 1)
    if (place === 0 || together[place] !== together[place - 1]) distinct += 1
  return distinct
}
