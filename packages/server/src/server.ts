import {
  AskFirstError,
  type ParticipantKind,
  type Reply,
  type Role,
  randomIds,
  systemClock,
  type Undo,
} from '@askfirst/core'
import { type Authority, createReception, openAuthority, systemRandom } from '@askfirst/core/authority'
import { createAppWishes } from './app-wishes.ts'
import { createRegisteredCatalogue } from './registered-catalogue.ts'
import { assertServerOptions, type ConsentServerOptions } from './server-options.ts'
import { attachSockets, type HttpServer } from './sockets.ts'
import {
  type AppToken,
  createTokens,
  type GateToken,
  type PersonToken,
  type ProcessorToken,
} from './tokens.ts'

/** Somebody in the call, as whoever runs the call says. */
export interface RosterPerson {
  /** As in the token of that person. */
  readonly participant: string
  /** @default 'person' */
  readonly kind?: ParticipantKind
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
  /** A token for the app's own server where it runs apart from this one: it reads all gates, and reports. */
  mintAppToken(token: AppToken): Promise<string>
  /**
   * Says who is in the call now, whole: who is not named is not there. Say it whenever somebody comes or goes,
   * and once a minute too, since a restart forgets it; what changes nothing is not written.
   *
   * Whoever is named and has not joined here is unanswered, and is shown to all.
   */
  reportRoster(meeting: string, participants: readonly RosterPerson[]): Promise<Reply>
  /**
   * Puts somebody out of the meeting, with every device and every token they have. Mint them no new one: who
   * holds a newer token may come back.
   */
  removeParticipant(meeting: string, participant: string): Promise<Reply>
  /** Gives somebody another role. Their earlier tokens are over: mint the next with the new role. */
  changeRole(meeting: string, participant: string, role: Role): Promise<Reply>
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
 * What it does not do yet: records and receipts, rotation of keys, a limit on how many messages a device may
 * send, and forgetting a meeting that is over: each stays in memory until the server is closed.
 *
 * @throws AskFirstError where an option cannot be right
 */
export function createConsentServer(options: ConsentServerOptions): ConsentServer {
  assertServerOptions(options)
  const { features, ledger, path = '/consent' } = options
  const onFault = options.onFault ?? ((error: unknown) => console.error('askfirst:', error))
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
      hostlessAfterMs: options.hostlessAfterMs,
      expireAfterMs: options.expireAfterMs,
      enforceWithinMs: options.enforceWithinMs,
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
    unreachableAfterMs: options.unreachableAfterMs,
    gateLeaseMs: options.gateLeaseMs,
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
    mintAppToken: tokens.mintApp,
    ...createAppWishes(authorityOf, randomIds),
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
