import { createHash, randomUUID } from 'node:crypto'
import type { Authority, MeetingEvent } from '@askfirst/core/authority'
import { toErasedName } from '@askfirst/core/evidence'
import type { ErasureDuty } from '@askfirst/core/protocol'
import type { ConsentHooks } from '../hooks.ts'
import { createEndpoint, type EndpointOptions, type WebhookOutcome } from './endpoint.ts'
import type { WebhookEndpoint, WebhookKind } from './webhook-options.ts'

// takes: what was committed, whose gates changed, and which duties are open · gives: each endpoint what it is to hear
// never: waits for an endpoint, or tells more than ids and answers

export interface WebhooksOptions extends Pick<EndpointOptions, 'most' | 'withinMs' | 'retryMs'> {
  readonly endpoints: readonly WebhookEndpoint[]
  /** `endpoint` is its place in the list: an address may have a secret in it. */
  onOutcome(endpoint: number, outcome: WebhookOutcome, kind: WebhookKind, status?: number): void
  onGone(endpoint: number): void
}

export interface Webhooks {
  readonly hearsGates: boolean
  /** Begins with the duties that are open, told or not: nobody remembers over a restart what was taken. */
  watch(authority: Authority): void
  committed(meeting: string, events: readonly MeetingEvent[]): void
  gateChanged(change: GateChange): void
  /** How many messages wait for an endpoint. */
  waiting(endpoint: number): number
  /** Resolves once nothing waits any more: never, where an endpoint takes nothing. */
  settled(): Promise<unknown>
  /** Resolves with how many were not sent. */
  close(): Promise<number>
}

type Told = { readonly meeting: string } & Readonly<Record<string, unknown>>
type GateChange = Parameters<NonNullable<ConsentHooks['onGateChange']>>[0]

export function createWebhooks({ endpoints, onGone, onOutcome, ...limits }: WebhooksOptions): Webhooks {
  const lines = endpoints.map((endpoint, at) => ({
    endpoint,
    line: createEndpoint({
      ...limits,
      endpoint,
      onOutcome: (outcome, kind, status) => onOutcome(at, outcome, kind, status),
      onGone: () => onGone(at),
    }),
  }))
  const hears = (kind: WebhookKind): boolean => endpoints.some(({ events }) => events.includes(kind))

  function tell(kind: WebhookKind, id: string, type: string, at: number, told: Told): void {
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: told })
    for (const { endpoint, line } of lines) {
      if (endpoint.events.includes(kind) && isFor(endpoint, told.meeting)) line.put({ id, kind, body })
    }
  }

  /** By the processors that the duty names: features may name others since. */
  function tellDuty(meeting: string, duty: ErasureDuty, processors: readonly string[]): void {
    const { feature, participant, request, requestedAt } = duty
    // Whose it was, nobody can tell.
    if (participant.startsWith(toErasedName(''))) return
    for (const processor of processors) {
      const id = toId('erasure', meeting, processor, feature, participant, request)
      tell('erasure', id, 'erasure.requested', requestedAt, { meeting, processor, ...duty })
    }
  }

  return {
    hearsGates: hears('gate'),
    watch(authority) {
      if (!hears('erasure')) return
      for (const { participant, answers } of authority.look().participants) {
        for (const [feature, { erasure }] of Object.entries(answers)) {
          if (erasure === undefined) continue
          const { open, request, requestedAt } = erasure
          tellDuty(authority.meeting, { participant, feature, request, requestedAt }, open)
        }
      }
    },
    committed(meeting, events) {
      if (hears('erasure')) {
        for (const event of events) {
          if (event.type !== 'erasure.requested') continue
          const { at: requestedAt, feature, participant, processors, request } = event
          tellDuty(meeting, { participant, feature, request, requestedAt }, processors)
        }
      }
      if (!hears('decision')) return
      for (const event of events) {
        const told = toDecision(event)
        if (told === undefined) continue
        const { number } = event
        tell('decision', toId('decision', meeting, number), event.type, event.at, {
          meeting,
          number,
          ...told,
        })
      }
    },
    gateChanged: (change) => tell('gate', `gate_${randomUUID()}`, 'gate.changed', Date.now(), change),
    waiting: (endpoint) => lines[endpoint]?.line.waiting() ?? 0,
    settled: () => Promise.all(lines.map(({ line }) => line.settled())),
    async close() {
      const left = await Promise.all(lines.map(({ line }) => line.close()))
      return left.reduce((sum, count) => sum + count, 0)
    },
  }
}

/** What was decided, without how: the record has that. */
function toDecision(event: MeetingEvent) {
  switch (event.type) {
    case 'consent.accepted':
      return { participant: event.participant, feature: event.feature, asks: event.grants }
    case 'consent.withdrawn':
      return {
        participant: event.participant,
        feature: event.feature,
        ...(event.asks && { asks: event.asks }),
      }
    case 'consent.declined':
    case 'consent.deferred':
    case 'consent.expired':
      return { participant: event.participant, feature: event.feature }
    default:
      return undefined
  }
}

/** The same for the same fact, from any server and after any restart, and no name in it. */
const toId = (kind: WebhookKind, ...fact: readonly (string | number)[]): string =>
  `${kind}_${createHash('sha256').update(JSON.stringify(fact)).digest('base64url')}`

/** A filter that throws lets nothing through. */
function isFor({ meetings }: WebhookEndpoint, meeting: string): boolean {
  try {
    return meetings === undefined || meetings(meeting) === true
  } catch {
    return false
  }
}
