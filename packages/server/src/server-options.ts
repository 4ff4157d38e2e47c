import { AskFirstError, type FeatureOptions, type NoticeHashes } from '@askfirst/core'
import type { Ledger } from '@askfirst/core/authority'
import type { ConsentKeys } from './tokens.ts'

/** What a server is made of: the features, where events are kept, and what tokens are signed with. */
export interface ConsentServerOptions {
  /** The same features that the web app and the AI workers are given. */
  readonly features: readonly FeatureOptions[]
  /**
   * Where events are kept: `sqliteLedger(file)`, or `await postgresLedger(url)`. The server closes it when it is
   * closed itself.
   */
  readonly ledger: Ledger
  readonly keys: ConsentKeys
  /**
   * The content of `notices.json` as `askfirst notices build` wrote it, words included: an answer to any other
   * text is then rejected as `unknown-notice`. Where it does not fit the features, no meeting opens, and
   * `onFault` hears why.
   *
   * @default answers name the declaration, whatever words were around it
   */
  readonly notices?: NoticeHashes | undefined
  /** Path of the WebSocket. @default '/consent' */
  readonly path?: string
  /** Silence of a person's device after which nothing of that person is captured. @default 10_000 */
  readonly unreachableAfterMs?: number
  /** Silence of the server after which an AI worker closes everything by itself. @default 3_000 */
  readonly gateLeaseMs?: number
  /** How long a feature goes on without a host, unless its policy keeps it. @default 60_000 */
  readonly hostlessAfterMs?: number
  /** How long somebody may be away before their yes no longer counts. @default 14_400_000, four hours */
  readonly expireAfterMs?: number
  /** How long an enforcer may take to say what it enforced, before all is closed. @default 3_000 */
  readonly enforceWithinMs?: number
  /**
   * Web origins that may connect, as browsers name them: `https://app.example`.
   *
   * @default any: a page without a token gets nothing, and tokens are never sent by themselves as cookies are
   */
  readonly allowedOrigins?: readonly string[]
  /** Hears of faults of the ledger and of listeners. @default console.error */
  onFault?(error: unknown): void
}

/** @throws AskFirstError where an option cannot be right */
export function assertServerOptions(options: ConsentServerOptions): void {
  assertLedger(options.ledger)
  assertFeatures(options.features)
  const { path } = options
  if (path !== undefined && !/^\/[^?#\s]*$/.test(path)) {
    throw new AskFirstError('server-path', {
      what: `path is ${JSON.stringify(path)}.`,
      why: 'It is compared with the path of each upgrade request.',
      fix: "Start it with a slash, and leave out query and fragment: '/consent'.",
    })
  }
  for (const [key, why] of Object.entries(DURATIONS)) {
    const value = options[key as keyof typeof DURATIONS]
    if (value === undefined || (Number.isFinite(value) && value >= SHORTEST_MS)) continue
    throw new AskFirstError('server-durations', {
      what: `${key} is ${value}.`,
      why,
      fix: `Use milliseconds, at least ${SHORTEST_MS}; leave it out for the default.`,
    })
  }
  assertLease(options)
}

const SHORTEST_MS = 100
/** A server asks each second whether it still has its meeting, and needs time to hear of it. */
const RENEWAL_MS = 2_000
const RENEWED = 'Devices and workers renew three times within it, so it has to be longer than a round trip.'
/** Why each cannot be shorter. */
const DURATIONS = {
  unreachableAfterMs: RENEWED,
  gateLeaseMs: RENEWED,
  hostlessAfterMs: 'A host whose page reloads would end the feature for everybody.',
  expireAfterMs: 'Whoever reloads a page would be asked again.',
  enforceWithinMs: 'An enforcer has to make it so and say so within it, over the network.',
} as const satisfies Partial<Record<keyof ConsentServerOptions, string>>

function assertFeatures(features: readonly FeatureOptions[]): void {
  if (!Array.isArray(features) || features.length === 0) {
    throw new AskFirstError('server-features', {
      what: `features is ${features === undefined ? 'missing' : 'empty'}.`,
      why: 'There is nothing to ask anybody.',
      fix: 'Pass what defineFeature returned, the same as in the web app.',
    })
  }
  const twice = features.find(({ id }, at) => features.findIndex((other) => other.id === id) !== at)
  if (twice !== undefined) {
    throw new AskFirstError('feature-id', {
      what: `Two features have the id "${twice.id}".`,
      why: 'Answers are kept by feature id.',
      fix: 'Give each feature an id of its own; to change one, raise its revision.',
    })
  }
}

/** A worker that was renewed has to be silent again before another server may open the meeting. */
function assertLease({ ledger, gateLeaseMs = 3_000 }: ConsentServerOptions): void {
  const { leaseMs } = ledger
  if (leaseMs === undefined || leaseMs >= gateLeaseMs + RENEWAL_MS) return
  throw new AskFirstError('server-durations', {
    what: `gateLeaseMs is ${gateLeaseMs}, and the ledger's leaseMs ${leaseMs}.`,
    why: 'A worker may go by what it heard for gateLeaseMs, and a server writes its meeting for leaseMs.',
    fix: `Make the ledger's lease longer, ${gateLeaseMs + RENEWAL_MS} at least, or gateLeaseMs shorter.`,
  })
}

function assertLedger(ledger: Ledger | undefined): void {
  if (typeof ledger?.append === 'function' && typeof ledger.read === 'function') return
  throw new AskFirstError('server-ledger', {
    what: `ledger is ${ledger === undefined ? 'missing' : 'not a ledger'}.`,
    why: 'An answer is acknowledged only once it is durable.',
    fix: "Pass sqliteLedger('consent.db') or await postgresLedger(url), or memoryLedger() of @askfirst/core/authority in tests.",
  })
}
