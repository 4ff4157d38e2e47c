import { createHash } from 'node:crypto'
import pino from 'pino'

/** From the least said to the most. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
/** How much is logged; `silent` for nothing. */
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What a log of the app's own has to have: pino, and what Fastify calls `log`, do. */
export interface ServerLog {
  /** Something failed, and somebody has to see to it. */
  error(fields: object, message: string): void
  /** Somebody asked for more than a limit gives. */
  warn(fields: object, message: string): void
  /** Somebody was refused, a meeting was opened or let go, the server is ending. */
  info(fields: object, message: string): void
  /** Each connection that came or went, each command with what it came to. */
  debug(fields: object, message: string): void
}

/** A log of JSON lines on standard error, or the app's own. One that throws ends no meeting, and not the program. */
export function createLog(log: LogLevel | ServerLog): ServerLog {
  if (typeof log !== 'string') return isolate(log)
  // Written at once: what is said last is why it ended.
  return pino({ base: { name: 'askfirst' }, level: log }, pino.destination({ fd: 2, sync: true }))
}

function isolate(log: ServerLog): ServerLog {
  const say =
    (level: keyof ServerLog): ServerLog['error'] =>
    (fields, message) => {
      try {
        log[level](fields, message)
      } catch {
        // Who would be told of it is who has thrown.
      }
    }
  return { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug') }
}

/**
 * Stands for a meeting in a log: names of meetings may be names of people. The same for the same name, so that lines
 * can be put together, and found again by who knows the name.
 */
export const toTag = (meeting: string): string =>
  createHash('sha256').update(meeting).digest('base64url').slice(0, 12)

/** Who was told what went wrong: the ledger and this package in their own words, the app's hooks by name alone. */
export type FaultSource = 'ledger' | 'authority' | 'keys' | 'hook' | 'http'

/**
 * What may be logged of an error. Never its other fields, where drivers keep what they were given; of what the app
 * threw not even the words.
 */
export function toFault(error: unknown, source: FaultSource, meeting?: string): object {
  const { name, message, code, stack } = (
    error instanceof Error ? error : new Error(String(error))
  ) as Error & {
    readonly code?: unknown
  }
  const tag = meeting === undefined ? undefined : toTag(meeting)
  return {
    source,
    ...(tag !== undefined && { meeting: tag }),
    error: {
      name,
      ...(typeof code === 'string' && { code }),
      ...(source !== 'hook' && {
        message: meeting === undefined ? message : message.replaceAll(meeting, tag ?? ''),
      }),
      at: stack
        ?.split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
        .map((line) => line.trim()),
    },
  }
}
