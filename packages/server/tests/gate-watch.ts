import { randomIds, webSocketTransport } from '@askfirst/core'
import { type AllowList, type ConnectedGate, connectGateOver } from '@askfirst/core/gate'
import { hastyClock } from './crowd.ts'
import { FEATURES } from './running-server.ts'
import type { Written } from './written.ts'

const ASKS = ['summarise', 'improve'] as const

/** A gate that was seen open, and what the ledger held at that moment. */
export interface Sighting {
  readonly participant: string
  readonly ask: string
  readonly activation: string | null
  /** Term of the list the worker went by. */
  readonly term: number
  /**
   * Number of the last event that had been in the ledger for longer than the lease. Of a close among those a gate that
   * goes on has heard: the server answers its renewals in order, and without an answer the lease ends.
   */
  readonly since: number
  /** Number of the last event in the ledger by then. */
  readonly written: number
}

export interface GateWatchOptions {
  readonly url: string
  readonly meeting: string
  readonly ledger: Written
  readonly leaseMs: number
  token(): Promise<string>
}

/**
 * A worker that looks whom it may hear at every change and, in between, every 25 ms. It writes down which gate is newly
 * open, and again each time that one has been open for another lease.
 */
export async function watchGate({ url, meeting, ledger, leaseMs, token }: GateWatchOptions) {
  const sightings: Sighting[] = []
  /**
   * When each gate that was open at the last look was written down: again at once, more is written, and that proves
   * less; again after a lease, the gate has to have heard more.
   */
  let seenAt = new Map<string, number>()
  /** What the ledger held, and by when: those before the last that is older than the lease are not kept. */
  const readings: { readonly by: number; readonly number: number }[] = [{ by: 0, number: 0 }]
  const looks = new Set<Promise<void>>()
  /** Gates seen open although nothing had come from the server for longer than the lease. */
  const late: string[] = []
  let silentSince: number | undefined
  let term = 0
  const inner = webSocketTransport(url)
  const gate = await connectGateOver(
    { token, features: FEATURES },
    {
      clock: hastyClock,
      ids: randomIds,
      transport: {
        connect: (listener) =>
          inner.connect({
            ...listener,
            onMessage(text) {
              const { lists = [] } = JSON.parse(text) as { lists?: readonly AllowList[] }
              for (const list of lists) term = list.term
              listener.onMessage(text)
            },
          }),
      },
    },
  )

  const heardBy = (now: number): number => {
    while (readings[1] !== undefined && readings[1].by < now - leaseMs) readings.shift()
    return readings[0]?.number ?? 0
  }
  async function write(open: readonly Omit<Sighting, 'written'>[]): Promise<void> {
    const number = await ledger.last(meeting)
    readings.push({ by: performance.now(), number })
    for (const one of open) sightings.push({ ...one, written: number })
  }
  const look = (): void => {
    const activation = gate.activation('meeting-summary')
    const now = performance.now()
    const since = heardBy(now)
    const isLate = silentSince !== undefined && now - silentSince >= leaseMs
    const open = new Map(
      ASKS.flatMap((ask) =>
        gate.allowed('meeting-summary', ask).map((participant) => {
          const one = { participant, ask, activation, term }
          return [Object.values(one).join(' '), one] as const
        }),
      ),
    )
    if (isLate) late.push(...open.keys())
    const due = [...open].filter(([key]) => now - (seenAt.get(key) ?? Number.NEGATIVE_INFINITY) > leaseMs)
    seenAt = new Map([...open.keys()].map((key) => [key, seenAt.get(key) ?? now]))
    for (const [key] of due) seenAt.set(key, now)
    if (due.length === 0) return
    const looking = write(due.map(([, one]) => ({ ...one, since })))
    looks.add(looking)
    void looking.finally(() => looks.delete(looking))
  }
  gate.onChange(look)
  const timer = setInterval(look, 25)

  return {
    gate: gate as ConnectedGate,
    sightings: sightings as readonly Sighting[],
    late: late as readonly string[],
    /** From now on nothing can come from the server. */
    serverFell(): void {
      silentSince = performance.now()
    },
    serverRises(): void {
      silentSince = undefined
    },
    async close(): Promise<void> {
      clearInterval(timer)
      gate.close()
      await Promise.all(looks)
    },
  }
}
