import type { Command } from '../commands.ts'
import type { MeetingEvent } from '../events.ts'
import { type Actor, toActorName } from '../model/participant.ts'
import type { Reply } from '../rejection.ts'

/** Commands that are nowhere in the ledger and whose replies are remembered: the latest, so that nobody can fill the memory. */
const REMEMBERED = 10_000

/** A command with whose it is, and where its reply goes. */
export interface Wish {
  readonly command: Command
  readonly actor: Actor
  readonly resolve: (reply: Reply) => void
}

/** Names a wish: an id counts once for each actor, not once for all. */
export const keyOf = ({ command, actor }: Pick<Wish, 'command' | 'actor'>): string =>
  toKey(toActorName(actor), command.id)
const toKey = (by: string, command: string): string => `${by}\n${command}`

/**
 * What was answered to which command, so that a command sent twice counts once and gets the same reply.
 *
 * takes: the meeting's events, then wishes · gives: the reply under way or given
 */
export function createReplies(events: readonly MeetingEvent[]) {
  const replies = new Map<string, { readonly type?: string; readonly reply: Promise<Reply> }>()
  for (const { by, command } of events) {
    replies.set(toKey(by, command), { reply: Promise.resolve({ ok: true }) })
  }
  const passing: string[] = []
  return {
    /** The same id on another type of command is another command: a no must not be taken for what came before. */
    find(wish: Pick<Wish, 'command' | 'actor'>): Promise<Reply> | undefined {
      const known = replies.get(keyOf(wish))
      const { type } = wish.command
      return known !== undefined && (known.type ?? type) === type ? known.reply : undefined
    },
    add: (wish: Pick<Wish, 'command' | 'actor'>, reply: Promise<Reply>) =>
      void replies.set(keyOf(wish), { type: wish.command.type, reply }),
    /** Nothing came of it: the same command may be tried again. */
    forget: (wish: Pick<Wish, 'command' | 'actor'>) => void replies.delete(keyOf(wish)),
    /** Rejected, or of no effect: remembered for a while only, since it is nowhere in the ledger. */
    addPassing(wish: Pick<Wish, 'command' | 'actor'>): void {
      passing.push(keyOf(wish))
      if (passing.length > REMEMBERED) replies.delete(passing.shift() ?? '')
    },
  }
}
