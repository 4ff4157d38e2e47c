import { isClosing, type SentCommand } from '../commands.ts'
import { type Rejection, type Reply, UNAVAILABLE } from '../rejection.ts'

// takes: the commands of one connection, and whom to ask about them · gives: each its turn, in the order they came
// never: lets a close wait, or lets through what a later close has overtaken

/** Somebody who is asked about a command before it counts: a rejection, or nothing against it. */
export type Consult = (command: SentCommand) => Promise<Rejection | undefined>

export interface Turns {
  /** Gives the command its turn: `go` at once where nobody has to be asked. */
  take(command: SentCommand, go: () => void, answer: (reply: Reply) => void): void
  /** The connection is over: what waits will not happen. */
  close(): void
}

/** Nobody is asked: whoever comes has their turn. */
const AT_ONCE: Turns = { take: (_, go) => go(), close: () => {} }

/** @param ask is asked about everything that may open something, one after the other */
export function createTurns(ask: Consult | undefined): Turns {
  if (ask === undefined) return AT_ONCE
  const waiting = new Set<SentCommand>()
  let last: Promise<unknown> = Promise.resolve()

  return {
    take(command, go, answer) {
      if (isClosing(command)) {
        for (const one of waiting) if (isOvertaken(one, command)) waiting.delete(one)
        go()
        return
      }
      waiting.add(command)
      last = last.then(async () => {
        const no = waiting.has(command) ? await tryAsk(ask, command) : undefined
        // Overtaken, or nobody is there any more: nothing changed, as far as the sender knows.
        if (!waiting.delete(command)) answer(UNAVAILABLE)
        else if (no === undefined) go()
        else answer(no)
      })
    },
    close: () => waiting.clear(),
  }
}

/** Who cannot say whether it may be has not said that it may. */
async function tryAsk(ask: Consult, command: SentCommand): Promise<Reply | undefined> {
  try {
    const rejection = await ask(command)
    return rejection && { ok: false, rejection }
  } catch {
    return UNAVAILABLE
  }
}

/** Whether what waits is taken back by a later close: only what the close undoes, unless the device goes. */
function isOvertaken(waiting: SentCommand, close: SentCommand): boolean {
  switch (close.type) {
    case 'participant.leave':
    case 'participant.join':
      return true
    // Whose page hides it is in the call all the same, and may be coming to it.
    case 'indicator.hide':
      return waiting.type === 'indicator.show'
    default:
      return 'feature' in close && 'feature' in waiting && waiting.feature === close.feature
  }
}
