import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Method, SentCommand } from '../commands.ts'
import { createCatalogue } from '../model/catalogue.ts'
import type { FeatureOptions, OptionalAskId } from '../model/feature.ts'
import type { Place } from '../model/participant.ts'
import type { Clock, Digest, Ids, Keep, Presence, Transport, Undo } from '../ports.ts'
import { type Connection, createConnection, type TokenSource } from '../protocol/connection.ts'
import { type ServerMessage, serverMessageSchema } from '../protocol/server-messages.ts'
import { FEATURE_OFF, type Reply, UNAVAILABLE } from '../rejection.ts'
import type { ClientState } from './client-state.ts'
import { createLocalGate, type GateChange, toKey } from './local-gate.ts'
import { createOutbox } from './outbox.ts'
import { applyUpdate, EMPTY_REPLICA, type ReplicaState } from './replica.ts'

/** How an answer was given, for the record. */
export interface AnswerOptions {
  /** @default 'button' */
  readonly method?: Method
  /** How long the control could be pressed before the answer. */
  readonly armedMs?: number
  /** How long the notice could be seen before the answer. */
  readonly visibleMs?: number
}

export interface AcceptOptions<AskId extends string> extends AnswerOptions {
  /** Optional asks that were ticked. @default none */
  readonly grants?: readonly AskId[]
}

export type EnableOptions<AskId extends string> = AnswerOptions & { readonly lang?: string } & (
    | { readonly answer: 'accept'; readonly grants?: readonly AskId[] }
    | { readonly answer: 'decline' }
  )

type IdOf<F extends FeatureOptions> = F['id']
type AsksOf<F extends FeatureOptions, Id> = OptionalAskId<Extract<F, { id: Id }>>

/** One device of one participant, as the authority knows it by its token. */
export interface ConsentClient<F extends FeatureOptions = FeatureOptions> {
  /** Read model; see `viewFeature`. Subscribe to it to show things, to `onGate` to enforce them. */
  readonly store: StoreApi<ClientState>
  /** Says where this device is: asked in the lobby, present in the call. */
  enter(place: Place): void
  /** Leaves with every device; with `instead`, as the answer to a question whose no means leaving. */
  leave(options?: { readonly instead?: IdOf<F> }): Promise<Reply>
  /** Turns a feature on, with the own decision on the notice that was previewed. Hosts only. */
  enable<Id extends IdOf<F>>(feature: Id, options: EnableOptions<AsksOf<F, Id>>): Promise<Reply>
  /** Turns the running activation off. */
  disable(feature: IdOf<F>): Promise<Reply>
  /** Says that the notice was continuously visible for at least 2 s in a visible document. */
  show(feature: IdOf<F>, options: { readonly visibleMs: number; readonly lang: string }): Promise<Reply>
  /** Yes, to the question on now, once it was shown. Never queued: without a connection it is rejected. */
  accept<Id extends IdOf<F>>(
    feature: Id,
    options?: AcceptOptions<AsksOf<F, Id>> & { readonly lang?: string },
  ): Promise<Reply>
  /** No. Acts on this device at once, and is sent again until the authority has it. */
  decline(feature: IdOf<F>, options?: AnswerOptions): Promise<Reply>
  /** Takes a yes back. Acts on this device at once, and is sent again until the authority has it. */
  withdraw(feature: IdOf<F>, options?: AnswerOptions): Promise<Reply>
  /** Later: left out until answered, and the question stays reachable. */
  defer(feature: IdOf<F>): Promise<Reply>
  /** Has every processor erase what it captured; offered once the person is no longer included. */
  erase(feature: IdOf<F>): Promise<Reply>
  /** Whether this person may be captured for the ask right now, as far as this device knows. */
  permits(feature: IdOf<F>, ask: string): boolean
  /** Hears of gates that opened or closed; closing comes before anything is sent. */
  onGate(listener: (change: GateChange) => void): Undo
  /** Says that this device shows the indicator, until undone. While none does, no gate of it is open. */
  attachIndicator(): Undo
  /** Ends the connection; for this device that is the same as its page going away. */
  dispose(): void
}

export interface ClientPorts {
  readonly transport: Transport
  readonly clock: Clock
  readonly ids: Ids
  readonly digest: Digest
  /** Keeps unacknowledged nos over a reload. @default none */
  readonly keep?: Keep | undefined
}

export interface ClientOptions<F extends FeatureOptions> {
  /** From the app's server, which mints it for whom it knows to be signed in. */
  readonly token: TokenSource
  /** The same features that the server was given. */
  readonly features: readonly F[]
  /** Where this device is when it connects. @default 'call' */
  readonly place?: 'out' | Place
  /** The call, to leave it where a policy says that no means leaving. */
  readonly call?: Presence
}

