import type { LinkListener, Transport } from '@askfirst/core'
import {
  type Authority,
  type Catalogue,
  createReception,
  type Identity,
  type Ledger,
  memoryTransport,
  openAuthority,
} from '@askfirst/core/authority'
import { type Declared, declaredOf } from '../explore/rules.ts'
import type { Truth } from '../explore/truth.ts'
import type { ManualClock } from '../manual-clock.ts'
import { throwMistake } from '../throw-mistake.ts'
import { MEETING } from './cast.ts'
import type { Disk } from './disk.ts'
import { createPause, type Pause } from './pause.ts'
import type { Unwritten } from './unwritten.ts'

// takes: a disk that others write too · gives: one process that serves the meeting, until it ends
// never: ends by itself for another reason than the authority's own

/** One process with an authority in it. */
export interface Server extends Transport {
  readonly pause: Pause
  readonly unwritten: Unwritten
  /** Which deployment it runs. */
  readonly deployed: number
  readonly catalogue: Catalogue
  declared(feature: string): Declared
  authority(): Authority
  /** What it has written or read: all it can know. */
  truth(): Truth
  /** Whether it has written or read the event of this number. */
  knows(event: number): boolean
  /** Whether everything that is in the ledger is known to it. */
  isNewest(): boolean
  isOver(): boolean
  /** Monotonic time since when it is not standing still. */
  goesSince(): number
  /** Since when nothing is heard of it though its links stand. */
  silentSince(): number | undefined
  /** As by `kill -9`: links close, nobody is told anything, and what is being written may be written yet. */
  kill(): void
  /** As by a power cut: links stand, and nothing comes over them any more. */
  cutPower(): void
}

export interface ServerOptions {
  readonly disk: Disk
  readonly clock: ManualClock
  readonly ids: () => string
  readonly deployed: number
  readonly catalogue: Catalogue
  readonly unwritten: Unwritten
  onOver(): void
}

/** @throws what the disk throws */
export async function openServer(options: ServerOptions): Promise<Server> {
  const { disk, clock, ids, deployed, catalogue, unwritten } = options
  const pause = createPause(clock)
  let known = 0
  let isOver = false
  let silentSince: number | undefined
  const ledger: Ledger = {
    async read() {
      const events = await disk.read()
      known = Math.max(known, events.length)
      return events
    },
    async append(_, after, events) {
      try {
        await disk.append(after, events, () => {
          known = after + events.length
        })
      } finally {
        await pause.going()
      }
    },
  }
  const opened = await openAuthority({
    meeting: MEETING,
    catalogue,
    ledger,
    clock: pause.clock,
    ids,
    random: () => 0.5,
    // As in a server, where others have their turn first.
    waitForTurn: (call) => pause.clock.after(0, call),
    onFault: throwMistake,
  })
  const authority: Authority = { ...opened, dispatch: unwritten.watch(opened.dispatch) }
  opened.onEnd(() => {
    if (!isOver) options.onOver()
    isOver = true
  })
  const reception = createReception({
    clock: pause.clock,
    ids,
    authenticate: async (token) => JSON.parse(token) as Identity,
    authority: async () => {
      if (isOver) throw new Error('the authority has ended')
      return authority
    },
    onFault: throwMistake,
  })
  const over = memoryTransport(reception)
  const links = new Set<() => void>()
  const flow = (call: () => void): void => {
    if (silentSince === undefined) pause.pass(call)
  }
  const end = (): void => {
    isOver = true
    void opened.close()
    unwritten.clear()
  }

  const declared = new Map(declaredOf(catalogue.values(), []).map((one) => [one.id, one]))
  return {
    pause,
    unwritten,
    deployed,
    catalogue,
    declared(feature) {
      const entry = declared.get(feature)
      if (entry === undefined) throw new RangeError(`no feature "${feature}"`)
      return entry
    },
    authority: () => authority,
    truth: () => disk.truth(known),
    knows: (event) => known >= event,
    isNewest: () => known === disk.events.length,
    isOver: () => isOver,
    goesSince: pause.goesSince,
    silentSince: () => silentSince,
    connect(listener: LinkListener) {
      let isOpen = true
      const hear = (call: () => void): void =>
        flow(() => {
          if (isOpen) call()
        })
      const close = (): void => {
        if (!isOpen) return
        isOpen = false
        links.delete(close)
        queueMicrotask(listener.onClose)
        flow(() => link.close())
      }
      const link = over.connect({
        onOpen: () => hear(listener.onOpen),
        onMessage: (text) => hear(() => listener.onMessage(text)),
        onClose: () => flow(close),
      })
      links.add(close)
      return { send: (text) => flow(() => link.send(text)), close }
    },
    kill() {
      silentSince = clock.monotonic()
      for (const close of [...links]) close()
      end()
    },
    cutPower() {
      silentSince = clock.monotonic()
      end()
    },
  }
}
