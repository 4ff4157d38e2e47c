import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createConsentClient } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import type { ConsentServer } from '@askfirst/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import notices from '../notices-hashes.json' with { type: 'json' }
import { createConsent } from '../server/consent.ts'
import { features, notetakerFeatures, notetakerName } from '../shared/features.ts'
import { createRoomGates, type RoomGates, type RoomGatesOptions } from './room-gates.ts'

/** A real authority, a real person's client, and the notetaker's gates. */
const secret = 'a secret for this test, of thirty-two bytes'
const soon = { timeout: 10_000, interval: 20 }
let consent: ConsentServer
let http: Server
let url: string
const ends: (() => void)[] = []
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  consent = createConsent({ secret, ledger: memoryLedger() })
  http = createServer()
  consent.attach(http)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/consent`
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const end of ends.splice(0)) end()
  await consent.close()
  http.closeAllConnections()
  http.close()
})

function openGates(options: Partial<RoomGatesOptions> = {}): RoomGates {
  const gates = createRoomGates({
    url,
    token: (meeting) =>
      consent.mintProcessorToken({ meeting, processor: notetakerName, features: notetakerFeatures }),
    onRevoke: () => {},
    onChange: () => {},
    onErase: async () => {},
    retryMs: 50,
    ...options,
  })
  ends.push(gates.close)
  return gates
}

/** Ana, host, in the room, with the summary turned on and herself in it. */
async function ana() {
  const token = () => consent.mintToken({ meeting: 'room', participant: 'p-ana', role: 'host', name: 'Ana' })
  const client = createConsentClient({ url, token, features, notices })
  ends.push(client.dispose)
  client.attachIndicator()
  await expect.poll(() => client.store.getState().view?.you.place, soon).toBe('call')
  expect(await client.enable('meeting-summary', { answer: 'accept', grants: ['improve'] })).toEqual({
    ok: true,
  })
  return client
}
const isIn = (gates: RoomGates, ask = 'summarise') => gates.permits('room', 'p-ana', 'meeting-summary', ask)

test('the run is known while the feature is on, null while it is off, and unknown without the authority', async () => {
  const changed = vi.fn()
  const gates = openGates({ onChange: changed })
  expect(gates.run('room', 'meeting-summary')).toBeUndefined()
  gates.open('room')
  await expect.poll(() => gates.run('room', 'meeting-summary'), soon).toBeNull()
  const client = await ana()
  await expect.poll(() => isIn(gates), soon).toBe(true)
  expect(gates.run('room', 'meeting-summary')).toEqual(expect.any(String))
  changed.mockClear()
  await client.withdraw('meeting-summary')
  await expect.poll(() => isIn(gates), soon).toBe(false)
  expect(changed).toHaveBeenCalledWith('room')
  await consent.close()
  await expect.poll(() => gates.run('room', 'meeting-summary'), soon).toBeUndefined()
})

test('who takes back the optional ask alone is told apart from who is out altogether', async () => {
  const gates = openGates()
  const noReuse = () => gates.permitsOnly('room', 'meeting-summary', 'summarise', 'improve')
  gates.open('room')
  const client = await ana()
  await expect.poll(() => isIn(gates, 'improve'), soon).toBe(true)
  expect(noReuse()).toEqual([])
  await client.withdraw('meeting-summary', { asks: ['improve'] })
  await expect.poll(noReuse, soon).toEqual(['p-ana'])
  await client.withdraw('meeting-summary')
  await expect.poll(noReuse, soon).toEqual([])
})

test('an erasure that fails is tried again until it is done, and only then acknowledged', async () => {
  const attempts: string[] = []
  const onErase = async (_room: string, { participant }: { participant: string }) => {
    attempts.push(participant)
    if (attempts.length < 3) throw new Error('the disk is full')
  }
  const gates = openGates({ onErase })
  gates.open('room')
  const client = await ana()
  await expect.poll(() => isIn(gates), soon).toBe(true)
  await client.withdraw('meeting-summary')
  expect(await client.erase('meeting-summary')).toEqual({ ok: true })
  await expect.poll(() => attempts, soon).toEqual(['p-ana', 'p-ana', 'p-ana'])
  // Acknowledged: the next worker is told of no duty.
  gates.close()
  const later: string[] = []
  const next = openGates({ onErase: async (room) => void later.push(room) })
  next.open('room')
  await expect.poll(() => next.run('room', 'meeting-summary'), soon).toBeTypeOf('string')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(later).toEqual([])
})

test('a room that is opened with nobody in it hears of duties that waited', async () => {
  const before = openGates({ onErase: () => new Promise(() => {}) })
  before.open('room')
  const client = await ana()
  await expect.poll(() => isIn(before), soon).toBe(true)
  await client.withdraw('meeting-summary')
  await client.erase('meeting-summary')
  before.close()
  client.dispose()
  const erased: string[] = []
  openGates({ onErase: async (room, { participant }) => void erased.push(`${room}/${participant}`) }).open(
    'room',
  )
  await expect.poll(() => erased, soon).toEqual(['room/p-ana'])
})

test('where the authority refuses, or the token is not to be had, it is tried again', async () => {
  let asked = 0
  const gates = openGates({
    token: async (meeting) =>
      asked++ === 0
        ? 'rubbish'
        : consent.mintProcessorToken({ meeting, processor: notetakerName, features: notetakerFeatures }),
  })
  gates.open('room')
  await expect.poll(() => gates.run('room', 'meeting-summary'), soon).toBeNull()
  expect(asked).toBe(2)
})
