import { DatabaseSync } from 'node:sqlite'
import { randomIds, webSocketTransport } from '@askfirst/core'
import { type AllowList, type ConnectedGate, connectGateOver } from '@askfirst/core/gate'
import { hastyClock } from './crowd.ts'
import { FEATURES, MEETING } from './running-server.ts'

const ASKS = ['summarise', 'improve'] as const

/** A gate that was seen open, and what the ledger file held at that moment. */
export interface Sighting {
  readonly participant: string
  readonly ask: string
  readonly activation: string | null
  /** Term of the list the worker went by. */
  readonly term: number
  /** Number of the last event in the file by then. */
  readonly written: number
}

export interface GateWatchOptions {
  readonly url: string
  readonly file: string
  readonly leaseMs: number
  token(): Promise<string>
}

/** A worker that writes down whom it may hear at every change and, in between, every 25 ms. */
export async function watchGate({ url, file, leaseMs, token }: GateWatchOptions) {
  const sightings: Sighting[] = []
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

  const look = (): void => {
    const activation = gate.activation('meeting-summary')
    const now = performance.now()
    const isLate = silentSince !== undefined && now - silentSince >= leaseMs
    const open = ASKS.flatMap((ask) =>
      gate.allowed('meeting-summary', ask).map((participant) => ({ participant, ask })),
    )
    if (open.length === 0) return
    const written = countWritten(file)
    for (const { participant, ask } of open) {
      sightings.push({ participant, ask, activation, term, written })
      if (isLate) late.push(`${participant}/${ask}`)
    }
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
    close(): void {
      clearInterval(timer)
      gate.close()
    },
  }
}

function countWritten(file: string): number {
  // Opened anew each time, so that this test is not what keeps the log of a killed server in order.
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const row = database.prepare('SELECT max(number) AS number FROM events WHERE meeting = ?').get(MEETING)
    return Number(row?.number ?? 0)
  } finally {
    database.close()
  }
}
