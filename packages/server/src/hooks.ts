import type { Role } from '@askfirst/core'
import type { Identity, MeetingEvent, SentCommand } from '@askfirst/core/authority'
import type { KeeperIdentity } from './claims.ts'

/** Nothing is against it, or what the other side is told of why not. No names and no secrets in it. */
export type HookAnswer = undefined | { readonly refuse: string }

/** Who wishes what, in which meeting. */
export type CommandAsked = {
  // A type, not an interface: in those TypeDoc writes out every command there is.
  readonly meeting: string
  readonly participant: string
  readonly role: Role
  readonly command: SentCommand
}

/**
 * What the app may do when something happens. A hook that throws is a fault, and one that takes longer than
 * `hookWithinMs` counts as one: nothing opens by it, nobody else waits for it.
 */
export interface ConsentHooks {
  /**
   * Before a connection, a newer token or a request counts, once its token was verified. May refuse. After a fault the
   * connection is ended, and its client tries again.
   */
  onAuthenticate?(asked: {
    /** Keepers come with requests only. */
    readonly identity: Identity | KeeperIdentity
    readonly at: 'hello' | 'renewal' | 'request'
  }): HookAnswer | Promise<HookAnswer>
  /**
   * Before a command of a person that may open something. May refuse: the reply is `refused-by-app`, after a fault
   * `unavailable`. Never called for what may only close: nothing holds up a no. A no that comes while it is waited for
   * overtakes what was wished before it. Nor for a request to turn off whose author wishes to stay unknown.
   */
  onCommand?(asked: CommandAsked): HookAnswer | Promise<HookAnswer>
  /** After events are durable and in force. Nobody waits for it. */
  onCommit?(committed: {
    readonly meeting: string
    readonly events: readonly MeetingEvent[]
  }): void | Promise<void>
  /**
   * After somebody's gates changed: each with the asks that were and are open. A close may come before its commit.
   * Nobody waits for it. Keep it short: it is called in the same turn as AI workers are told.
   */
  onGateChange?(change: {
    readonly meeting: string
    readonly participant: string
    readonly feature: string
    readonly before: readonly string[]
    readonly after: readonly string[]
  }): void | Promise<void>
}

/** How a hook failed: it has thrown, or has not answered in time. */
export class HookFault extends Error {
  override readonly name = 'HookFault'
}

/**
 * Waits for a hook, for so long; gives why it refuses, if it does.
 *
 * @throws HookFault with what it threw as cause, or without one where it took too long or answered neither
 */
export async function askHook(
  name: keyof ConsentHooks,
  withinMs: number,
  call: () => HookAnswer | Promise<HookAnswer>,
): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HookFault(`${name} has not answered for ${withinMs} ms`)), withinMs)
  })
  let answer: HookAnswer
  try {
    answer = await Promise.race([callSafely(call), late])
  } catch (error) {
    throw error instanceof HookFault ? error : new HookFault(`${name} has thrown`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
  if (answer === undefined) return undefined
  // Whoever returns `false` may have meant either.
  if (typeof answer?.refuse !== 'string') throw new HookFault(`${name} has to return nothing, or { refuse }`)
  return answer.refuse
}

/** Calls a hook that nobody waits for. */
export function tellHook(
  name: keyof ConsentHooks,
  onFault: (fault: HookFault) => void,
  call: () => void | Promise<void>,
): void {
  callSafely(call).catch((error: unknown) => onFault(new HookFault(`${name} has thrown`, { cause: error })))
}

async function callSafely<Answer>(call: () => Answer | Promise<Answer>): Promise<Answer> {
  return call()
}
