import { type Command, isClosing, isFailure } from '../commands.ts'
import { selectChanged } from '../concerned.ts'
import type { MeetingEvent } from '../events.ts'
import { evolve, replay } from '../evolve.ts'
import type { Actor } from '../model/participant.ts'
import type { Clock } from '../ports.ts'
import { createRejection, type RejectionCode, type Reply, UNAVAILABLE } from '../rejection.ts'
import { isCut } from '../rights.ts'
import { createMeetingState, type MeetingState } from '../state.ts'
import { stamp } from './attempt.ts'
import { createAudience } from './audience.ts'
import type { Authority, AuthorityOptions } from './authority-types.ts'
import { type Closing, selectClosings } from './closing.ts'
import { createConfirmations } from './confirmations.ts'
import { createDeadlines } from './deadlines.ts'
import { createFence } from './fence.ts'
import { createGateBook } from './gate-book.ts'
import { createMailbox, type Decided, type PostedWish } from './mailbox.ts'
import { createOwnership } from './ownership.ts'
import { createReplies, REUSED } from './replies.ts'
import { createRunning } from './running.ts'
import { selectTouched } from './touched.ts'
import { createUnknownRequests } from './unknown-requests.ts'
import { toWished } from './wished.ts'
import { createWorkers } from './workers.ts'

// takes: commands, from whom a token says · gives: replies, once durable, and updates to all concerned
// never: publishes what is not committed, or waits to close

