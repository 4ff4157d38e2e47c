import {
  AskFirstError,
  type FeatureOptions,
  type NoticeHashes,
  randomIds,
  systemClock,
  type Undo,
} from '@askfirst/core'
import {
  type Authority,
  createReception,
  type Ledger,
  openAuthority,
  systemRandom,
} from '@askfirst/core/authority'
import { createRegisteredCatalogue } from './registered-catalogue.ts'
import { attachSockets, type HttpServer } from './sockets.ts'
import {
  type ConsentKeys,
  createTokens,
  type GateToken,
  type PersonToken,
  type ProcessorToken,
} from './tokens.ts'

/** What a server is made of: the features, where events are kept, and what tokens are signed with. */
export interface ConsentServerOptions {
  /** The same features that the web app and the AI workers are given. */
  readonly features: readonly FeatureOptions[]
  /** Where events are kept: `sqliteLedger(file)`. The server closes it when it is closed itself. */
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
  /**
   * Web origins that may connect, as browsers name them: `https://app.example`.
   *
   * @default any: a page without a token gets nothing, and tokens are never sent by themselves as cookies are
   */
  readonly allowedOrigins?: readonly string[]
  /** Hears of faults of the ledger and of listeners. @default console.error */
  onFault?(error: unknown): void
}

/** The authority of many meetings, in one Node process. */
export interface ConsentServer {
  /** Takes WebSocket upgrades on its own path of a `node:http` or `node:https` server, and leaves all others alone. */
  attach(httpServer: HttpServer): Undo
  /** A token for one person in one meeting: mint it for whom your server knows to be signed in. */
  mintToken(token: PersonToken): Promise<string>
  /** A token for an AI worker, good for these features of one meeting. */
  mintGateToken(token: GateToken): Promise<string>
  /** The same for a worker that also erases, in the name of a processor of each of these features. */
  mintProcessorToken(token: ProcessorToken): Promise<string>
  /**
   * Whether the participant may be captured for the ask right now: the gate for code in this process.
   *
   * Closed for everybody in a meeting that nobody has connected to since the server started.
   */
  permits(meeting: string, participant: string, feature: string, ask: string): boolean
  /** Ends every connection, every meeting, and the ledger. What was acknowledged stays. */
  close(): Promise<void>
}

/**
 * Makes the consent authority; `attach` puts it on a server that already runs.
 *
 * What it does not do yet: other stores than SQLite (PostgreSQL), several servers for one ledger, records
 * and receipts, rotation of keys, a limit on how many messages a device may send, and forgetting a meeting
 * that is over: each stays in memory until the server is closed.
 *
 * @throws AskFirstError where an option cannot be right
 */
