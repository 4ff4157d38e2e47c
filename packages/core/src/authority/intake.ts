import { isClosing, type SentCommand } from '../commands.ts'
import type { Clock } from '../ports.ts'
import { createBudget, type Holder, type ReceptionLimits, spend } from './limits.ts'

// takes: each message of one link · gives: whether it may count
// never: refuses what may only close: that is taken, or the link is ended, which closes as well

/** The limit that a message is over, and whether the link is to be ended for it. */
export interface Excess {
  readonly limit: keyof ReceptionLimits
  readonly isLast: boolean
}

export interface Intake {
  /** Whose messages these are, once that is known. */
  belongTo(holder: Holder, use: 'person' | 'worker'): void
  /** Counts a message; gives the limit that it is over, if it is over one. */
  weigh(command: SentCommand | undefined): Excess | undefined
}

/** Closes that wait for their commit may be so many times as many as other commands. */
const CLOSES_MAY_WAIT = 4

export function createIntake(clock: Clock, limits: ReceptionLimits): Intake {
  const budgetOf = (perSecond: number) => createBudget(perSecond, clock.monotonic())
  let own = budgetOf(limits.messagesPerSecond)
  /** What is refused is counted too: who goes on all the same is disconnected. */
  let patience = budgetOf(limits.messagesPerSecond)
  let holder: Holder | undefined
  let mine: Excess['limit'] = 'messagesPerSecond'
  let ofHolder: Excess['limit'] = 'participantMessagesPerSecond'

  function weighClose(): Excess | undefined {
    if (holder === undefined) return undefined
    if (!spend(holder.closes, clock.monotonic())) return { limit: 'closesPerSecond', isLast: true }
    return holder.waiting < limits.waitingCommands * CLOSES_MAY_WAIT
      ? undefined
      : { limit: 'waitingCommands', isLast: true }
  }

  return {
    belongTo(one, use) {
      holder = one
      if (use === 'person') return
      mine = 'workerMessagesPerSecond'
      ofHolder = mine
      own = budgetOf(limits.workerMessagesPerSecond)
      patience = budgetOf(limits.workerMessagesPerSecond)
    },
    weigh(command) {
      if (command !== undefined && isClosing(command)) return weighClose()
      const now = clock.monotonic()
      const over = !spend(own, now)
        ? mine
        : holder !== undefined && !spend(holder.messages, now)
          ? ofHolder
          : command !== undefined && holder !== undefined && holder.waiting >= limits.waitingCommands
            ? 'waitingCommands'
            : undefined
      return over && { limit: over, isLast: !spend(patience, now) }
    },
  }
}
