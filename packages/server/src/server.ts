import type { RequestListener } from 'node:http'
import { type Reply, type Role, randomIds, type Undo } from '@askfirst/core'
import {
  createReception,
  openAuthority,
  type PersonWish,
  type SentCommand,
  systemRandom,
} from '@askfirst/core/authority'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createAllows } from './allowed-origins.ts'
import { createAppWishes, type RosterPerson } from './app-wishes.ts'
import { createAuthenticate } from './authenticate.ts'
import { waitInLine } from './crowd-line.ts'
import { closeToFormer } from './former-processors.ts'
import { watchGates } from './gate-watch.ts'
import { askHook, tellHook } from './hooks.ts'
import { answerUnread } from './http/answer.ts'
import { createPace } from './http/pace.ts'
import { createRoutes, type ServerRoute } from './http/routes.ts'
import { selectOpenDuties } from './ledger/open-duties.ts'
import { hasEvidence } from './ledger/sealed-ledger.ts'
import { createGuesses } from './links/guesses.ts'
import { toTag } from './log.ts'
import { createMeetings, within } from './meetings.ts'
import { type Mint, mintWith } from './mint.ts'
import { nodeClock } from './node-clock.ts'
import { createObserver } from './observe.ts'
import { createReadings, ReadingFault } from './readings.ts'
import { createRecordsOptions } from './records-options.ts'
import { createRegisteredCatalogue } from './registered-catalogue.ts'
import { assertServerOptions, type ConsentServerOptions, toLimits } from './server-options.ts'
import { attachSockets, type HttpServer } from './sockets.ts'
import { createTokens } from './tokens.ts'
import { createWebhooks } from './webhooks/webhooks.ts'

// takes: options, upgrades, requests · gives: the authority of each meeting, over sockets and HTTP and to the app itself
// never: lets anybody in without a verified token, or opens what a hook refused

/** The authority of many meetings, in one Node process. */
export interface ConsentServer extends Mint {
  /**
   * Takes WebSocket upgrades on its own path of a `node:http` or `node:https` server, and leaves all others alone.
   *
   * @throws AskFirstError where another consent server takes them on that path
   */
  attach(httpServer: HttpServer): Undo
  /**
   * Answers its HTTP routes, for any framework that speaks `Request` and `Response`: `/healthz`, `/readyz`,
   * `/metrics`, and below its path `/gates`, a person's own `/receipt` and `/link` with the page at `/mine/:link` that
   * it leads to, and for keepers `/meetings/:meeting/participants/:participant/record` and `…/link`. Anything else is
   * a 404.
   */
  fetch(request: Request): Promise<Response>
  /** The same addresses, one by one, for frameworks that are told of each. */
  readonly routes: readonly ServerRoute[]
  /** The same for `node:http`, and for frameworks on top of it. */
  readonly listener: RequestListener
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
  /**
   * Lets nobody in any more, waits `drainMs` for what is being written, then closes every gate, ends every
   * connection, so that clients connect elsewhere, and the ledger. What was acknowledged stays.
   */
  close(): Promise<void>
}

/** Whose request it is, nobody but the authority is told: not the app either. */
const isUnknown = (command: SentCommand): boolean =>
  command.type === 'feature.requestOff' && command.anonymous

/** How long the ledger may take to let go of its files and connections. */
const LEDGER_CLOSE_MS = 2_000
/** How long endpoints of webhooks may take for what is left. */
const WEBHOOKS_CLOSE_MS = 2_000

/**
 * Makes the consent authority; `attach` puts it on a server that already runs.
 *
 * @throws AskFirstError where an option cannot be right
 */
