import { AskFirstError } from '@askfirst/core'
import type { Ledger, ReceptionWatch } from '@askfirst/core/authority'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

// takes: what happens · gives: figures for Prometheus
// never: names anybody: labels are words of this program alone

export interface Metrics {
  readonly watch: ReceptionWatch
  readonly registry: Registry
  countFault(source: string): void
  countLimit(limit: string): void
  countWebhook(endpoint: number, outcome: string): void
  /** The ledger, with a look at how long it takes. */
  ledger(ledger: Ledger): Ledger
  /** When an append last failed, by the clock that never goes back. */
  failedAt(): number | undefined
}

/** What is counted of what is there, and not of what happens. */
export interface Sizes {
  meetings(): number
  /** How many gates are open. */
  openGates(): number
  /** How many messages wait for each endpoint of webhooks. */
  webhooks(): readonly number[]
}

/** Why an append may fail at a ledger that keeps what it is given. */
const WELL: readonly string[] = ['ledger-owned', 'ledger-moved']

export function createMetrics(sizes: Sizes): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const connections = new Gauge({
    name: 'askfirst_connections',
    help: 'Connections that were let in, by what their token is for.',
    labelNames: ['use'],
    registers,
  })
  new Gauge({
    name: 'askfirst_meetings',
    help: 'Meetings in memory.',
    registers,
    collect() {
      this.set(sizes.meetings())
    },
  })
  new Gauge({
    name: 'askfirst_open_gates',
    help: 'Gates that are open: one for each participant, feature and ask.',
    registers,
    // Counted when it is asked for, so that no decision costs more by it.
    collect() {
      this.set(sizes.openGates())
    },
  })
  const commands = new Counter({
    name: 'askfirst_commands_total',
    help: 'Commands that were answered, by type and by what became of them.',
    labelNames: ['type', 'outcome'],
    registers,
  })
  const ends = new Counter({
    name: 'askfirst_connections_ended_total',
    help: 'Connections that ended, by why.',
    labelNames: ['cause'],
    registers,
  })
  const refusals = new Counter({
    name: 'askfirst_refusals_total',
    help: 'Connections and newer tokens that were refused, by why.',
    labelNames: ['code'],
    registers,
  })
  const limits = new Counter({
    name: 'askfirst_limits_total',
    help: 'Messages and connections that were over a limit, by which.',
    labelNames: ['limit'],
    registers,
  })
  const faults = new Counter({
    name: 'askfirst_faults_total',
    help: 'What went wrong in this server, by where.',
    labelNames: ['source'],
    registers,
  })
  const webhooks = new Counter({
    name: 'askfirst_webhooks_total',
    help: 'Messages of webhooks: delivered, tries that failed, and dropped, by the place of the endpoint in the list.',
    labelNames: ['endpoint', 'outcome'],
    registers,
  })
  new Gauge({
    name: 'askfirst_webhooks_waiting',
    help: 'Messages of webhooks that wait, by the place of the endpoint in the list.',
    labelNames: ['endpoint'],
    registers,
    collect() {
      for (const [endpoint, waiting] of sizes.webhooks().entries()) this.set({ endpoint }, waiting)
    },
  })
  const commits = new Histogram({
    name: 'askfirst_commit_seconds',
    help: 'How long the ledger took to make a batch durable.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const batches = new Histogram({
    name: 'askfirst_batch_events',
    help: 'How many events were made durable together.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000],
    registers,
  })
  let failedAt: number | undefined

  return {
    registry,
    watch: {
      onCame: ({ use }) => connections.inc({ use }),
      onGone({ use }, cause) {
        connections.dec({ use })
        ends.inc({ cause })
      },
      onRefused: (code) => refusals.inc({ code }),
      onReply: (type, outcome) => commands.inc({ type, outcome }),
      onLimit: (limit) => limits.inc({ limit }),
    },
    countFault: (source) => faults.inc({ source }),
    countLimit: (limit) => limits.inc({ limit }),
    countWebhook: (endpoint, outcome) => webhooks.inc({ endpoint, outcome }),
    failedAt: () => failedAt,
    ledger(ledger) {
      const append: Ledger['append'] = async (meeting, after, events) => {
        const startedAt = performance.now()
        try {
          await ledger.append(meeting, after, events)
        } catch (error) {
          // Open at another server, or written by somebody else: this one could write, and not fewer people are to be
          // sent to it.
          const isWell = error instanceof AskFirstError && WELL.includes(error.rule)
          if (!isWell) failedAt = performance.now()
          throw error
        }
        // Appending nothing asks who writes the meeting, and makes nothing durable.
        if (events.length === 0) return
        commits.observe((performance.now() - startedAt) / 1_000)
        batches.observe(events.length)
      }
      return new Proxy(ledger, {
        get(target, key) {
          if (key === 'append') return append
          const value: unknown = Reflect.get(target, key)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    },
  }
}
