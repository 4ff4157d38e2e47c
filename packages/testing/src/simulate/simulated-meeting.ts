import {
  type ConsentClient,
  createClientOver,
  defineFeature,
  type Keep,
  leaveMeOut,
  type Transport,
} from '@askfirst/core'
import {
  type Authority,
  type Catalogue,
  createCatalogue,
  createReception,
  type Identity,
  type MeetingEvent,
  memoryLedger,
  memoryTransport,
  openAuthority,
} from '@askfirst/core/authority'
import { type ConnectedGate, connectGateOver } from '@askfirst/core/gate'
import { learn } from '../explore/learn.ts'
import { type Declared, declaredOf } from '../explore/rules.ts'
import { NO_TRUTH, type Truth } from '../explore/truth.ts'
import { failingLedger } from '../failing-ledger.ts'
import { lossyTransport } from '../lossy-transport.ts'
import { createManualClock } from '../manual-clock.ts'
import { createUnwritten } from './unwritten.ts'

// takes: a seed · gives: a whole meeting in one process in which everything can break
// never: waits for anything but what is under way: the same seed gives the same meeting

export const SIMULATED = defineFeature({
  id: 'summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme' }],
  retention: { days: 30 },
})
export type Simulated = typeof SIMULATED
export const [DECLARED] = declaredOf([{ feature: SIMULATED, hash: 'hash' }], []) as readonly [Declared]
const MEETING = 'meeting'

/** One device on a line of its own. */
export interface Device {
  readonly label: string
  readonly participant: string
  readonly role: 'host' | 'attendee'
  client: ConsentClient<Simulated>
  hide: (() => void) | undefined
  isDown: boolean
  /** Nos that nobody has acknowledged to this page yet. */
  nos: number
  cut(): void
  reload(): void
  /** From now on nothing gets lost. */
  mend(): void
}

/** Shared by all runs: hashing is the only thing that would not come at once. */
let catalogue: Catalogue | undefined

export async function createSimulatedMeeting(seed: number) {
  catalogue ??= await createCatalogue([SIMULATED], async () => 'hash')
  const clock = createManualClock()
  let made = 0
  const ids = (): string => {
    made += 1
    return `id-${made}`
  }
  const events: MeetingEvent[] = []
  let truth: Truth = NO_TRUTH
  let isMute = false
  const below = memoryLedger()
  const ledger = failingLedger({
    read: (meeting) => below.read(meeting),
    async append(meeting, after, facts) {
      await below.append(meeting, after, facts)
      events.push(...facts)
      truth = facts.reduce((was, fact) => learn(was, fact, [DECLARED]), truth)
      if (isMute) throw new Error('written, and the word of it is lost')
    },
  })
  const unwritten = createUnwritten(() => events)
  const links = new Set<() => void>()
  let authority: Authority | undefined
  const makeReception = () =>
    createReception({
      clock,
      ids,
      authenticate: async (token) => JSON.parse(token) as Identity,
      authority: async () => {
        if (authority === undefined) throw new Error('the authority is down')
        return authority
      },
    })
  let reception = makeReception()
  const network: Transport = {
    connect(listener) {
      const link = memoryTransport(reception).connect({
        ...listener,
        onClose() {
          links.delete(link.close)
          listener.onClose()
        },
      })
      links.add(link.close)
      return link
    },
  }
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  function createDevice(label: string, participant: string, role: 'host' | 'attendee', at: number): Device {
    const kept = new Map<string, string>()
    const keep: Keep = {
      load: () => [...kept.values()],
      save: (id, text) => void kept.set(id, text),
      remove: (id) => void kept.delete(id),
    }
    const identity: Identity = { use: 'person', meeting: MEETING, participant, role, kind: 'person' }
    const line = lossyTransport(network, { seed: seed * 10 + at })
    let cut: () => void = () => {}
    const transport: Transport = {
      connect(listener) {
        if (device.isDown) {
          queueMicrotask(() => listener.onClose())
          return { send: () => {}, close: () => {} }
        }
        const link = line.connect(listener)
        cut = link.close
        return link
      },
    }
    const open = () =>
      createClientOver<Simulated>(
        { token: JSON.stringify(identity), features: [SIMULATED] },
        { transport, clock, ids, digest: async () => 'hash', keep },
      )
    const device: Device = {
      label,
      participant,
      role,
      isDown: false,
      nos: 0,
      hide: undefined,
      client: undefined as unknown as ConsentClient<Simulated>,
      cut: () => cut(),
      mend: line.stop,
      reload() {
        device.client?.dispose()
        device.nos = 0
        device.client = open()
        device.hide = device.client.attachIndicator()
      },
    }
    device.reload()
    return device
  }

  const frozen = createFreezer(network, clock)
  async function start(): Promise<void> {
    const opened = await openAuthority({
      meeting: MEETING,
      catalogue: catalogue ?? new Map(),
      ledger,
      clock,
      ids,
    })
    authority = { ...opened, dispatch: unwritten.watch(opened.dispatch) }
  }
  await start()
  const devices = [
    createDevice('anna', 'anna', 'host', 0),
    createDevice('ben’s laptop', 'ben', 'attendee', 1),
    createDevice('ben’s phone', 'ben', 'attendee', 2),
    createDevice('cem', 'cem', 'attendee', 3),
  ]
  await settle()
  const identity: Identity = { use: 'gate', meeting: MEETING, worker: 'worker', features: [SIMULATED.id] }
  const worker: ConnectedGate = await connectGateOver(
    { token: JSON.stringify(identity), features: [SIMULATED] },
    { transport: frozen.transport, clock, ids },
  )

  return {
    clock,
    ledger,
    devices,
    worker,
    frozen,
    settle,
    unwritten,
    start,
    events,
    catalogue,
    truth: () => truth,
    authority: () => authority,
    /** Writes go through from now on, and every answer of the ledger is lost on the way. */
    mute() {
      isMute = true
      return () => {
        isMute = false
      }
    },
    /** As by `kill -9`: nobody is told anything, and what is being written may be written yet. */
    kill(): void {
      for (const close of [...links]) close()
      void authority?.close()
      authority = undefined
      unwritten.clear()
      reception = makeReception()
    },
  }
}
export type SimulatedMeeting = Awaited<ReturnType<typeof createSimulatedMeeting>>

/** A line on which nothing arrives for a while, and then all of it. */
function createFreezer(below: Transport, clock: { monotonic(): number }) {
  let since: number | undefined
  const held: (() => void)[] = []
  const pass = (call: () => void): void => {
    if (since === undefined) call()
    else held.push(call)
  }
  return {
    /** How long it has been frozen; 0 while it is not. */
    forMs: () => (since === undefined ? 0 : clock.monotonic() - since),
    isFrozen: () => since !== undefined,
    freeze() {
      since ??= clock.monotonic()
    },
    thaw() {
      since = undefined
      for (const call of held.splice(0)) call()
    },
    transport: {
      connect(listener) {
        const link = below.connect({
          onOpen: () => pass(listener.onOpen),
          onMessage: (text) => pass(() => listener.onMessage(text)),
          onClose: () => pass(listener.onClose),
        })
        return { send: (text) => pass(() => link.send(text)), close: link.close }
      },
    } satisfies Transport,
  }
}