export function createConsentServer(options: ConsentServerOptions): ConsentServer {
  assertServerOptions(options)
  const { features, path = '/consent', onCommand, onCommit, onGateChange } = options
  const limits = toLimits(options.limits)
  const { drainMs = 5_000, forgetAfterMs = 600_000, gateLeaseMs = 3_000, hookWithinMs = 3_000 } = options
  const { webhooks: endpoints = [] } = options
  const observer = createObserver(options, {
    meetings: () => meetings.size(),
    openGates: () => meetings.openGates(),
    webhooks: () => endpoints.map((_, at) => webhooks.waiting(at)),
  })
  const { fault, log, metrics } = observer
  const webhooks = createWebhooks({ endpoints, ...observer.webhooks })
  const hearsGates = onGateChange !== undefined || webhooks.hearsGates
  const ledger = metrics.ledger(options.ledger)
  const tokens = createTokens(options.keys, (error) => fault(error, 'keys'))
  const catalogue = createRegisteredCatalogue(features, options.notices)
  // Whoever opens a meeting hears of it; until then it must not end the program.
  catalogue.catch((error: unknown) => fault(error, 'authority'))
  const onHookFault = (error: unknown): void => fault(error, 'hook')
  let closing: Promise<void> | undefined

  const meetings = createMeetings({
    forgetAfterMs,
    // What the app itself is told keeps nothing in memory.
    isIdle: (authority) => authority.isIdle(Number(hearsGates)),
    onFault: (error, meeting) => fault(error, 'ledger', meeting),
    onForget: (meeting) => log.info({ meeting: toTag(meeting) }, 'meeting let go'),
    async open(meeting) {
      const authority = await openAuthority({
        meeting,
        catalogue: await catalogue,
        ledger,
        clock: nodeClock,
        ids: randomIds,
        random: systemRandom,
        hostlessAfterMs: options.hostlessAfterMs,
        expireAfterMs: options.expireAfterMs,
        enforceWithinMs: options.enforceWithinMs,
        waitForTurn: waitInLine,
        onCommit(events) {
          if (events.length === 0) return
          webhooks.committed(meeting, events)
          if (onCommit !== undefined) tellHook('onCommit', onHookFault, () => onCommit({ meeting, events }))
        },
        onFault: (error) => fault(error, 'authority', meeting),
      })
      if (hearsGates) {
        watchGates(authority, (change) => {
          webhooks.gateChanged(change)
          if (onGateChange !== undefined) tellHook('onGateChange', onHookFault, () => onGateChange(change))
        })
      }
      webhooks.watch(authority)
      log.info({ meeting: toTag(meeting) }, 'meeting opened')
      return closeToFormer(authority, features)
    },
  })

  async function ask({ actor, command, meeting }: PersonWish) {
    if (onCommand === undefined || isUnknown(command)) return undefined
    const { participant, role } = actor
    try {
      const message = await askHook('onCommand', hookWithinMs, () =>
        onCommand({ meeting, participant, role, command }),
      )
      return message === undefined ? undefined : ({ code: 'refused-by-app', message } as const)
    } catch (error) {
      onHookFault(error)
      throw error
    }
  }

  const { authenticate, authenticateAny } = createAuthenticate({
    tokens,
    hookWithinMs,
    onAuthenticate: options.onAuthenticate,
    onFault: onHookFault,
  })
  const reception = createReception({
    authenticate,
    authority: meetings.of,
    ask: onCommand && ask,
    clock: nodeClock,
    ids: randomIds,
    unreachableAfterMs: options.unreachableAfterMs,
    gateLeaseMs,
    limits,
    watch: observer.watch,
    onFault: (error) => fault(error, 'authority'),
  })
  const allows = createAllows(options.allowedOrigins, observer.onOrigin)
  const sockets = attachSockets({ reception, path, allows, limits, onLimit: observer.onLimit })
  const evidence = hasEvidence(options.ledger) ? options.ledger : undefined
  const records = createRecordsOptions(options, catalogue)
  const routes = createRoutes({
    path,
    ledger,
    gateLeaseMs,
    isDraining: () => closing !== undefined,
    failedAt: metrics.failedAt,
    figures: async () => ({ type: metrics.registry.contentType, text: await metrics.registry.metrics() }),
    identify: (token) => authenticate(token, 'request'),
    verify: (token) => authenticateAny(token, 'request'),
    evidence,
    readings:
      evidence && createReadings({ ledger: evidence, records, mostWaiting: limits.requestsPerSecond }),
    records,
    allows,
    opened: meetings.opened,
    authority: meetings.of,
    drainMs,
    guesses: createGuesses(limits.unknownLinksPerSecond, () => observer.onLimit('unknownLinksPerSecond')),
    mayAsk: createPace(limits.requestsPerSecond),
    onFault: (error) =>
      error instanceof ReadingFault ? fault(error.cause, 'http', error.meeting) : fault(error, 'http'),
  })

  async function close(): Promise<void> {
    log.info({}, 'draining')
    sockets.stop()
    await meetings.drain(drainMs)
    await meetings.close()
    await sockets.close()
    await within(WEBHOOKS_CLOSE_MS, webhooks.settled)
    const unsent = await webhooks.close()
    if (unsent > 0) log.error({ unsent }, 'webhooks that were not sent')
    await within(LEDGER_CLOSE_MS, async () => ledger.close?.())
    log.info({}, 'closed')
  }

  return {
    ...mintWith(tokens, features, async (meeting, processor) =>
      selectOpenDuties(await ledger.read(meeting)).flatMap((duty) =>
        // Somebody's own run is <feature>@<participant>.
        duty.processors.includes(processor) ? duty.feature.split('@', 1) : [],
      ),
    ),
    ...createAppWishes(meetings.of, randomIds),
    attach: sockets.attach,
    fetch: routes.fetch,
    routes: routes.list,
    listener: createRequestListener(routes.fetch, { onError: answerUnread }),
    permits: (meeting, participant, feature, ask) =>
      meetings.opened(meeting)?.permits(participant, feature, ask) ?? false,
    close() {
      closing ??= close()
      return closing
    },
  }
}
