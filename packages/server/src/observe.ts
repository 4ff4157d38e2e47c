import type { Identity, ReceptionWatch } from '@askfirst/core/authority'
import { toErrorText } from './error-text.ts'
import { HookFault } from './hooks.ts'
import { createLog, type FaultSource, type ServerLog, toFault, toTag } from './log.ts'
import { createMetrics, type Metrics, type Sizes } from './metrics.ts'
import type { ConsentServerOptions } from './server-options.ts'
import type { WebhooksOptions } from './webhooks/webhooks.ts'

// takes: what happens · gives: figures, lines of a log, and faults to whom the app named
// never: writes down who it happened to

export interface Observer {
  readonly log: ServerLog
  readonly metrics: Metrics
  readonly watch: ReceptionWatch
  /** A message or socket over a limit that the reception does not see. */
  onLimit(limit: string): void
  /** A page of an origin that may not connect: nobody else would say why it cannot. */
  onOrigin(origin: string): void
  readonly webhooks: Pick<WebhooksOptions, 'onOutcome' | 'onGone'>
  fault(error: unknown, source: FaultSource, meeting?: string): void
}

const SAID_EVERY_MS = 10_000
const MOST_SAID = 1_000

export function createObserver(
  options: Pick<ConsentServerOptions, 'log' | 'onFault'>,
  sizes: Sizes,
): Observer {
  const log = createLog(options.log ?? 'warn')
  /** A tag is a hash, and thousands come at once: what nobody reads is not made. A log of the app's own may be read. */
  const isToldAll = typeof options.log === 'object' || options.log === 'debug'
  const metrics = createMetrics(sizes)
  const { watch } = metrics
  /** When each was said last: a full disk fails four times a second in every meeting, a flood with every message. */
  const said = new Map<string, number>()
  function isNews(key: string): boolean {
    const known = said.get(key)
    const now = performance.now()
    if (known !== undefined && now - known < SAID_EVERY_MS) return false
    if (said.size >= MOST_SAID) said.clear()
    said.set(key, now)
    return true
  }
  const onLimit = (limit: string): void => {
    metrics.countLimit(limit)
    if (isNews(limit)) log.warn({ limit }, 'over a limit')
  }
  return {
    log,
    metrics,
    onLimit,
    onOrigin(origin) {
      // Not once for each: whoever invents them must not fill the log.
      if (isNews('origin')) log.warn({ origin }, 'origin not in allowedOrigins')
    },
    webhooks: {
      onOutcome(endpoint, outcome, kind, status) {
        metrics.countWebhook(endpoint, outcome)
        const fields = { endpoint, kind, ...(status !== undefined && { status }) }
        if (outcome === 'delivered') log.debug(fields, 'webhook delivered')
        else if (isNews(`webhook ${endpoint} ${outcome}`)) log.error(fields, `webhook ${outcome}`)
      },
      onGone: (endpoint) => log.error({ endpoint }, 'webhook gone: nothing is sent to it any more'),
    },
    watch: {
      onCame(identity) {
        watch.onCame(identity)
        if (isToldAll) log.debug(toFields(identity), 'connected')
      },
      onGone(identity, cause) {
        watch.onGone(identity, cause)
        if (isToldAll) log.debug({ ...toFields(identity), cause }, 'gone')
      },
      onRefused(code) {
        watch.onRefused(code)
        log.info({ code }, 'refused')
      },
      onReply(type, outcome) {
        watch.onReply(type, outcome)
        log.debug({ type, outcome }, 'answered')
      },
      onLimit,
    },
    fault(error, source, meeting) {
      metrics.countFault(source)
      const key = JSON.stringify([source, meeting, toErrorText(error)])
      if (isNews(key)) log.error(toFault(error, source, meeting), 'fault')
      // As it was thrown: by a hook, that is what the app itself threw.
      const thrown = error instanceof HookFault && error.cause !== undefined ? error.cause : error
      try {
        options.onFault?.(thrown)
      } catch (again) {
        log.error(toFault(again, 'hook'), 'onFault has thrown')
      }
    },
  }
}

/** What is logged of who came or went. */
const toFields = ({ use, meeting }: Identity) => ({ use, meeting: toTag(meeting) })
