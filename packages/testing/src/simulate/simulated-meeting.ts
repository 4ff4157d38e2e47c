import type { Broken, Say } from '../explore/invariants.ts'
import { declaredOf } from '../explore/rules.ts'
import { createManualClock } from '../manual-clock.ts'
import { createRandom } from '../random.ts'
import { createApp } from './app.ts'
import { FEATURE_IDS, loadDeployments, MEETING, PEOPLE, PROCESSOR } from './cast.ts'
import { createDevice } from './device.ts'
import { createDisk } from './disk.ts'
import { createLedgerJudge } from './ledger-judge.ts'
import { createOpenings } from './open-gates.ts'
import { policyCaseOf } from './policies.ts'
import { openServer, type Server } from './server.ts'
import { createUnwritten } from './unwritten.ts'
import { createWireJudge } from './wire-judge.ts'
import { createWorker } from './worker.ts'

// takes: a seed · gives: a whole meeting in one process in which everything can break
// never: waits for anything but what is under way: the same seed gives the same meeting

/** New links that come to the older of two servers, as through a balancer that has not heard yet. */
const ASTRAY = 0.2

export async function createSimulatedMeeting(seed: number) {
  const policyCase = policyCaseOf(seed)
  const { catalogues, features } = await loadDeployments(policyCase)
  const clock = createManualClock()
  const roll = createRandom(seed * 31 + 7)
  let made = 0
  const ids = (): string => {
    made += 1
    return `id-${made}`
  }
  /** What was found wrong where it happened: on the wire, in the ledger, in a reply. */
  const wrongs: Broken[] = []
  const happened = new Map<string, number>()
  const note = (what: string): void => void happened.set(what, (happened.get(what) ?? 0) + 1)
  const report: Say = (rule, what) => void wrongs.push({ rule, what })
  const app = createApp(clock, ids)
  const judge = createLedgerJudge(report)
  const openings = createOpenings(clock, catalogues)
  const disk = createDisk(MEETING, declaredOf(catalogues[0]?.values() ?? [], []), {
    onEvent(event, before) {
      judge.onEvent(event, before)
      app.onEvent(event)
    },
    onTruth: openings.onTruth,
    onLost: () => note('a commit whose word is lost'),
  })
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  /** Processes that serve the meeting, oldest first. */
  const servers: Server[] = []
  let deployed = 0
  let opening = 0
  const living = (): Server[] => servers.filter((server) => !server.isOver())
  const ended: Server[] = []
  const newest = (): Server | undefined => living().at(-1)
  const route = (): Server | undefined => {
    const [older, newer] = living()
    return newer !== undefined && roll() < ASTRAY ? older : (newer ?? older)
  }

  /** Opens one more server; what comes of it is seen later. */
  async function launch(): Promise<void> {
    opening += 1
    const catalogue = catalogues[deployed] ?? new Map()
    const isSecond = living().length > 0
    try {
      const declared = new Map(declaredOf(catalogue.values(), []).map((one) => [one.id, one]))
      const unwritten = createUnwritten(disk.events, disk.truth, declared, judge, report)
      const onOver = (): void => note('an authority overtaken, closed and ended')
      servers.push(await openServer({ disk, clock, ids, deployed, catalogue, unwritten, onOver }))
      if (isSecond) note('a second writer')
    } catch {
      note('a server that could not open')
    }
    opening -= 1
    ended.push(...servers.filter((server) => server.isOver()))
    servers.splice(0, servers.length, ...living())
  }
  await launch()

  const devices = PEOPLE.flatMap(({ name, devices: labels }, at) =>
    labels.map((label, nth) => {
      const onWire = createWireJudge(name, features[0] ?? [], report)
      return createDevice({
        label,
        participant: name,
        app,
        features,
        seed: seed * 10 + at * 2 + nth,
        clock,
        ids,
        route,
        onWire,
      })
    }),
  )
  await settle()
  const workers = [
    await createWorker({
      label: 'the worker',
      identity: { use: 'gate', meeting: MEETING, worker: 'worker', features: FEATURE_IDS },
      seed: seed * 10 + 8,
      clock,
      ids,
      route,
    }),
    await createWorker({
      label: PROCESSOR,
      identity: { use: 'processor', meeting: MEETING, processor: PROCESSOR, features: FEATURE_IDS },
      seed: seed * 10 + 9,
      clock,
      ids,
      route,
    }),
  ]

  return {
    policyCase,
    app,
    clock,
    disk,
    devices,
    workers,
    openings,
    wrongs,
    happened,
    note,
    settle,
    launch,
    living,
    ended: () => [...ended, ...servers.filter((server) => server.isOver())],
    newest,
    isOpening: () => opening > 0,
    deployed: () => deployed,
    deployNext() {
      deployed = (deployed + 1) % features.length
    },
  }
}
export type SimulatedMeeting = Awaited<ReturnType<typeof createSimulatedMeeting>>
