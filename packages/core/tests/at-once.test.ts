import { expect, test } from 'vitest'
import type { Identity } from '../src/authority/identity.ts'
import { createReception } from '../src/authority/reception.ts'
import { randomIds } from '../src/defaults/ids.ts'
import { device } from './sentences.ts'
import { openStage, turns } from './stage.ts'

// What a worker is told waits for nothing else.

const WORKER: Identity = { use: 'gate', meeting: 'meeting', worker: 'w', features: ['summary'] }
const BEN: Identity = {
  use: 'person',
  meeting: 'meeting',
  participant: 'ben',
  role: 'attendee',
  kind: 'person',
}

/** Ben is included; two workers and he have links that gather what they are sent. */
async function included(flush: (who: string) => void = () => {}) {
  const [anna, ben] = [device('anna', { role: 'host' }), device('ben')]
  const stage = await openStage()
  await stage.after(
    anna.joins(),
    anna.turnsOn(),
    ben.joins(),
    ben.showsIndicator(),
    ben.isShown(),
    ben.accepts(),
  )
  const done: string[] = []
  const reception = createReception({
    clock: stage.clock,
    ids: randomIds,
    authenticate: async (token) => JSON.parse(token) as Identity,
    authority: async () => stage.authority,
  })
  const connect = async (who: string, identity: Identity) => {
    const end = reception.accept({
      send: (text) => done.push(`${who} ${JSON.parse(text).type}`),
      flush() {
        done.push(`${who} flush`)
        flush(who)
      },
      close: () => done.push(`${who} closed`),
    })
    end.onMessage(
      JSON.stringify({
        type: 'hello',
        version: '1.0',
        token: JSON.stringify(identity),
        connection: 'laptop',
      }),
    )
    await turns(20)
    return end
  }
  return { stage, done, connect }
}
const NO = { type: 'consent.decline', id: 'no', feature: 'summary', method: 'button' }

test('a closed gate has left for the worker before anything else is done, and a person’s view gathers', async () => {
  const { connect, done, stage } = await included()
  await connect('worker', WORKER)
  const ben = await connect('ben', BEN)
  const appends = stage.below.appends.length
  done.splice(0)
  ben.onMessage(JSON.stringify({ type: 'command', command: NO }))
  expect(done.slice(0, 2)).toEqual(['worker changes', 'worker flush'])
  expect(stage.below.appends).toHaveLength(appends)
  await turns(20)
  expect(done).toContain('ben reply')
  expect(done).not.toContain('ben flush')
})

test('a link that cannot let go ends alone: the next worker hears of the no, and the no is written', async () => {
  let isBroken = false
  const { connect, done, stage } = await included((who) => {
    if (isBroken && who === 'broken') throw new Error('gone')
  })
  await connect('broken', { ...WORKER, worker: 'b' })
  await connect('worker', WORKER)
  const ben = await connect('ben', BEN)
  isBroken = true
  ben.onMessage(JSON.stringify({ type: 'command', command: NO }))
  await turns(20)
  expect(done).toContain('broken closed')
  expect(done.slice(done.indexOf('broken closed'))).toContain('worker changes')
  expect(done.at(-1)).not.toBe('ben closed')
  expect(stage.authority.permits('ben', 'summary', 'summarise')).toBe(false)
  expect(stage.faults).toEqual([])
})
