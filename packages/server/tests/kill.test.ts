import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '@askfirst/testing'
import { afterEach, expect, it, vi } from 'vitest'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { createTokens } from '../src/tokens.ts'
import { createCrowd } from './crowd.ts'
import { watchGate } from './gate-watch.ts'
import {
  findCountedTwice,
  findGaps,
  findInvented,
  findKeptNos,
  findLost,
  findUnfounded,
} from './ledger-findings.ts'
import { FEATURES, MEETING, SECRET } from './running-server.ts'
import { createServeChild } from './serve-child.ts'
import { createWireTap } from './wire-tap.ts'

const KILLS = 10
const PEOPLE = 30
const LEASE_MS = 600

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})

it(`keeps every promise through ${KILLS} kills`, { timeout: 180_000 }, async () => {
  const seed = Number(process.env.ASKFIRST_SEED ?? randomInt(2 ** 31))
  console.log(
    `kills: ASKFIRST_SEED=${seed} draws the same numbers again; what the machine does in between is its own`,
  )
  const random = createRandom(seed)
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-kill-'))
  undo.push(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'consent.db')
  const server = createServeChild(file, ['--gate-lease-ms', `${LEASE_MS}`, '--unreachable-after-ms', '2000'])
  undo.push(server.kill)
  const url = await server.start()

  const tokens = createTokens({ secret: SECRET })
  const tap = createWireTap()
  const watch = await watchGate({
    url,
    file,
    leaseMs: LEASE_MS,
    token: () => tokens.mintGate({ meeting: MEETING, worker: 'w1', features: FEATURES }),
  })
  undo.push(watch.close)
  const crowd = createCrowd({
    url,
    size: PEOPLE,
    seed,
    tap,
    token: (participant, role) => tokens.mintPerson({ meeting: MEETING, participant, role }),
  })
  undo.push(crowd.leave)
  const { gate } = watch
  const everybodyBack = () =>
    vi.waitFor(() => expect(crowd.liveCount()).toBe(PEOPLE), { timeout: 20_000, interval: 20 })
  const somebodyHeard = () =>
    vi.waitFor(() => expect(gate.allowed('meeting-summary', 'summarise')).not.toEqual([]), {
      timeout: 20_000,
      interval: 5,
    })

  await everybodyBack()
  for (let kills = 0; kills < KILLS; kills += 1) {
    // Half of the time in full swing, half of the time while they are still coming back.
    if (kills % 2 === 0) await everybodyBack()
    if (kills % 4 === 0) await somebodyHeard()
    await delay(random() * 900)
    if (kills % 4 === 0) {
      // First it hangs: sockets stay open, and only the lease can close the worker.
      server.freeze()
      watch.serverFell()
      await vi.waitFor(() => expect(gate.isLive()).toBe(false), { timeout: 10_000, interval: 5 })
      expect(gate.allowed('meeting-summary', 'summarise')).toEqual([])
    }
    await server.kill()
    watch.serverFell()
    await vi.waitFor(() => expect(gate.isLive()).toBe(false), { timeout: 10_000, interval: 5 })
    expect(gate.allowed('meeting-summary', 'summarise')).toEqual([])
    await delay(random() * 300)
    watch.serverRises()
    expect(await server.start()).toBe(url)
  }
  await everybodyBack()
  await somebodyHeard()
  await crowd.rest()
  crowd.leave()
  expect(await server.stop()).toBe(0)

  const ledger = sqliteLedger(file)
  const events = await ledger.read(MEETING)
  await ledger.close()
  const commands = tap.commands()
  const acknowledged = commands.filter(({ reply }) => reply?.ok === true)
  const kept = findKeptNos(events)
  const heard = new Set(watch.sightings.map(({ participant, activation }) => `${participant} ${activation}`))
  console.log(
    `kills: ${KILLS} kills, ${events.length} events, ${commands.length} commands of ${PEOPLE} people, ` +
      `${acknowledged.length} acknowledged, ${kept.length} nos said while it was away, ` +
      `${watch.sightings.length} sightings of an open gate (${heard.size} people and runs)`,
  )

  expect(findGaps(events)).toEqual([])
  expect(findCountedTwice(events)).toEqual([])
  expect(findInvented(events, tap)).toEqual([])
  expect(findLost(events, tap)).toEqual([])
  expect(findUnfounded(events, watch.sightings)).toEqual([])
  expect(watch.late).toEqual([])
  expect(kept.filter(({ wasBackBefore }) => wasBackBefore)).toEqual([])
  // Killed again before anybody was back, a server has nothing to say.
  const starts = events.filter(({ type }) => type === 'authority.started').length
  // The findings above are worth something only if there was something to find.
  expect(starts).toBeGreaterThan(KILLS / 2)
  expect(acknowledged.length).toBeGreaterThan(300)
  expect(heard.size).toBeGreaterThan(PEOPLE / 2)
  expect(kept.length).toBeGreaterThan(3)
  expect(server.complaints()).toBe('')
})
