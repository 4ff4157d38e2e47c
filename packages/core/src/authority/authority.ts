import { type Command, isClosing } from '../commands.ts'
import { decide } from '../decide.ts'
import type { EventBody, MeetingEvent } from '../events.ts'
import { evolve, replay } from '../evolve.ts'
import { type Actor, toActorName } from '../model/participant.ts'
import type { Undo } from '../ports.ts'
import { createRejection, type RejectionCode, type Reply, UNAVAILABLE } from '../rejection.ts'
import { createMeetingState, type MeetingState } from '../state.ts'
import { createAudience } from './audience.ts'
import type { Authority, AuthorityOptions } from './authority-types.ts'
import { selectClosings } from './closing.ts'
import { createConfirmations } from './confirmations.ts'
import { createDeadlines } from './deadlines.ts'
import { fork } from './fork.ts'
import { createGateBook } from './gate-book.ts'
import { createOwnership } from './ownership.ts'
import { createReplies, keyOf, type Wish } from './replies.ts'
import { isSame } from './same-facts.ts'
import { selectTouched } from './touched.ts'
import { createUnknownRequests } from './unknown-requests.ts'
import { createWorkers } from './workers.ts'

// takes: commands, from whom a token says · gives: replies, once durable, and updates to all concerned
// never: publishes what is not committed, waits to close, or has two writers at work

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const RETRY_MS = 250
/** How long another writer may have gone unnoticed while a feature is on. */
const FENCE_MS = 1_000
/** How long an append may take before nobody knows any more whether this authority still writes the meeting. */
const HUNG_MS = 15_000
const LONGEST_BATCH = 500