export function createConsentServer(options: ConsentServerOptions): ConsentServer {
  const { features, ledger, path = '/consent', unreachableAfterMs = 10_000, gateLeaseMs = 3_000 } = options
  const onFault = options.onFault ?? ((error: unknown) => console.error('askfirst:', error))
  assertLedger(ledger)
  assertOptions({ features, path, unreachableAfterMs, gateLeaseMs })
  const tokens = createTokens(options.keys)
  const catalogue = createRegisteredCatalogue(features, options.notices)
  // Whoever opens a meeting hears of it; until then it must not end the program.
  catalogue.catch(onFault)

  const opening = new Map<string, Promise<Authority>>()
  const opened = new Map<string, Authority>()
  let isClosed = false

  async function open(meeting: string): Promise<Authority> {
    const authority = await openAuthority({
      meeting,
      catalogue: await catalogue,
      ledger,
      clock: systemClock,
      ids: randomIds,
      random: systemRandom,
      onFault,
    })
    if (isClosed) await authority.close()
    opened.set(meeting, authority)
    // Superseded by another writer: whoever comes next opens it anew.
    authority.onEnd(() => {
      opened.delete(meeting)
      opening.delete(meeting)
    })
    return authority
  }

  /** One authority per meeting; where opening failed, the next to come tries again. */
  function authorityOf(meeting: string): Promise<Authority> {
    if (isClosed) return Promise.reject(new Error('The consent server is closed.'))
    const known = opening.get(meeting)
    if (known !== undefined) return known
    const attempt = open(meeting)
    opening.set(meeting, attempt)
    attempt.catch((error: unknown) => {
      opening.delete(meeting)
      onFault(error)
    })
    return attempt
  }

  const reception = createReception({
    authenticate: tokens.verify,
    authority: authorityOf,
    clock: systemClock,
    ids: randomIds,
    unreachableAfterMs,
    gateLeaseMs,
  })
  const sockets = attachSockets({ reception, path, allowedOrigins: options.allowedOrigins })

  const byId = new Map(features.map((feature) => [feature.id, feature]))
  function assertServed(ids: readonly { readonly id: string }[]): void {
    const unknown = ids.find(({ id }) => !byId.has(id))
    if (unknown === undefined) return
    throw new AskFirstError('token-features', {
      what: `The token names feature ${JSON.stringify(unknown.id ?? unknown)}, which this server does not have.`,
      why: 'A worker would wait for gates that never open.',
      fix: `Pass the features themselves, not their ids: ${[...byId.keys()].join(', ')}, or add the feature to createConsentServer.`,
    })
  }

  return {
    attach: sockets.attach,
    mintToken: tokens.mintPerson,
    async mintGateToken(token) {
      assertServed(token.features)
      return tokens.mintGate(token)
    },
    async mintProcessorToken(token) {
      assertServed(token.features)
      const stranger = token.features.find(
        ({ id }) => byId.get(id)?.processors.some(({ name }) => name === token.processor) !== true,
      )
      if (stranger !== undefined) {
        throw new AskFirstError('token-processor', {
          what: `"${token.processor}" is not a processor of feature "${stranger.id}".`,
          why: 'People agreed to the processors that the notice names, and erasing is asked of them.',
          fix: `Use ${byId
            .get(stranger.id)
            ?.processors.map(({ name }) => `"${name}"`)
            .join(', ')}.`,
        })
      }
      return tokens.mintProcessor(token)
    },
    permits: (meeting, participant, feature, ask) =>
      opened.get(meeting)?.permits(participant, feature, ask) ?? false,
    async close() {
      if (isClosed) return
      isClosed = true
      await Promise.allSettled(opening.values())
      await Promise.all([...opened.values()].map((authority) => authority.close()))
      opened.clear()
      await sockets.close()
      await ledger.close?.()
    },
  }
}

interface Checked {
  readonly features: readonly FeatureOptions[]
  readonly path: string
  readonly unreachableAfterMs: number
  readonly gateLeaseMs: number
}

function assertOptions({ features, path, ...durations }: Checked): void {
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
  if (!/^\/[^?#\s]*$/.test(path)) {
    throw new AskFirstError('server-path', {
      what: `path is ${JSON.stringify(path)}.`,
      why: 'It is compared with the path of each upgrade request.',
      fix: "Start it with a slash, and leave out query and fragment: '/consent'.",
    })
  }
  for (const [key, value] of Object.entries(durations)) {
    if (Number.isFinite(value) && value >= 100) continue
    throw new AskFirstError('server-durations', {
      what: `${key} is ${value}.`,
      why: 'Devices and workers renew three times within it, so it has to be longer than a round trip.',
      fix: 'Use milliseconds, at least 100; leave it out for the default.',
    })
  }
}

function assertLedger(ledger: Ledger | undefined): void {
  if (typeof ledger?.append === 'function' && typeof ledger.read === 'function') return
  throw new AskFirstError('server-ledger', {
    what: `ledger is ${ledger === undefined ? 'missing' : 'not a ledger'}.`,
    why: 'An answer is acknowledged only once it is durable.',
    fix: "Pass sqliteLedger('consent.db'), or memoryLedger() of @askfirst/core/authority in tests.",
  })
}