/**
 * Reads a meeting back from its ledger and takes it over.
 *
 * @throws what the ledger throws when it cannot be read or written
 */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { meeting, catalogue, ledger, ids, waitForTurn } = options
  /** What breaks as its time comes breaks this meeting, and no other. */
  const clock: Clock = {
    now: () => options.clock.now(),
    monotonic: () => options.clock.monotonic(),
    after: (delayMs, call) => options.clock.after(delayMs, () => attemptOrEnd(call)),
  }
  const ownership = createOwnership(meeting, ledger, clock)
  const events = await ownership.read()
  const state = replay(createMeetingState(meeting, catalogue), events)
  const authority: Actor = { use: 'authority' }
  const start: Command = { type: 'authority.start', id: ids() }
  const started = stamp(state, { type: 'authority.started' }, start, authority, clock.now())
  // Of a new meeting the start is written with the first thing that happens in it: until then there is nothing to take
  // over, unless by taking it the ledger keeps others out.
  const isNew = events.length === 0 && ledger.leaseMs === undefined
  if (!isNew) await ownership.append(state.number, [started])
  evolve(state, started)

  const enders = new Set<() => void>()
  const cutters = new Set<(participant: string) => void>()
  /** Nothing more is taken but what closes. */
  let isDraining = false
  let isClosed = false

  const onFault = (error: unknown): void => {
    try {
      options.onFault?.(error)
    } catch {
      // Whoever is told of faults is not to make another.
    }
  }
  /** One broken listener must not keep another from hearing of it, nor the authority from its work. */
  function isolate(call: () => void): void {
    try {
      call()
    } catch (error) {
      onFault(error)
    }
  }

  /** What has thrown half-way may be open against a no: whoever comes next reads the meeting back. */
  function attemptOrEnd(call: () => void): void {
    try {
      call()
    } catch (error) {
      onFault(error)
      end()
    }
  }

  const replies = createReplies(events)
  const { running, follow: followRuns } = createRunning(state)
  const confirmations = createConfirmations({ state, book: () => book })
  const book = createGateBook(state.term, (changes) => {
    workers.tell(changes)
    for (const change of changes) {
      deadlines.expectEnforced(change.feature)
      confirmations.expect(change)
    }
  })
  const workers = createWorkers({ state, clock, list: book.list, isolate })
  const audience = createAudience({
    clock,
    ids,
    state,
    running,
    book,
    isEnforced: confirmations.isEnforced,
    isEnding: (participant, feature) => deadlines.isEnding(participant, feature),
    isolate,
    waitForTurn: waitForTurn && ((call) => waitForTurn(() => attemptOrEnd(call))),
  })
  const deadlines = createDeadlines(
    {
      clock,
      ids,
      state,
      epoch: (feature) => book.epochs(feature).epoch,
      isGone: (enforcer, feature) => workers.isGone(enforcer, feature),
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
    state,
    dispatch: (command) => self.dispatch(command, authority),
  })
  const mailbox = createMailbox({
    ownership,
    clock,
    state,
    owed: isNew ? [started] : [],
    refuse: ({ command }, trial) => (isBeforeEnd(command, trial) ? 'unknown-list' : undefined),
    isWatched: () => fence.isWatching(),
    // What closes, and what time brings, is due until it is written: nobody says it again.
    isToBeWritten: (wish) =>
      isClosing(wish.command) || wish.actor.use === 'authority' || book.isHolding(wish),
    onCommit: publish,
    onDrop(wish) {
      replies.forget(wish.wished)
      audience.publish(book.release(wish, state))
    },
    onFail: () => fence.watch(),
    onLost: end,
    onFault,
  })
  const fence = createFence({ clock, isNeeded: () => running.size > 0, check: mailbox.check })
  const everything = [...state.features.keys()]
  book.refresh(
    state,
    everything.map((feature) => ({ feature })),
    everything,
  )
  confirmations.begin()

  const tellApp = (facts: readonly MeetingEvent[]): void => isolate(() => options.onCommit?.(facts))

  /** Tells everybody what was committed: who is cut off first, then what closes and opens, then views. */
  function publish(facts: readonly MeetingEvent[], decided: readonly Decided[]): void {
    // Written after all as this ended: it is acknowledged, and nobody is here any more whose time may run.
    if (isClosed) {
      tellApp(facts)
      return
    }
    for (const event of facts) {
      // Before anybody is told anything by links that are over.
      if (event.type !== 'participant.removed' && event.type !== 'role.changed') continue
      for (const cut of [...cutters]) isolate(() => cut(event.participant))
    }
    followRuns(facts)
    const touched = facts.flatMap(selectTouched)
    const changed = selectChanged(state, facts)
    const { own, whole } = book.refresh(state, touched, changed)
    confirmations.keep(own)
    const enforced = confirmations.follow(facts)
    // Before it is said who has how long to answer.
    deadlines.follow(facts, changed)
    const extended = deadlines.extend(decided)
    const released = decided.map(({ wish }) => book.release(wish, state))
    audience.publish(
      {
        own: [...touched, ...extended, ...enforced.own, ...released.flatMap(({ own }) => own)],
        whole: [...whole, ...enforced.whole, ...released.flatMap((news) => [...news.whole])],
      },
      facts,
      changed,
    )
    unknownRequests.follow(facts)
    fence.watch()
    workers.follow(facts)
    tellApp(facts)
    for (const { wish, outcome } of decided) {
      if (outcome.ok && outcome.events.length > 0) replies.settle(wish.wished)
      else replies.addPassing(wish.wished)
    }
  }

  function end(): void {
    if (isClosed) return
    isClosed = true
    fence.close()
    deadlines.close()
    unknownRequests.close()
    book.closeAll()
    audience.close()
    mailbox.close()
    ownership.release()
    for (const listener of [...enders]) isolate(listener)
  }

  /** What the state cannot tell: lists that never went out, and who asked already without a name. */
  function refuseEarly(command: Command, actor: Actor): RejectionCode | undefined {
    if (command.type === 'enforcement.report' && command.term === state.term) {
      const { since, epoch } = book.epochs(command.feature)
      if (command.epoch > epoch || command.epoch < since) return 'unknown-list'
    }
    const isNamed = command.type === 'feature.requestOff' && actor.use === 'person'
    if (isNamed && unknownRequests.has(command, actor.participant)) return 'requested-already'
    return undefined
  }

  /** Whether it confirms a list of before a run ended or began: written behind that, it would pass for a word of it. */
  function isBeforeEnd(command: Command, { features }: MeetingState): boolean {
    if (command.type !== 'enforcement.report' || isFailure(command) || command.term !== state.term)
      return false
    const { feature, epoch } = command
    const run = features.get(feature)?.activation?.id
    return epoch < book.epochs(feature).since || run !== state.features.get(feature)?.activation?.id
  }

  /** Queues a wish. Closing never waits: what it will close is closed now, committed or not. */
  function take(wish: PostedWish, closes: readonly Closing[]): void {
    attemptOrEnd(() => {
      mailbox.post(wish)
      if (closes.length > 0) {
        const held = book.hold(wish, state, closes)
        confirmations.keep(held.own)
        audience.publish(held)
      }
      mailbox.start()
    })
  }

  function hear(command: Command, actor: Actor): Promise<Reply> {
    const wished = toWished(command, actor)
    const known = replies.find(wished)
    if (known !== undefined && known !== 'reused') return known
    const closes = selectClosings(state, command, actor)
    const isReused = known === 'reused'
    // Whoever gives two wishes one id is told so; a close among them closes all the same.
    if (isReused && closes.length === 0 && !isClosing(command)) return Promise.resolve(REUSED)
    if (isClosed || (isDraining && !isClosing(command))) return Promise.resolve(UNAVAILABLE)
    const isUnknown = command.type === 'feature.requestOff' && command.anonymous && actor.use === 'person'
    if (isUnknown) {
      const later = unknownRequests.take(command, actor)
      replies.add(wished, later)
      // Who asked is nobody's to find out once it is answered.
      void later.then(() => replies.forget(wished))
      return later
    }
    const early = refuseEarly(command, actor)
    if (early !== undefined) return Promise.resolve({ ok: false, rejection: createRejection(early) })
    const { promise, resolve } = Promise.withResolvers<Reply>()
    const reply = isReused ? promise.then((one) => (one.ok ? REUSED : one)) : promise
    replies.add(wished, reply)
    take({ command, actor, wished, resolve }, closes)
    return reply
  }

  const self: Authority = {
    meeting,
    features: [...catalogue.keys()],
    dispatch(command, actor) {
      try {
        return hear(command, actor)
      } catch (error) {
        // Nobody knows what it would have closed: a newcomer makes others wait, and a yes may leave out an ask.
        onFault(error)
        end()
        return Promise.resolve(UNAVAILABLE)
      }
    },
    attach: audience.attach,
    look: (participant) => audience.look({ use: 'keeper', participant }),
    attachWorker: (listener) =>
      workers.attach(listener, audience.look({ use: 'worker', features: listener.features })),
    permits: (participant, feature, ask) => book.permits(participant, feature, ask) && ownership.holds(),
    openGates: () => (ownership.holds() ? book.count() : 0),
    owns: (forMs) => !isClosed && (!fence.isWatching() || ownership.holds(forMs)),
    admits: (participant, issuedAt) => !isCut(state, participant, issuedAt),
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
      mailbox.isEmpty() && workers.size() <= own && !audience.hasAnybody() && running.size === 0,
    async drain() {
      isDraining = true
      await mailbox.settled()
    },
    async close() {
      end()
    },
  }
  fence.watch()
  return self
}
