import * as v from 'valibot'
import type { SentCommand } from '../commands.ts'
import { isNoCommand } from '../no-commands.ts'
import type { Keep } from '../ports.ts'
import { type Reply, UNAVAILABLE } from '../rejection.ts'
import type { PendingCommand } from './client-state.ts'

// takes: commands · gives: replies, and after a lost connection what has to be sent again
// never: keeps a yes while disconnected; a no is kept, over a reload of the page too, until acknowledged

interface Waiting {
  readonly command: SentCommand
  /** Said by another page of this browser, or by one before this: and by this one, over the link at hand. */
  others?: 'kept' | 'sent'
  readonly resolve: (reply: Reply) => void
}

export interface OutboxOptions {
  readonly keep?: Keep | undefined
  /** Who this is as far as the page knows, before the authority said it. */
  readonly owner?: string | undefined
  send(command: SentCommand): boolean
  onChange(pending: readonly PendingCommand[]): void
}

/** As far as a page reads it. How it was said is for the authority, which checks every no. */
const keptSchema = v.object({
  of: v.string(),
  command: v.object({
    id: v.string(),
    type: v.string(),
    feature: v.string(),
    asks: v.optional(v.array(v.string())),
  }),
})

interface Kept {
  readonly of: string
  readonly command: SentCommand
}

export function createOutbox(options: OutboxOptions) {
  const waiting = new Map<string, Waiting>()
  /** Whose nos these are. */
  let owner = options.owner
  let isOwnerSure = false
  /** A full or forbidden store must not keep a no from being sent. */
  const tryKeep = (act: (keep: Keep) => void): void => {
    try {
      if (options.keep !== undefined) act(options.keep)
    } catch {
      // It is sent all the same, and kept for as long as the page lives.
    }
  }
  const keepNo = (command: SentCommand): void => {
    if (owner === undefined || !isNoCommand(command)) return
    const text = JSON.stringify({ of: owner, command })
    tryKeep((keep) => keep.save(command.id, text))
  }

  const changed = (): void => {
    const pending = [...waiting.values()].map(({ command }) => ({
      id: command.id,
      type: command.type,
      feature: 'feature' in command ? command.feature : undefined,
      asks: command.type === 'consent.withdraw' ? command.asks : undefined,
    }))
    options.onChange(pending)
  }

  /** Takes in nos that are kept and were not said here. */
  const readOthers = (): Waiting[] => {
    const found: Waiting[] = []
    tryKeep((keep) => {
      for (const { of, command } of readKept(keep)) {
        if (of === owner && !waiting.has(command.id))
          found.push({ command, others: 'kept', resolve: () => {} })
      }
    })
    for (const one of found) waiting.set(one.command.id, one)
    return found
  }
  /**
   * The authority has taken it from the page that said it. Where this one has said it too it stays in force until this
   * link says so: what came over it may be of before the no.
   */
  const dropOthers = (): void =>
    tryKeep((keep) => {
      const kept = new Set(readKept(keep).map(({ command }) => command.id))
      for (const [id, { others }] of waiting) if (others === 'kept' && !kept.has(id)) waiting.delete(id)
    })
  const sendNo = (one: Waiting): void => {
    if (options.send(one.command) && one.others) one.others = 'sent'
  }
  /** Another page of theirs has said a no, and its link may be dead; or the authority has taken one from it. */
  const hearOthers = (): void => {
    if (!isOwnerSure) return
    dropOthers()
    const found = readOthers()
    changed()
    for (const one of found) sendNo(one)
  }
  const undoHear = options.keep?.onChange?.(hearOthers)

  /** The link is lost: what went over it and is not a no is not answered any more, nor sent again by itself. */
  const lose = (): void => {
    for (const [id, one] of waiting) {
      if (one.others) one.others = 'kept'
      if (isNoCommand(one.command)) continue
      waiting.delete(id)
      one.resolve(UNAVAILABLE)
    }
    dropOthers()
    changed()
  }

  return {
    /** Sends, and resolves with the reply. Rejected at once where there is no link, unless it is a no. */
    post(command: SentCommand): Promise<Reply> {
      return new Promise((resolve) => {
        waiting.set(command.id, { command, resolve })
        keepNo(command)
        changed()
        if (options.send(command) || isNoCommand(command)) return
        waiting.delete(command.id)
        changed()
        resolve(UNAVAILABLE)
      })
    },
    settle(id: string, reply: Reply): void {
      const entry = waiting.get(id)
      if (entry === undefined) return
      // A no that could not be made durable yet is sent again, and stays in force here until it is.
      if (!reply.ok && reply.rejection.code === 'unavailable' && isNoCommand(entry.command)) return
      waiting.delete(id)
      tryKeep((keep) => keep.remove(id))
      changed()
      entry.resolve(reply)
    },
    lose,
    /** The authority says who this is: the nos that were kept are in force here from now on. */
    recall(of: string): void {
      if (isOwnerSure) return
      isOwnerSure = true
      owner = of
      // What was kept under a name that turned out to be wrong is kept under the right one from here on.
      for (const { command } of waiting.values()) keepNo(command)
      readOthers()
      changed()
    },
    close: () => undoHear?.(),
    /** The authority is back: every unacknowledged no goes first. */
    resend(): void {
      for (const one of waiting.values()) if (isNoCommand(one.command)) sendNo(one)
    },
  }
}

function readKept(keep: Keep): Kept[] {
  return keep.load().flatMap((text) => {
    try {
      const kept: Kept = JSON.parse(text)
      return v.safeParse(keptSchema, kept).success && isNoCommand(kept.command) ? [kept] : []
    } catch {
      return []
    }
  })
}
