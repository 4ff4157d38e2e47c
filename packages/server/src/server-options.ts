import { AskFirstError, type FeatureOptions, type NoticeHashes } from '@askfirst/core'
import { DEFAULT_LIMITS, type Ledger, type ReceptionLimits } from '@askfirst/core/authority'
import type { RecordFacts } from '@askfirst/core/record'
import { assertOrigins } from './allowed-origins.ts'
import { assertFeatures } from './assert-features.ts'
import { assertNode } from './assert-node.ts'
import type { ConsentHooks } from './hooks.ts'
import type { ConsentKeys } from './keys.ts'
import { LOG_LEVELS, type LogLevel, type ServerLog } from './log.ts'
import { findOdd, tellWords } from './odd-word.ts'
import { assertFacts } from './record-facts.ts'
import { assertWords } from './registered-catalogue.ts'
import { DEFAULT_SOCKET_LIMITS, type SocketLimits } from './sockets.ts'
import { assertWebhooks, type WebhookEndpoint } from './webhooks/webhook-options.ts'

/** What whoever connects may ask for, each against one attack; see _Running a server_ in the docs. */
export interface ServerLimits extends ReceptionLimits, SocketLimits {
  /** Requests a second by HTTP of whoever holds one token or link. Against one that asks in a loop. @default 10 */
  readonly requestsPerSecond: number
  /** Links that lead nowhere, a second. Against whoever tries addresses: only links that are known go on. @default 100 */
  readonly unknownLinksPerSecond: number
}

/** What holds where an app says nothing else. */
const SERVER_LIMITS: ServerLimits = {
  ...DEFAULT_LIMITS,
  ...DEFAULT_SOCKET_LIMITS,
  requestsPerSecond: 10,
  unknownLinksPerSecond: 100,
}

/** What a server is made of: the features, where events are kept, and what tokens are signed with. */
export interface ConsentServerOptions extends ConsentHooks {
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
  /** What records say that only the app knows: controllers, jurisdiction, policy. @default they do not say it */
  readonly facts?: RecordFacts
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
   * Web origins that may connect, letter for letter as browsers write them: `https://app.example`. One that is
   * refused is logged.
   *
   * @default any: a page without a token gets nothing, and tokens are never sent by themselves as cookies are
   */
  readonly allowedOrigins?: readonly string[]
  /** Where decisions, changes of gates and duties to erase are sent as they happen. @default nowhere */
  readonly webhooks?: readonly WebhookEndpoint[]
  /** @default those of `ServerLimits` */
  readonly limits?: Partial<ServerLimits>
  /** How long a hook is waited for. @default 3_000 */
  readonly hookWithinMs?: number
  /** How long nobody has to be in a meeting, and nothing on, before it leaves the memory. @default 600_000 */
  readonly forgetAfterMs?: number
  /** How long `close`, and a press on the page of a link, wait for what is being written. @default 5_000 */
  readonly drainMs?: number
  /**
   * How much is logged, as JSON lines on standard error, or a log of your own, such as a pino or Fastify's. No names,
   * tokens or words of anybody are in it; a meeting is a hash of its name.
   *
   * @default 'warn'
   */
  readonly log?: LogLevel | ServerLog
  /** Hears of faults of the ledger, of keys and of hooks, as they were thrown. They are logged all the same. */
  onFault?(error: unknown): void
}

/** @throws AskFirstError where an option cannot be right */
export function assertServerOptions(given: ConsentServerOptions | undefined): void {
  assertNode()
  // Nothing at all is a ledger that is missing, to begin with.
  const options: Partial<ConsentServerOptions> = given ?? {}
  const odd = findOdd(options, Object.keys(WORDS))
  if (odd !== undefined) {
    throw new AskFirstError('server-options', {
      what: `The options have "${odd}", which is none.`,
      why: 'It would be taken for one that is in force.',
      fix: tellWords(odd, Object.keys(WORDS)),
    })
  }
  assertLedger(options.ledger)
  assertSettings(options)
  assertLease(options.ledger, options.gateLeaseMs)
}

/**
 * What can be told before there is a ledger: for options that cannot be right, none is made.
 *
 * @throws AskFirstError where an option beside the ledger cannot be right
 */
