import { type Command, isClosing } from '../commands.ts'
import type { MeetingEvent } from '../events.ts'
import type { Actor } from '../model/participant.ts'
import type { Clock, Undo } from '../ports.ts'
import { createRejection, type RejectionCode, type Reply, UNAVAILABLE } from '../rejection.ts'
import type { MeetingState } from '../state.ts'
import { attempt, type Outcome } from './attempt.ts'
import { adopt, fork } from './fork.ts'
import type { Ownership } from './ownership.ts'
import { isSame } from './same-facts.ts'
import type { Wished } from './wished.ts'

// takes: wishes · gives: the facts of each batch once they are durable, and then its replies
// never: has two appends at work, says anything of what is not written, or lets go of a close that could not be

const RETRY_MS = 250
/** How long an append may take before nobody knows any more whether this authority still writes the meeting. */
const HUNG_MS = 15_000
const LONGEST_BATCH = 500
/** One for all: replies are remembered. */
const DONE: Reply = { ok: true }

/** A command with whose it is, and where its reply goes. */
export interface PostedWish {
  readonly command: Command
  readonly actor: Actor
  readonly wished: Wished
  readonly resolve: (reply: Reply) => void
}

/** A wish and what it came to. */
export interface Decided {
  readonly wish: PostedWish
  readonly outcome: Outcome
}

export interface MailboxOptions {
  readonly ownership: Ownership
  readonly clock: Clock
  /** Of what is committed; changed here, and nowhere else. */
  readonly state: MeetingState
  /** What is in the state and not written yet: it goes with the first batch. */
  readonly owed: readonly MeetingEvent[]
  /** Why a wish is not to be decided that is due after others, by what these have come to: what no state tells. */
  refuse(wish: PostedWish, trial: MeetingState): RejectionCode | undefined
  /** Whether anybody may be captured, so that it counts who writes the meeting. */
  isWatched(): boolean
  /** Whether a wish that could not be written is tried again until it is. */
  isToBeWritten(wish: PostedWish): boolean
  /** Facts are durable, and in the state. Nobody has been told yet. */
  onCommit(facts: readonly MeetingEvent[], decided: readonly Decided[]): void
  /** Nothing of a wish has happened, nor will. */
  onDrop(wish: PostedWish): void
  /** A batch could not be written. */
  onFail(): void
  /** Somebody else writes this meeting, or nobody knows what of a batch counts: whoever comes next reads it back. */
  onLost(): void
  onFault(error: unknown): void
}

export function createMailbox(options: MailboxOptions) {
  const { ownership, clock, state } = options
  const queue: PostedWish[] = []
  let { owed } = options
  /** Closes in force that are not written yet. */
  const unwritten: PostedWish[] = []
  let isRunning = false
  /** The commits under way. */
  let running: Promise<void> = Promise.resolve()
  let isCheckDue = false
  let committingSince = 0
  let retry: Undo | undefined
  let isClosed = false

  function run(): void {
    if (!isRunning) running = runAll()
  }

  async function runAll(): Promise<void> {
    isRunning = true
    try {
      while ((queue.length > 0 || isCheckDue) && !isClosed) {
        // What could not be written comes first: who went away and is back did so in this order.
        await commit([...unwritten.splice(0), ...queue.splice(0, LONGEST_BATCH)])
      }
    } catch (error) {
      options.onFault(error)
      options.onLost()
    }
    isRunning = false
  }

  /** Append, fold, publish: one batch, one commit. */
  async function commit(batch: readonly PostedWish[]): Promise<void> {
    const trial = fork(state)
    const now = clock.now()
    const decideOne = (wish: PostedWish): Outcome => {
      const code = options.refuse(wish, trial)
      return code === undefined
        ? attempt(trial, wish.command, wish.actor, now)
        : { ok: false, rejection: createRejection(code) }
    }
    const decided = batch.map((wish) => ({ wish, outcome: decideOne(wish) }))
    const facts = decided.flatMap(({ outcome }) => (outcome.ok ? outcome.events : []))
    // A no that changes nothing is acknowledged only by who still writes the meeting: appending nothing tells. Nobody
    // waits to be told what time brings, of somebody who was never here for one.
    const isOwed =
      isCheckDue ||
      facts.length > 0 ||
      decided.some(
        ({ wish, outcome }) => outcome.ok && wish.actor.use !== 'authority' && isClosing(wish.command),
      )
    isCheckDue = false
    const written = state.number - owed.length
    const due = owed.concat(facts)
    committingSince = clock.monotonic()
    try {
      if (isOwed) await ownership.append(written, due)
    } catch (error) {
      options.onFault(error)
      const tail = await ownership.readTail(written)
      // Unknown for so long that somebody else may write the meeting by now: no better than if they did.
      const isLost = !ownership.holds() && (tail.length > 0 || options.isWatched())
      if (isLost || (tail.length > 0 && !isSame(tail, due))) return supersede(batch)
      // Once this is closed nobody is left to try it again.
      if (tail.length === 0) return isClosed ? supersede(batch) : fail(decided)
      // It was written, and only the word of it was lost.
    }
    if (isOwed) owed = []
    adopt(state, trial)
    options.onCommit(facts, decided)
    for (const { wish, outcome } of decided) {
      wish.resolve(outcome.ok ? DONE : { ok: false, rejection: outcome.rejection })
    }
  }

  /** Somebody else writes this meeting: what is known here may be open against a no that they have. */
  function supersede(batch: readonly PostedWish[]): void {
    for (const { resolve } of batch) resolve(UNAVAILABLE)
    options.onLost()
  }

  /** Nothing of the batch happened. Closes stay in force and are tried again; the rest is told so. */
  function fail(decided: readonly Decided[]): void {
    options.onFail()
    const again: PostedWish[] = []
    for (const { wish, outcome } of decided) {
      if (outcome.ok && options.isToBeWritten(wish)) again.push(wish)
      else {
        options.onDrop(wish)
        wish.resolve(UNAVAILABLE)
      }
    }
    if (again.length === 0) return
    unwritten.push(...again)
    retry ??= clock.after(RETRY_MS, () => {
      retry = undefined
      queue.unshift(...unwritten.splice(0))
      run()
    })
  }

  return {
    post(wish: PostedWish): void {
      queue.push(wish)
    },
    /** Begins with what was posted, unless a commit is under way. */
    start: run,
    /** Asks the ledger, with the next batch, whether somebody else has written. */
    check(): void {
      isCheckDue = true
      // A ledger that never answers says nothing about who writes the meeting, and whoever asks must not wait for ever.
      if (isRunning && clock.monotonic() - committingSince > HUNG_MS) {
        options.onFault(new Error(`the ledger has not answered for ${HUNG_MS} ms`))
        options.onLost()
      } else run()
    },
    /** Whether nothing waits, nor is being written. */
    isEmpty: () => !isRunning && queue.length + unwritten.length === 0,
    /** Resolves once no commit is under way. */
    async settled(): Promise<void> {
      while (isRunning) await running
    },
    close(): void {
      isClosed = true
      retry?.()
      for (const { resolve } of [...queue.splice(0), ...unwritten.splice(0)]) resolve(UNAVAILABLE)
    },
  }
}
