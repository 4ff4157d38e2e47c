import { parentPort } from 'node:worker_threads'
import { explore } from '@askfirst/testing'
import type { Work } from './pool.ts'
import { worlds } from './worlds.ts'

// One thread of a pool: explores the worlds that it is given by name, one after the other.

parentPort?.on('message', async ({ name, mostStates, mostMs, rules, without }: Work) => {
  const world = worlds.find((one) => one.name === name)
  if (world === undefined) throw new RangeError(`no world "${name}"`)
  const found = await explore({
    ...world.options,
    mostStates,
    mostMs,
    ...(rules === undefined ? {} : { rules }),
    ...(without === undefined ? {} : { without }),
    named: true,
  })
  parentPort?.postMessage(found, found.names === undefined ? [] : [found.names.buffer])
})
