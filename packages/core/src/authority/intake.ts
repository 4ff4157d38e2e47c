import { isClosing, type SentCommand } from '../commands.ts'
import { type Budget, createBudget, type Holder, type ReceptionLimits, spend } from './limits.ts'

// takes: each message of one link · gives: whether it may count
// never: refuses what may only close: that is taken, or the link is ended, which closes as well

/** The limit that a message is over, and whether the link is to be ended for it. */
export interface Excess {
  readonly limit: keyof ReceptionLimits
  readonly isLast: boolean
}

/** What one link has used up. A record and no closure: there are thousands of links. */
export interface Intake {
  /** Whose messages these are, once that is known. */
  holder: Holder | undefined
  own: Budget
  /** What is refused is counted too: who goes on all the same is disconnected. Full until the first refusal. */
  patience: Budget | undefined
}

/** Closes that wait for their commit may be so many times as many as other commands. */
const CLOSES_MAY_WAIT = 4

export const createIntake = (limits: ReceptionLimits, now: number): Intake => ({
  holder: undefined,
  own: createBudget(limits.messagesPerSecond, now),
  patience: undefined,
})

/** Somebody was let in: what a worker may ask for is more. */
export function belongTo(intake: Intake, holder: Holder, limits: ReceptionLimits, now: number): void {
  intake.holder = holder
  if (holder.use === 'person') return
  intake.own = createBudget(limits.workerMessagesPerSecond, now)
  intake.patience = undefined
}

/**
 * Counts a message; gives the limit that it is over, if it is over one.
 *
 * @param cost as how many messages it counts, but for a second's worth at most: it must pass some time
 */
export function weigh(
  intake: Intake,
  command: SentCommand | undefined,
  limits: ReceptionLimits,
  now: number,
  cost = 1,
): Excess | undefined {
  const { holder } = intake
  const take = (budget: Budget): boolean => spend(budget, now, Math.min(cost, budget.perSecond))
  if (command !== undefined && isClosing(command)) return weighClose(intake, limits, now)
  const isWorker = holder?.use === 'worker'
  const over = !take(intake.own)
    ? isWorker
      ? 'workerMessagesPerSecond'
      : 'messagesPerSecond'
    : holder !== undefined && !take(holder.messages)
      ? isWorker
        ? 'workerMessagesPerSecond'
        : 'participantMessagesPerSecond'
      : command !== undefined && holder !== undefined && holder.waiting >= limits.waitingCommands
        ? 'waitingCommands'
        : undefined
  if (over === undefined) return undefined
  intake.patience ??= createBudget(limits[isWorker ? 'workerMessagesPerSecond' : 'messagesPerSecond'], now)
  return { limit: over, isLast: !spend(intake.patience, now) }
}

function weighClose({ holder, own }: Intake, limits: ReceptionLimits, now: number): Excess | undefined {
  // Nobody yet: there is nothing that it could close.
  if (holder === undefined) return spend(own, now) ? undefined : { limit: 'messagesPerSecond', isLast: true }
  holder.closes ??= createBudget(
    limits[holder.use === 'person' ? 'closesPerSecond' : 'workerMessagesPerSecond'],
    now,
  )
  if (!spend(holder.closes, now)) return { limit: 'closesPerSecond', isLast: true }
  return holder.waiting < limits.waitingCommands * CLOSES_MAY_WAIT
    ? undefined
    : { limit: 'waitingCommands', isLast: true }
}
