import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '@askfirst/testing'
import { expect, vi } from 'vitest'
import { openLedger } from '../src/ledger/open-ledger.ts'
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
import { lookInto } from './written.ts'

/** How long a worker bears a server that has fallen silent. */
export const LEASE_MS = 600
const BACK_WITHIN_MS = 40_000

export interface KillRound {
  /** Of an empty ledger: a file, or the address of a database. */
  readonly ledger: string
  readonly kills: number
  readonly people: number
  readonly seed: number
  /** Takes what is to be undone, whatever happens. */
  undo(end: () => unknown): void
}

/** Kills and stops a real server under people who go on deciding, and reads from the ledger whether it kept its word. */
export async function killRound({ ledger: place, kills: KILLS, people: PEOPLE, seed, undo }: KillRound) {
  const random = createRandom(seed)
  const server = createServeChild(place, ['--gate-lease-ms', `${LEASE_MS}`, '--unreachable-after-ms', '2000'])
  undo(server.kill)
  const url = await server.start()
  const written = lookInto(place)
  undo(written.close)

  const tokens = createTokens({ secret: SECRET })
  const tap = createWireTap()
  const watch = await watchGate({
    url,
    ledger: written,
    leaseMs: LEASE_MS,
    token: () => tokens.mintGate({ meeting: MEETING, worker: 'w1', features: FEATURES }),
  })
  undo(watch.close)
  const crowd = createCrowd({
    url,
    size: PEOPLE,
    seed,
    tap,
    token: (participant, role) => tokens.mintPerson({ meeting: MEETING, participant, role }),
  })
  undo(crowd.leave)
  const { gate } = watch
  const everybodyBack = () =>
    vi.waitFor(() => expect(crowd.liveCount()).toBe(PEOPLE), { timeout: BACK_WITHIN_MS, interval: 20 })
  const somebodyHeard = () =>
    vi.waitFor(() => expect(gate.allowed('meeting-summary', 'summarise')).not.toEqual([]), {
      timeout: BACK_WITHIN_MS,
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
    if (kills % 4 === 2) {
      // Or it only stops for a while, and goes on as if nothing had been.
      server.freeze()
      watch.serverFell()
      await delay(random() * 2 * LEASE_MS)
      watch.serverRises()
      server.thaw()
      await delay(random() * 200)
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

  await watch.close()
  const ledger = await openLedger(place, { readOnly: true })
  const events = await ledger.read(MEETING)
  await ledger.close()
  const commands = tap.commands()
  const acknowledged = commands.filter(({ reply }) => reply?.ok === true)
  const kept = findKeptNos(events)
  const heard = new Set(watch.sightings.map(({ participant, activation }) => `${participant} ${activation}`))
  console.log(
    `kills: seed ${seed}, ${KILLS} kills, ${events.length} events, ${commands.length} commands of ${PEOPLE} people, ` +
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
  expect(acknowledged.length).toBeGreaterThan(KILLS * PEOPLE)
  expect(heard.size).toBeGreaterThan(PEOPLE / 2)
  expect(kept.length).toBeGreaterThan(KILLS / 4)
  return server.complaints()
}
