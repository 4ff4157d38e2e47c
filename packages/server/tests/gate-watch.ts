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

/** A worker that looks whom it may hear at every change and, in between, every 25 ms, and writes down what is new. */
export async function watchGate({ url, meeting, ledger, leaseMs, token }: GateWatchOptions) {
  const sightings: Sighting[] = []
  /** Gates that were open when it looked last: seen again later, more is written, and that proves less. */
  let openBefore = new Set<string>()
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

  async function write(open: readonly Omit<Sighting, 'written'>[]): Promise<void> {
    const written = await ledger.last(meeting)
    for (const one of open) sightings.push({ ...one, written })
  }
  const look = (): void => {
    const activation = gate.activation('meeting-summary')
    const now = performance.now()
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
    const fresh = [...open].flatMap(([key, one]) => (openBefore.has(key) ? [] : [one]))
    openBefore = new Set(open.keys())
    if (fresh.length === 0) return
    const looking = write(fresh)
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
