import { setTimeout as delay } from 'node:timers/promises'
import { verifyMeeting } from '@askfirst/core/evidence'
import { createRandom } from '@askfirst/testing'
import { expect, vi } from 'vitest'
import { readPublicKeys } from '../src/cli/read-verify-files.ts'
import { openLedger } from '../src/ledger/open-ledger.ts'
import { nodeHash } from '../src/ledger/sealed-ledger.ts'
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
  /** The file that its server keeps its signing keys in. */
  readonly signing: string
  readonly kills: number
  readonly people: number
  readonly seed: number
  /** Takes what is to be undone, whatever happens. */
  undo(end: () => unknown): void
}

/** Kills and stops a real server under people who go on deciding, and reads from the ledger whether it kept its word. */
export async function killRound(round: KillRound) {
  const { ledger: place, signing, kills: KILLS, people: PEOPLE, seed, undo } = round
  const random = createRandom(seed)
  const server = createServeChild(place, [
    ...['--gate-lease-ms', `${LEASE_MS}`],
    ...['--unreachable-after-ms', '2000'],
    ...['--signing', signing],
  ])
  undo(server.kill)
  const url = await server.start()
  const written = lookInto(place)
  undo(written.close)

  const tokens = createTokens({ secret: SECRET })
  // Two meetings at once: what they write in one turn shares a commit.
  const halls = await Promise.all(
    [MEETING, 'retro'].map(async (meeting, at) => {
      const tap = createWireTap()
      const watch = await watchGate({
        url,
        meeting,
        ledger: written,
        leaseMs: LEASE_MS,
        token: () => tokens.mintGate({ meeting, worker: 'w1', features: FEATURES }),
      })
      undo(watch.close)
      const crowd = createCrowd({
        url,
        size: PEOPLE / 2,
        seed: seed + at * PEOPLE,
        tap,
        token: (participant, role) => tokens.mintPerson({ meeting, participant, role }),
      })
      undo(crowd.leave)
      return { meeting, tap, watch, crowd }
    }),
  )
  const gates = halls.map(({ watch }) => watch.gate)
  const allowed = () => gates.map((gate) => gate.allowed('meeting-summary', 'summarise'))
  const serverFell = (): void => {
    for (const { watch } of halls) watch.serverFell()
  }
  const serverRises = (): void => {
    for (const { watch } of halls) watch.serverRises()
  }
  const everybodyBack = () =>
    vi.waitFor(
      () => expect(halls.map(({ crowd }) => crowd.liveCount())).toEqual(halls.map(() => PEOPLE / 2)),
      {
        timeout: BACK_WITHIN_MS,
        interval: 20,
      },
    )
  const somebodyHeard = () =>
    vi.waitFor(() => expect(allowed()).not.toContainEqual([]), { timeout: BACK_WITHIN_MS, interval: 5 })
  const nobodyHeard = async () => {
    await vi.waitFor(() => expect(gates.some((gate) => gate.isLive())).toBe(false), {
      timeout: 10_000,
      interval: 5,
    })
    expect(allowed()).toEqual(halls.map(() => []))
  }

  await everybodyBack()
  for (let kills = 0; kills < KILLS; kills += 1) {
    // Half of the time in full swing, half of the time while they are still coming back.
    if (kills % 2 === 0) await everybodyBack()
    if (kills % 4 === 0) await somebodyHeard()
    await delay(random() * 900)
    if (kills % 4 === 0) {
      // First it hangs: sockets stay open, and only the lease can close the worker.
      server.freeze()
      serverFell()
      await nobodyHeard()
    }
    if (kills % 4 === 2) {
      // Or it only stops for a while, and goes on as if nothing had been.
      server.freeze()
      serverFell()
      await delay(random() * 2 * LEASE_MS)
      serverRises()
      server.thaw()
      await delay(random() * 200)
    }
    await server.kill()
    serverFell()
    await nobodyHeard()
    await delay(random() * 300)
    serverRises()
    expect(await server.start()).toBe(url)
  }
  await everybodyBack()
  await somebodyHeard()
  await Promise.all(halls.map(({ crowd }) => crowd.rest()))
  for (const { crowd } of halls) crowd.leave()
  expect(await server.stop()).toBe(0)

  for (const { watch } of halls) await watch.close()
  const ledger = await openLedger(place, { readOnly: true })
  const keys = readPublicKeys([signing])
  const found = {
    events: 0,
    verified: 0,
    signed: 0,
    commands: 0,
    acknowledged: 0,
    kept: 0,
    sightings: 0,
    heard: 0,
    starts: 0,
    left: 0,
  }
  for (const { meeting, tap, watch } of halls) {
    const events = await ledger.read(meeting)
    const kept = findKeptNos(events)
    expect(findGaps(events)).toEqual([])
    expect(findCountedTwice(events)).toEqual([])
    expect(findInvented(events, tap)).toEqual([])
    expect(findLost(events, tap)).toEqual([])
    expect(findUnfounded(events, watch.sightings)).toEqual([])
    expect(watch.late).toEqual([])
    expect(kept.filter(({ wasBackBefore }) => wasBackBefore)).toEqual([])
    const verified = await verifyMeeting(await ledger.evidence(meeting), { keys, hash: nodeHash })
    expect(verified).toMatchObject({ outcome: 'holds', findings: [], events: events.length, late: [] })
    found.verified += verified.events
    found.signed += verified.signed
    found.events += events.length
    found.commands += tap.commands().length
    found.acknowledged += tap.commands().filter(({ reply }) => reply?.ok === true).length
    found.kept += kept.length
    found.sightings += watch.sightings.length
    found.heard += new Set(
      watch.sightings.map(({ participant, activation }) => `${participant} ${activation}`),
    ).size
    found.left += events.filter(({ type }) => type === 'participant.left').length
    found.starts += events.filter(({ type }) => type === 'authority.started').length
  }
  await ledger.close()
  console.log(
    `kills: seed ${seed}, ${KILLS} kills, ${found.events} events, of which ${found.verified} verified by ` +
      `${found.signed} checkpoints, ${found.commands} commands of ${PEOPLE} people in ` +
      `${halls.length} meetings, ${found.acknowledged} acknowledged, ${found.kept} nos said while it was away, ${found.left} times left, ` +
      `${found.sightings} sightings of an open gate (${found.heard} people and runs)`,
  )

  // The findings above are worth something only if there was something to find. Killed again before anybody was back,
  // a server has nothing to say.
  expect(found.starts).toBeGreaterThan(KILLS)
  expect(found.acknowledged).toBeGreaterThan(KILLS * PEOPLE)
  expect(found.heard).toBeGreaterThan(PEOPLE / 2)
  expect(found.kept).toBeGreaterThan(KILLS / 4)
  expect(found.left).toBeGreaterThan(KILLS / 2)
  return server.complaints()
}