/**
 * Reads a meeting back from its ledger and takes it over.
 *
 * @throws what the ledger throws when it cannot be read or written
 */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { meeting, catalogue, ledger, clock, ids } = options
  const ownership = createOwnership(meeting, ledger, clock)
  const events = await ledger.read(meeting)
  const state = replay(createMeetingState(meeting, catalogue), events)
  const authority: Actor = { use: 'authority' }
  const started = stamp(
    state,
    { type: 'authority.started' },
    { type: 'authority.start', id: ids() },
    authority,
  )
  await ownership.append(state.number, [started])
  evolve(state, started)

  const replies = createReplies(events)
  const enders = new Set<() => void>()
  const cutters = new Set<(participant: string) => void>()
  const confirmations = createConfirmations(() => state)
  const book = createGateBook(state.term, (changes) => {
    workers.tell(changes)
    for (const change of changes) {
      deadlines.expectEnforced(change.feature)
      confirmations.expect(change)
    }
  })
  const audience = createAudience({
    clock,
    ids,
    state: () => state,
    book,
    isEnforced: confirmations.isEnforced,
    isEnding: (participant, feature) => deadlines.isEnding(participant, feature),
    isolate,
  })
  const workers = createWorkers({
    state: () => state,
    list: (feature) => book.list(feature),
    look: (features) => audience.look({ use: 'worker', features }),
    isolate,
  })
  /** One broken listener must not keep another from hearing of it, nor the authority from its work. */
  function isolate(call: () => void): void {
    try {
      call()
    } catch (error) {
      options.onFault?.(error)
    }
  }

  const deadlines = createDeadlines(
    {
      clock,
      ids,
      state: () => state,
      epoch: (feature) => book.epochs(feature).epoch,
      // What is due at once is due once this authority is there to hear of it.
      dispatch: (command) => queueMicrotask(() => void self.dispatch(command, authority)),
      onEnding: (participant, feature) => audience.publish({ own: [{ participant, feature }], whole: [] }),
      hostlessAfterMs: options.hostlessAfterMs ?? 60_000,
      expireAfterMs: options.expireAfterMs ?? 4 * 3_600_000,
      enforceWithinMs: options.enforceWithinMs ?? 3_000,
    },
    events,
  )
  const unknownRequests = createUnknownRequests({
    clock,
    ids,
    random: options.random,
    state: () => state,
    dispatch: (command) => self.dispatch(command, authority),
  })
  book.refresh(
    state,
    [...state.features.keys()].map((feature) => ({ feature })),
  )
  const queue: Wish[] = []
  /** Closes in force that are not written yet. */
  const unwritten: Wish[] = []
  let isRunning = false
  /** The commits under way. */
  let running: Promise<void> = Promise.resolve()
  /** Nothing more is taken but what closes. */
  let isDraining = false
  let retry: Undo | undefined
  let fence: Undo | undefined
  let isFenceDue = false
  let committingSince = 0
  let isClosed = false

  function stamp(at: MeetingState, body: EventBody, command: Command, actor: Actor): MeetingEvent {
    // Into what `decide` has just made: a copy of one of so many shapes takes longer than to decide.
    const event = body as EventBody & Writable<MeetingEvent>
    event.number = at.number + 1
    event.at = clock.now()
    event.by = toActorName(actor)
    event.command = command.id
    event.clientAt = command.clientAt
    event.bridge = actor.use === 'person' ? actor.bridge : undefined
    return event
  }

  /** Decides on a state that is ours to change, and folds what follows into it. */
  function attempt(at: MeetingState, { command, actor }: Pick<Wish, 'command' | 'actor'>) {
    if (isCut(at, actor) && !isClosing(command))
      return { ok: false, rejection: createRejection('not-allowed') } as const
    const decision = decide(at, command, actor, clock.now())
    if (!decision.ok) return decision
    const facts: MeetingEvent[] = []
    for (const body of decision.events) {
      const event = stamp(at, body, command, actor)
      evolve(at, event)
      facts.push(event)
    }
    return { ok: true, events: facts } as const
  }

  /** Closing never waits: what this command will close is closed now, committed or not. */
  function holdAtOnce(command: Command, actor: Actor): void {
    const closes = selectClosings(state, command, actor)
    if (closes.length === 0) return
    audience.publish(book.hold(keyOf({ command, actor }), state, closes))
  }

  function run(): void {
    if (!isRunning) running = runAll()
  }

  async function runAll(): Promise<void> {
    isRunning = true
    // What could not be written comes first: who went away and is back did so in this order.
    try {
      while ((queue.length > 0 || isFenceDue) && !isClosed) {
        await commit([...unwritten.splice(0), ...queue.splice(0, LONGEST_BATCH)])
      }
    } catch (error) {
      // Nobody knows what of the batch counts: closed, and whoever comes next reads the ledger back.
      isolate(() => options.onFault?.(error))
      end()
    }
    isRunning = false
  }

  /** Append, fold, publish: one batch, one commit. */
  async function commit(batch: readonly Wish[]): Promise<void> {
    const trial = fork(state)
    const outcomes = batch.map((wish) => ({ wish, outcome: attempt(trial, wish) }))
    const facts = outcomes.flatMap(({ outcome }) => (outcome.ok ? outcome.events : []))
    // A no that changes nothing is acknowledged only by who still writes the meeting: appending nothing tells.
    const isOwed =
      isFenceDue ||
      facts.length > 0 ||
      outcomes.some(({ wish, outcome }) => outcome.ok && isClosing(wish.command))
    isFenceDue = false
    committingSince = clock.monotonic()
    try {
      if (isOwed) await ownership.append(state.number, facts)
    } catch (error) {
      isolate(() => options.onFault?.(error))
      const tail = await ownership.readTail(state.number)
      // Unknown for so long that somebody else may write the meeting by now: no better than if they did.
      const isLost = !ownership.holds() && (tail.length > 0 || fence !== undefined)
      if (isLost || (tail.length > 0 && !isSame(tail, facts))) return supersede(outcomes)
      if (tail.length === 0) return fail(outcomes)
      // It was written, and only the word of it was lost.
    }
    for (const event of facts) evolve(state, event)
    // Before anybody is told anything by links that are over.
    for (const { type, ...event } of facts) {
      if (type !== 'participant.removed' && type !== 'role.changed') continue
      const { participant } = event as { participant: string }
      for (const cut of [...cutters]) isolate(() => cut(participant))
    }
    const touched = facts.flatMap(selectTouched)
    const { whole } = book.refresh(state, touched)
    const enforced = confirmations.follow(facts)
    // Before it is said who has how long to answer.
    deadlines.follow(facts)
    const extended = deadlines.extend(outcomes)
    const released = outcomes.map(({ wish }) => book.release(keyOf(wish), state))
    audience.publish(
      {
        own: [...touched, ...extended, ...enforced.own, ...released.flatMap(({ own }) => own)],
        whole: [...whole, ...enforced.whole, ...released.flatMap((news) => [...news.whole])],
      },
      facts,
    )
    unknownRequests.follow(facts)
    watchOwnership()
    workers.tellDuties(facts)
    isolate(() => options.onCommit?.(facts))
    for (const { wish, outcome } of outcomes) {
      wish.resolve(outcome.ok ? { ok: true } : { ok: false, rejection: outcome.rejection })
      if (!outcome.ok || outcome.events.length === 0) replies.addPassing(wish)
    }
  }

  /** Somebody else writes this meeting: what is known here may be open against a no that they have. */
  function supersede(outcomes: readonly { wish: Wish }[]): void {
    for (const { wish } of outcomes) wish.resolve(UNAVAILABLE)
    end()
  }

  function end(): void {
    if (isClosed) return
    isClosed = true
    retry?.()
    fence?.()
    deadlines.close()
    unknownRequests.close()
    book.closeAll()
    audience.close()
    for (const { resolve } of [...queue.splice(0), ...unwritten.splice(0)]) resolve(UNAVAILABLE)
    ownership.release()
    for (const listener of [...enders]) isolate(listener)
  }

  const isAnythingOn = (): boolean =>
    [...state.features.values()].some(({ activation }) => activation !== undefined)

  /** While anybody may be captured, who writes the meeting makes sure that it still does: a no may be elsewhere. */
  function watchOwnership(): void {
    if (!isAnythingOn() || fence !== undefined || isClosed) return
    fence = clock.after(FENCE_MS, () => {
      fence = undefined
      isFenceDue = true
      // A ledger that never answers says nothing about who writes the meeting, and whoever asks must not wait for ever.
      if (isRunning && clock.monotonic() - committingSince > HUNG_MS) {
        isolate(() => options.onFault?.(new Error(`the ledger has not answered for ${HUNG_MS} ms`)))
        end()
        return
      }
      watchOwnership()
      run()
    })
  }

  /** What closes, and what time brings, is due until it is written: nobody says it again. */
  const isToBeWritten = (wish: Wish): boolean =>
    isClosing(wish.command) || wish.actor.use === 'authority' || book.isHolding(keyOf(wish))

  /** Nothing of the batch happened. Closes stay in force and are tried again; the rest is told so. */
  function fail(outcomes: readonly { wish: Wish; outcome: { readonly ok: boolean } }[]): void {
    watchOwnership()
    const again: Wish[] = []
    for (const { wish, outcome } of outcomes) {
      if (outcome.ok && isToBeWritten(wish)) again.push(wish)
      else {
        replies.forget(wish)
        audience.publish(book.release(keyOf(wish), state))
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

  /** What the state cannot tell: lists that never went out, and who asked already without a name. */
  function refuseEarly(command: Command, actor: Actor): RejectionCode | undefined {
    if (command.type === 'enforcement.report' && command.term === state.term) {
      const { since, epoch } = book.epochs(command.feature)
      if (command.epoch > epoch || command.epoch < since) return 'unknown-list'
    }
    const isNamed = command.type === 'feature.requestOff' && actor.use === 'person'
    if (isNamed && unknownRequests.has(command.activation, actor.participant)) return 'requested-already'
    return undefined
  }

  const self: Authority = {
    meeting,
    features: [...catalogue.keys()],
    dispatch(command, actor) {
      const known = replies.find({ command, actor })
      if (known !== undefined) return known
      if (isClosed || (isDraining && !isClosing(command))) return Promise.resolve(UNAVAILABLE)
      const isUnknown = command.type === 'feature.requestOff' && command.anonymous && actor.use === 'person'
      if (isUnknown) {
        const later = unknownRequests.take(command, actor)
        replies.add({ command, actor }, later)
        // Who asked is nobody's to find out once it is answered.
        void later.then(() => replies.forget({ command, actor }))
        return later
      }
      const early = refuseEarly(command, actor)
      if (early !== undefined) return Promise.resolve({ ok: false, rejection: createRejection(early) })
      const reply = new Promise<Reply>((resolve) => {
        queue.push({ command, actor, resolve })
      })
      replies.add({ command, actor }, reply)
      holdAtOnce(command, actor)
      run()
      return reply
    },
    attach: audience.attach,
    look: (participant) => audience.look({ use: 'keeper', participant }),
    attachWorker: workers.attach,
    permits: (participant, feature, ask) => book.permits(participant, feature, ask) && ownership.holds(),
    owns: (forMs) => !isClosed && (fence === undefined || ownership.holds(forMs)),
    admits(participant, issuedAt) {
      const cutAt = state.participants.get(participant)?.cutAt ?? 0
      return cutAt === 0 || (issuedAt !== undefined && issuedAt > cutAt)
    },
    onCut(listener) {
      cutters.add(listener)
      return () => cutters.delete(listener)
    },
    onEnd(listener) {
      if (isClosed) listener()
      enders.add(listener)
      return () => enders.delete(listener)
    },
    isIdle: (own = 0) =>
      !isRunning &&
      queue.length + unwritten.length === 0 &&
      workers.size() <= own &&
      !audience.hasAnybody() &&
      !isAnythingOn(),
    async drain() {
      isDraining = true
      while (isRunning) await running
    },
    async close() {
      end()
    },
  }
  watchOwnership()
  return self
}

/** Of a token from before its person was removed or given another role: a no counts all the same. */
const isCut = (state: MeetingState, actor: Actor): boolean => {
  if (actor.use !== 'person') return false
  const cutAt = state.participants.get(actor.participant)?.cutAt ?? 0
  return cutAt > 0 && (actor.issuedAt === undefined || actor.issuedAt <= cutAt)
}