export function assertSettings(options: Partial<ConsentServerOptions>): void {
  assertFeatures(options.features)
  assertWords(options.notices, 'notices')
  assertOrigins(options.allowedOrigins)
  assertLimits(options.limits)
  assertLog(options.log)
  assertWebhooks(options.webhooks)
  if (options.facts !== undefined) assertFacts(options.facts)
  const { path } = options
  if (path !== undefined && !/^\/[^?#\s]*$/.test(path)) {
    throw new AskFirstError('server-path', {
      what: `path is ${JSON.stringify(path)}.`,
      why: 'It is compared with the path of each upgrade request.',
      fix: "Start it with a slash, and leave out query and fragment: '/consent'.",
    })
  }
  assertDurations(options)
}

function assertDurations(options: Partial<ConsentServerOptions>): void {
  for (const [key, why] of Object.entries(DURATIONS)) {
    const value = options[key as keyof typeof DURATIONS]
    if (value === undefined) continue
    const isLong = TIMED.has(key) && value > LONGEST_TIMER_MS
    if (Number.isFinite(value) && value >= SHORTEST_MS && !isLong) continue
    throw new AskFirstError('server-durations', {
      what: `${key} is ${value}.`,
      why: isLong ? 'No timer waits for so long: a longer one goes off at once.' : why,
      fix: `Use milliseconds, at ${isLong ? `most ${LONGEST_TIMER_MS}` : `least ${SHORTEST_MS}`}; leave it out for the default.`,
    })
  }
}

/** All there are: the types see to it. */
const WORDS: Readonly<Record<keyof ConsentServerOptions, true>> = {
  features: true,
  ledger: true,
  keys: true,
  notices: true,
  facts: true,
  path: true,
  unreachableAfterMs: true,
  gateLeaseMs: true,
  hostlessAfterMs: true,
  expireAfterMs: true,
  enforceWithinMs: true,
  allowedOrigins: true,
  webhooks: true,
  limits: true,
  hookWithinMs: true,
  forgetAfterMs: true,
  drainMs: true,
  log: true,
  onAuthenticate: true,
  onCommand: true,
  onCommit: true,
  onGateChange: true,
  onFault: true,
}
const SHORTEST_MS = 100
const LONGEST_TIMER_MS = 2 ** 31 - 1
/** Those that one timer waits for, here or at a client; the others may be months. */
const TIMED: ReadonlySet<string> = new Set(['unreachableAfterMs', 'gateLeaseMs', 'hookWithinMs', 'drainMs'])
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
  hookWithinMs: 'Whatever a hook asks is further away than that.',
  forgetAfterMs: 'A meeting would be read back for everybody who comes.',
  drainMs: 'What was answered has to be written first.',
} as const satisfies Partial<Record<keyof ConsentServerOptions, string>>

/** Every limit, with those that the app set. One that is set to undefined is not set: it must not come to no limit. */
export const toLimits = (limits: Partial<ServerLimits> = {}): ServerLimits => ({
  ...SERVER_LIMITS,
  ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
})

function assertLimits(limits: Partial<ServerLimits> = {}): void {
  for (const [key, value] of Object.entries(limits)) {
    if (!(key in SERVER_LIMITS)) {
      throw new AskFirstError('server-limits', {
        what: `limits.${key} is no limit.`,
        why: 'It would be taken for one that is in force.',
        fix: `There are: ${Object.keys(SERVER_LIMITS).join(', ')}.`,
      })
    }
    if (value === undefined || (Number.isInteger(value) && value >= 1)) continue
    throw new AskFirstError('server-limits', {
      what: `limits.${key} is ${value}.`,
      why: 'Nobody could do anything, or everybody everything.',
      fix: 'Use a whole number from 1 up; leave it out for the default.',
    })
  }
}

function assertLog(log: ConsentServerOptions['log']): void {
  const isLevel = typeof log === 'string' && (LOG_LEVELS as readonly string[]).includes(log)
  if (log === undefined || isLevel || isLog(log)) return
  throw new AskFirstError('server-log', {
    what: `log is ${JSON.stringify(log)}.`,
    why: 'What goes wrong has to be said somewhere.',
    fix: `Use one of ${LOG_LEVELS.map((level) => `'${level}'`).join(', ')}, or a log with error, warn, info and debug.`,
  })
}

const isLog = (log: unknown): boolean =>
  typeof log === 'object' && LEVELS.every((level) => typeof Object(log)[level] === 'function')
const LEVELS = LOG_LEVELS.filter((level) => level !== 'silent')

/**
 * A worker that was renewed has to be silent again before another server may open the meeting.
 *
 * @throws AskFirstError where the ledger's lease is too short for that
 */
export function assertLease({ leaseMs }: Partial<Pick<Ledger, 'leaseMs'>> = {}, gateLeaseMs = 3_000): void {
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
