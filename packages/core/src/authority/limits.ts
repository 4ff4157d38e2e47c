import type { Clock } from '../ports.ts'

// takes: what comes in, and from whom · gives: whether that is more than one holder of a token may ask for
// never: holds up or drops what closes: who sends too much of that is disconnected, which closes too

/** What a link, and whoever holds a token, may ask for. Each limit is against one attack. */
export interface ReceptionLimits {
  /** Time to say hello, in milliseconds. Against a crowd of silent sockets. @default 10_000 */
  readonly helloWithinMs: number
  /**
   * Messages a second of one connection; four seconds' worth may come at once, and asking for everything anew
   * (`resync`) counts as ten. Against a page or script that floods the authority. What is more is rejected, and as much
   * again ends the connection.
   *
   * @default 50
   */
  readonly messagesPerSecond: number
  /**
   * The same for all devices of a participant together, where connecting counts as ten. Against a flood from many
   * tabs, or by connecting anew again and again.
   *
   * @default 100
   */
  readonly participantMessagesPerSecond: number
  /** Messages a second of one AI worker or app server. Against one that has gone wrong. @default 1_000 */
  readonly workerMessagesPerSecond: number
  /**
   * What may only close (declining, withdrawing, leaving) is counted apart, a second and participant, so that no flood
   * uses up somebody's no. It is never held up or dropped: who exceeds this is disconnected. Against filling the ledger.
   *
   * @default 50
   */
  readonly closesPerSecond: number
  /** Devices of one participant at once. Against one token that is opened a thousand times. @default 20 */
  readonly devicesPerParticipant: number
  /**
   * Commands of one participant or worker that wait for their commit. Against filling the memory while the ledger is
   * slow.
   *
   * @default 500
   */
  readonly waitingCommands: number
}

/** What holds where an app says nothing else. */
export const DEFAULT_LIMITS: ReceptionLimits = {
  helloWithinMs: 10_000,
  messagesPerSecond: 50,
  participantMessagesPerSecond: 100,
  workerMessagesPerSecond: 1_000,
  closesPerSecond: 50,
  devicesPerParticipant: 20,
  waitingCommands: 500,
}

/** So much of a rate may be used at once, after as long a silence. */
const BURST_SECONDS = 4

/** What is left of a rate. A record and no closure: there are several for each participant. */
export interface Budget {
  readonly perSecond: number
  left: number
  at: number
}

export const createBudget = (perSecond: number, now: number): Budget => ({
  perSecond,
  left: perSecond * BURST_SECONDS,
  at: now,
})

/** Takes from a budget; false where not as much is left. */
export function spend(budget: Budget, now: number, cost = 1): boolean {
  const gained = ((now - budget.at) * budget.perSecond) / 1_000
  budget.left = Math.min(budget.perSecond * BURST_SECONDS, budget.left + gained)
  budget.at = now
  if (budget.left < cost) return false
  budget.left -= cost
  return true
}

/** What one participant or worker of a meeting has used up, over all their connections. */
export interface Holder {
  readonly key: string
  readonly use: 'person' | 'worker'
  readonly messages: Budget
  /** Full until the first close. */
  closes: Budget | undefined
  /** The link that speaks for each device of a person now. */
  devices: readonly Device[]
  /** Commands that have no reply yet. */
  waiting: number
  /** Connections, or tries to connect. */
  links: number
}

/** One device of a person, as long as its link lasts. */
export interface Device {
  readonly connection: string
  /** Another link speaks for the device now. */
  replaced(): void
}

export interface Holders {
  /** Comes in under a name; `leave` is to be called once. */
  enter(key: string, use: 'person' | 'worker'): Holder
  leave(holder: Holder): void
}

const NONE: readonly Device[] = []

export function createHolders(clock: Clock, limits: ReceptionLimits): Holders {
  const holders = new Map<string, Holder>()
  /** Whoever has no connection, and since when: the one that left first is first. */
  const left = new Map<string, number>()
  let forgottenAt = Number.NEGATIVE_INFINITY

  /** Once the budgets of somebody are full again there is nothing to remember of them. */
  function forget(now: number): void {
    // Now and then: what has been deleted from the front of a map is passed over each time.
    if (forgottenAt + BURST_SECONDS * 1_000 > now) return
    forgottenAt = now
    for (const [key, leftAt] of left) {
      if (leftAt + BURST_SECONDS * 1_000 > now) return
      left.delete(key)
      if (holders.get(key)?.waiting === 0) holders.delete(key)
      // Until what it asked for is answered.
      else left.set(key, now)
    }
  }

  return {
    enter(key, use) {
      const now = clock.monotonic()
      forget(now)
      left.delete(key)
      const known = holders.get(key) ?? {
        key,
        use,
        messages: createBudget(
          limits[use === 'person' ? 'participantMessagesPerSecond' : 'workerMessagesPerSecond'],
          now,
        ),
        closes: undefined,
        devices: NONE,
        waiting: 0,
        links: 0,
      }
      known.links += 1
      holders.set(key, known)
      return known
    },
    leave(holder) {
      holder.links -= 1
      if (holder.links === 0) left.set(holder.key, clock.monotonic())
    },
  }
}