/** The client over ports of the caller's choice; `createConsentClient` fills them in for browsers. */
export function createClientOver<F extends FeatureOptions>(
  options: ClientOptions<F>,
  ports: ClientPorts,
): ConsentClient<F> {
  const { clock, ids } = ports
  const store = createStore<ClientState>(() => ({
    connection: 'connecting',
    catalogue: new Map(),
    view: undefined,
    pending: [],
    indicator: 'hidden',
    place: options.place ?? 'call',
  }))
  const localGate = createLocalGate()
  let connection: Connection | undefined
  let replica: ReplicaState = EMPTY_REPLICA
  let indicators = 0
  let isDisposed = false
  /** Number of the update with which the view is current again; unknown without a link. */
  let currentAt: number | undefined
  let undoInsist: Undo | undefined

  const outbox = createOutbox({
    keep: ports.keep,
    // What is sent before the authority has said who this is would be lost without a word.
    send: (command) =>
      store.getState().connection === 'live' && connection?.send({ type: 'command', command }) === true,
    onChange: (pending) => set({ pending }),
  })

  /** Every change of what is known closes and opens the local gates in the same step. */
  function set(change: Partial<ClientState>): void {
    const now = { ...store.getState(), ...change }
    localGate.set(selectOpen(now))
    try {
      store.setState(change)
    } catch (error) {
      // A subscriber that throws must not keep a no from being sent.
      queueMicrotask(() => {
        throw error
      })
    }
  }

  function receive(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        replica = { ...replica, session: message.session }
        if (message.resumed) currentAt = message.number ?? replica.number
        becomeCurrent()
        return
      case 'snapshot':
      case 'update': {
        const step = applyUpdate(replica, message)
        if (step.kind === 'gap') connection?.send({ type: 'resync', number: step.from })
        if (step.kind !== 'applied') return
        replica = step.state
        set({ view: replica.view })
        if (message.type === 'snapshot') currentAt = replica.number
        becomeCurrent()
        return
      }
      case 'reply': {
        const { reply } = message
        outbox.settle(
          message.id,
          reply.ok
            ? reply
            : { ok: false, rejection: reply.rejection as Extract<Reply, { ok: false }>['rejection'] },
        )
        return
      }
      case 'renewed':
        if (message.number !== undefined && message.number > replica.number) {
          connection?.send({ type: 'resync', number: replica.number })
        }
        return
      case 'refused':
        set({ refusal: { code: message.code, message: message.message } })
    }
  }

  /** Not before every update that was missed is in the view: it might have closed something. */
  function becomeCurrent(): void {
    const isCurrent = currentAt !== undefined && replica.number >= currentAt
    if (isCurrent && store.getState().connection !== 'live') settleIn()
  }

  /** Back with a view that is current: unacknowledged nos first, then present, then indicated. */
  function settleIn(): void {
    const view = replica.view
    if (view === undefined) return
    set({ connection: 'live' })
    outbox.resend(`${view.meeting}/${view.you.participant}`)
    sayPlace()
  }

  /** Where this device is, and whether it shows the indicator: said until the authority has it. */
  function sayPlace(): void {
    const { place, connection: status } = store.getState()
    if (place === 'out' || status !== 'live') return
    insist({ type: 'participant.join', place })
    sayIndicated()
  }

  function sayIndicated(): void {
    const { connection: status, indicator, place } = store.getState()
    if (status !== 'live' || place === 'out') return
    insist({ type: indicator === 'shown' ? 'indicator.show' : 'indicator.hide' })
  }

  function insist(command: Extract<Unsent, { type: 'participant.join' | `indicator.${string}` }>): void {
    void post(command).then((reply) => {
      if (reply.ok || reply.rejection.code !== 'unavailable') return
      undoInsist ??= clock.after(INSIST_MS, () => {
        undoInsist = undefined
        sayPlace()
      })
    })
  }

  /** One indicator may make way for another in the same turn; what counts is whether one is left. */
  function changeIndicators(by: 1 | -1): void {
    indicators += by
    queueMicrotask(() => {
      const indicator = indicators > 0 ? 'shown' : 'hidden'
      if (isDisposed || store.getState().indicator === indicator) return
      set({ indicator })
      sayIndicated()
    })
  }

  type Unsent = SentCommand extends infer C
    ? C extends SentCommand
      ? Omit<C, 'id' | 'clientAt'>
      : never
    : never
  function post(command: Unsent): Promise<Reply> {
    return outbox.post({ ...command, id: ids(), clientAt: clock.now() } as SentCommand)
  }

  /** The notice of the run that is on, as this client knows it. */
  function question(feature: string, lang: string) {
    const { catalogue, view, connection: status } = store.getState()
    const entry = catalogue.get(feature)
    const seen = view?.features[feature]
    const isLive = status === 'live' && connection?.isLive() === true
    if (entry === undefined || seen === undefined || !isLive) return undefined
    return {
      activation: seen.activation?.id,
      seen: seen.answer.decision,
      notice: { revision: entry.feature.revision, hash: entry.hash, lang },
    }
  }

  void createCatalogue(options.features, ports.digest).then((catalogue) => {
    if (isDisposed) return
    set({ catalogue })
    connection = createConnection<ServerMessage>({
      transport: ports.transport,
      token: options.token,
      connection: ids(),
      clock,
      ids,
      schema: serverMessageSchema,
      resume: () =>
        replica.view === undefined ? undefined : { session: replica.session, number: replica.number },
      onMessage: receive,
      onUnknown: (text) => {
        // What changed cannot be understood and might be a close: nothing is current any more.
        if (/"type":"(update|snapshot)"/.test(text)) connection?.restart()
      },
      // Live is what the client is once its view is current, not once the link is open.
      onStatus: (status) => {
        if (status === 'live') return
        currentAt = undefined
        set({ connection: status })
        outbox.lose()
      },
    })
  })

  const answered = ({ method = 'button', armedMs, visibleMs }: AnswerOptions = {}) => ({
    method,
    armedMs: toWholeMs(armedMs),
    visibleMs: toWholeMs(visibleMs),
  })

  return {
    store,
    enter(place) {
      if (store.getState().place === place) return
      set({ place })
      sayPlace()
    },
    async leave({ instead } = {}) {
      const activation =
        instead === undefined ? undefined : store.getState().view?.features[instead]?.activation?.id
      set({ place: 'out' })
      const reply = post({
        type: 'participant.leave',
        ...(instead !== undefined &&
          activation !== undefined && { instead: { feature: instead, activation } }),
      })
      // Nobody has to wait for the authority to leave a call.
      await options.call?.leave()
      return reply
    },
    async enable(feature, { lang = 'en', ...own }) {
      const asked = question(feature, lang)
      if (asked === undefined) return UNAVAILABLE
      const { notice, seen } = asked
      const decision =
        own.answer === 'accept'
          ? { answer: own.answer, grants: [...(own.grants ?? [])], seen }
          : { answer: own.answer }
      return post({ type: 'feature.enable', feature, activation: ids(), notice, decision, ...answered(own) })
    },
    async disable(feature) {
      const activation = store.getState().view?.features[feature]?.activation?.id
      if (activation === undefined) return { ok: true }
      return post({ type: 'feature.disable', feature, activation })
    },
    async show(feature, { visibleMs, lang }) {
      const asked = question(feature, lang)
      if (asked?.activation === undefined) return UNAVAILABLE
      const { activation, notice } = asked
      return post({ type: 'notice.show', feature, activation, notice, visibleMs: toWholeMs(visibleMs) ?? 0 })
    },
    async accept(feature, { grants = [], lang = 'en', ...own } = {}) {
      const asked = question(feature, lang)
      if (asked === undefined) return UNAVAILABLE
      const { activation, notice, seen } = asked
      if (activation === undefined) return FEATURE_OFF
      return post({
        type: 'consent.accept',
        feature,
        activation,
        notice,
        seen,
        grants: [...grants],
        ...answered(own),
      })
    },
    decline: (feature, own) => post({ type: 'consent.decline', feature, ...answered(own) }),
    withdraw: (feature, own) => post({ type: 'consent.withdraw', feature, ...answered(own) }),
    async defer(feature) {
      const activation = store.getState().view?.features[feature]?.activation?.id
      if (activation === undefined) return FEATURE_OFF
      return post({ type: 'consent.defer', feature, activation })
    },
    erase: (feature) => post({ type: 'erasure.request', feature }),
    permits: (feature, ask) => connection?.isLive() === true && localGate.isOpen(feature, ask),
    onGate: localGate.onChange,
    attachIndicator() {
      changeIndicators(1)
      let isAttached = true
      return () => {
        if (isAttached) changeIndicators(-1)
        isAttached = false
      }
    },
    dispose() {
      isDisposed = true
      undoInsist?.()
      connection?.close()
      localGate.set(new Set())
    },
  }
}

/** How long to wait before saying again what the authority could not make durable. */
const INSIST_MS = 1_000

/** Measured times are fractions, sometimes nonsense: neither may cost an answer its validity. */
const toWholeMs = (ms: number | undefined): number | undefined =>
  ms === undefined || !Number.isFinite(ms) ? undefined : Math.max(0, Math.round(ms))

/** The asks that are open on this device by all it knows: the view, the connection, nos on their way. */
function selectOpen({ connection, indicator, place, view, pending }: ClientState): ReadonlySet<string> {
  const open = new Set<string>()
  if (connection !== 'live' || indicator === 'hidden' || place !== 'call' || view === undefined) return open
  const stopping = new Set(
    pending
      .filter(({ type }) => type === 'consent.decline' || type === 'consent.withdraw')
      .map(({ feature }) => feature),
  )
  for (const [feature, { gates }] of Object.entries(view.features)) {
    if (stopping.has(feature)) continue
    for (const [ask, gate] of Object.entries(gates)) if (gate.open) open.add(toKey(feature, ask))
  }
  return open
}
