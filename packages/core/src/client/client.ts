import { createStore } from 'zustand/vanilla'
import type { SentCommand, Unsent } from '../commands.ts'
import { checkFeatures, createCatalogue } from '../model/catalogue.ts'
import type { FeatureOptions } from '../model/feature.ts'
import type { Undo } from '../ports.ts'
import { type Connection, createConnection } from '../protocol/connection.ts'
import { type ServerMessage, serverMessageSchema } from '../protocol/server-messages.ts'
import { FEATURE_OFF, PASSING, type Reply, UNAVAILABLE, UNKNOWN_FEATURE } from '../rejection.ts'
import { type Asked, answered, selectAsked, selectRun, toRunId, toWholeMs } from './asked.ts'
import type { ClientState } from './client-state.ts'
import type { ClientOptions, ClientPorts, ConsentClient, Home } from './consent-client.ts'
import { createIndicators } from './indicators.ts'
import { isolated } from './isolated.ts'
import { createLocalGate } from './local-gate.ts'
import { selectOpen } from './open-asks.ts'
import { createOutbox } from './outbox.ts'
import { applyUpdate, beginSession, EMPTY_REPLICA, type ReplicaState } from './replica.ts'
import { createStandingNo, nameStood, selectStood, withoutPast } from './standing-no.ts'
import { createTroubles } from './troubles.ts'

// takes: what the app and the authority say · gives: the state of one device, and what it asks of the authority
// never: takes its own state for the authority's, keeps a yes for later, or leaves a gate open that it is not sure of

/** The client over ports of the caller's choice; `createConsentClient` fills them in for browsers. */
export function createClientOver<F extends FeatureOptions>(
  options: ClientOptions<F>,
  ports: ClientPorts,
): ConsentClient<F> {
  checkFeatures(options.features)
  const { clock, ids } = ports
  const troubles = createTroubles(options.onTrouble)
  const standing = createStandingNo(ports.standing)
  let state: ClientState = {
    connection: 'connecting',
    unheard: 'unknown',
    catalogue: new Map(),
    view: undefined,
    pending: [],
    indicator: 'hidden',
    place: options.place ?? 'call',
    room: '',
    uplink: 'open',
    standingNo: standing.read('off'),
    stood: {},
  }
  const store = isolated(createStore(() => state))
  const localGate = createLocalGate()
  let connection: Connection | undefined
  let replica: ReplicaState = EMPTY_REPLICA
  let isDisposed = false
  /** Number of the update with which the view is current again; unknown without a link. */
  let currentAt: number | undefined
  let leaseMs = 0
  let undoInsist: Undo | undefined
  let undoUnheard: Undo | undefined
  /** Whether the authority has acknowledged, over this link, where this device is. */
  let isPlaced = false

  const uplink = options.uplink?.watch({ clock, keep: ports.keep, onDue: () => set({}) })

  const outbox = createOutbox({
    keep: ports.keep,
    owner: options.you && toOwnerName(options.you.meeting, options.you.participant),
    // What is sent before the authority has said who this is would be lost without a word; whoever it has refused may
    // be heard all the same.
    send(command) {
      const { connection: status, refusal } = store.getState()
      const isMet = status === 'live' || refusal !== undefined
      return isMet && connection?.send({ type: 'command', command }) === true
    },
    onChange: (pending) => set({ pending }),
  })
  const post = (wish: Unsent<SentCommand>, id = ids()): Promise<Reply> =>
    outbox.post({ ...wish, id, clientAt: clock.now() } as SentCommand)

  /** Whether the view is current, and the authority there. */
  const isInTouch = (): boolean => store.getState().connection === 'live' && connection?.isLive() === true

  /**
   * Every change of what is known closes and opens the local gates in the same step, before anybody reads of it. Whoever
   * hears of that may change more: what is stored is what is known by then.
   */
  function set(change: Partial<ClientState>): void {
    state = { ...state, ...change }
    localGate.set(isDisposed ? new Set() : selectOpen(state))
    state = { ...state, uplink: uplink?.look(state) ?? 'open' }
    store.setState(state)
  }

  function receive(message: ServerMessage): void {
    if (isDisposed) return
    switch (message.type) {
      case 'welcome':
        leaseMs = message.leaseMs
        if (message.resumed) currentAt = message.number ?? replica.number
        else replica = beginSession(replica, message.session)
        becomeCurrent()
        return
      case 'snapshot':
      case 'update': {
        const step = applyUpdate(replica, message)
        if (step.kind === 'gap') connection?.send({ type: 'resync', number: step.from })
        if (step.kind !== 'applied') return
        const wasPresent = store.getState().view?.you.place !== 'out'
        replica = step.state
        set({ view: replica.view, stood: withoutPast(store.getState(), replica.view) })
        if (isDisposed) return
        if (isPlaced && wasPresent && replica.view?.you.place === 'out') void followOut()
        if (message.type === 'snapshot') currentAt = replica.number
        becomeCurrent()
        answerStanding()
        return
      }
      case 'reply':
        outbox.settle(message.id, troubles.hear(message.reply as Reply))
        return
      case 'renewed':
        if (message.number !== undefined && message.number > replica.number) {
          connection?.send({ type: 'resync', number: replica.number })
        }
        return
      case 'refused':
        outbox.lose()
        set({ refusal: { code: message.code, message: message.message } })
        outbox.resend()
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
    // What was kept counts before anything is current: it must not open a gate, nor give an uplink back.
    outbox.recall(toOwnerName(view.meeting, view.you.participant))
    outbox.lose()
    undoUnheard?.()
    troubles.compare(store.getState().catalogue, view)
    set({ connection: 'live', unheard: 'unknown', refusal: undefined })
    outbox.resend()
    sayPlace()
    // A page that was frozen has not heard what another tab did.
    readStanding()
  }

  /** What the standing no answers is answered once what is open is known for sure: by a no like any other. */
  function answerStanding(): void {
    const now = store.getState()
    const { view } = now
    if (!isInTouch() || view === undefined) return
    for (const [feature, said] of Object.entries(selectStood(now))) {
      set({ stood: { ...store.getState().stood, [feature]: said } })
      void post(
        { type: 'consent.decline', feature, method: 'standing' },
        nameStood(view, feature, said) ?? ids(),
      )
    }
  }

  function becomeStanding(standingNo: ClientState['standingNo']): void {
    if (standingNo !== store.getState().standingNo) set({ standingNo })
    answerStanding()
  }

  /** The person left with every device, by another one of theirs: this one leaves the call too. */
  async function followOut(): Promise<void> {
    isPlaced = false
    set({ place: 'out' })
    await options.call?.leave()
  }

  /** Where this device is, and whether it shows the indicator: said until the authority has it. */
  function sayPlace(): void {
    const { place, room, connection: status } = store.getState()
    if (place === 'out' || status !== 'live') return
    insist({ type: 'participant.join', place, room: room || undefined })
    sayIndicated()
  }

  function sayIndicated(): void {
    const { catalogue, connection: status, indicator, place } = store.getState()
    if (status !== 'live' || place === 'out') return
    const knows = [...catalogue.values()].map(({ hash }) => hash)
    insist(indicator === 'shown' ? { type: 'indicator.show', knows } : { type: 'indicator.hide' })
  }

  function insist(
    command: Extract<Unsent<SentCommand>, { type: 'participant.join' | `indicator.${string}` }>,
  ): void {
    void post(command).then((reply) => {
      if (reply.ok && command.type === 'participant.join') isPlaced = true
      if (reply.ok || !PASSING.includes(reply.rejection.code)) return
      undoInsist ??= clock.after(INSIST_MS, () => {
        undoInsist = undefined
        sayPlace()
      })
    })
  }

  const indicators = createIndicators({
    clock,
    onChange(indicator) {
      if (isDisposed || store.getState().indicator === indicator) return
      set({ indicator })
      sayIndicated()
    },
    onMissing: () => {
      if (isInTouch() && store.getState().place === 'call') troubles.missIndicator()
    },
  })

  /** About the run that is on, if any is. */
  async function ofRun(feature: string, wish: (activation: string) => Unsent<SentCommand>): Promise<Reply> {
    const activation = selectRun(store.getState(), feature)
    return activation === undefined ? FEATURE_OFF : post(wish(activation))
  }

  /** About the notice as this client knows it, of the run that is on if any is. */
  async function ofNotice(
    feature: string,
    lang: string,
    wish: (asked: Asked) => Reply | Promise<Reply>,
  ): Promise<Reply> {
    if (!isInTouch()) return UNAVAILABLE
    const asked = selectAsked(store.getState(), feature, lang)
    return asked === undefined ? troubles.hear(UNKNOWN_FEATURE) : wish(asked)
  }

  void createCatalogue(options.features, ports.digest, options.notices).then((catalogue) => {
    if (isDisposed) return
    set({ catalogue })
    connection = createConnection<ServerMessage>({
      transport: ports.transport,
      token: options.token,
      connection: ids(),
      as: 'person',
      clock,
      ids,
      schema: serverMessageSchema,
      resume: () =>
        replica.view === undefined ? undefined : { session: replica.session, number: replica.number },
      onMessage: receive,
      onTrouble: troubles.say,
      onUnknown: (text) => {
        // What changed cannot be understood and might be a close: nothing is current any more.
        if (/"type":"(update|snapshot)"/.test(text)) connection?.restart()
      },
      // Live is what the client is once its view is current, not once the link is open.
      onStatus: (status) => {
        if (status === 'live') return
        currentAt = undefined
        // Nobody else of theirs is here: given up a lease after it was last heard, and that may have been as long on its way.
        if (isPlaced && store.getState().view?.you.devices === 1) {
          undoUnheard = clock.after(2 * leaseMs, () => set({ unheard: 'offline' }))
        }
        isPlaced = false
        set({ connection: status })
        outbox.lose()
      },
    })
  })

  const readStanding = () => becomeStanding(standing.read(store.getState().standingNo))
  const undoStanding = ports.standing?.onChange?.(readStanding)

  const takeHome =
    <What extends keyof Home>(what: What) =>
    async ({ lang = 'en' } = {}): Promise<Home[What]> =>
      (await ports.takeHome?.(what, options.token, lang)) ?? { ok: false, message: 'None here.' }

  return {
    store,
    enter(place, { room = '' } = {}) {
      const was = store.getState()
      if (was.place === place && was.room === room) return
      set({ place, room })
      sayPlace()
      answerStanding()
    },
    async leave({ instead } = {}) {
      const activation = instead && selectRun(store.getState(), instead)
      isPlaced = false
      set({ place: 'out' })
      const reply = post({
        type: 'participant.leave',
        instead: instead && activation ? { feature: instead, activation } : undefined,
      })
      // Nobody has to wait for the authority to leave a call.
      await options.call?.leave()
      return reply
    },
    enable(declared, { lang = 'en', ...own }) {
      const feature = toRunId(store.getState(), declared)
      return ofNotice(feature, lang, async ({ notice, seen }) => {
        const decision =
          own.answer === 'accept'
            ? { answer: own.answer, grants: [...(own.grants ?? [])], seen }
            : { answer: own.answer }
        const reply = await post({
          type: 'feature.enable',
          feature,
          activation: ids(),
          notice,
          decision,
          ...answered(own),
        })
        return own.answer === 'accept' ? indicators.expect(reply) : reply
      })
    },
    async disable(feature) {
      const activation = selectRun(store.getState(), feature)
      return activation === undefined ? { ok: true } : post({ type: 'feature.disable', feature, activation })
    },
    askAgain: (feature) => ofRun(feature, (activation) => ({ type: 'notice.askAgain', feature, activation })),
    requestOff: (feature, { anonymous = true } = {}) =>
      ofRun(feature, (activation) => ({ type: 'feature.requestOff', feature, activation, anonymous })),
    bar: (feature, { barred = true } = {}) =>
      post({ type: barred ? 'feature.bar' : 'feature.allow', feature }),
    remove: (participant) => post({ type: 'participant.remove', participant }),
    changeRole: (participant, role) => post({ type: 'role.change', participant, role }),
    show: (feature, { visibleMs, lang }) =>
      ofNotice(feature, lang, ({ activation, notice }) => {
        if (activation === undefined) return FEATURE_OFF
        const shownMs = toWholeMs(visibleMs) ?? 0
        return post({ type: 'notice.show', feature, activation, notice, visibleMs: shownMs })
      }),
    accept: (feature, { grants = [], lang = 'en', seen, ...own } = {}) =>
      ofNotice(feature, lang, async ({ activation, notice, seen: latest }) => {
        if (activation === undefined) return FEATURE_OFF
        return indicators.expect(
          await post({
            type: 'consent.accept',
            feature,
            activation,
            notice,
            seen: seen ?? latest,
            grants: [...grants],
            ...answered(own),
          }),
        )
      }),
    decline: (feature, own) => post({ type: 'consent.decline', feature, ...answered(own) }),
    withdraw: (feature, { asks, ...own } = {}) =>
      post({ type: 'consent.withdraw', feature, asks: asks && [...asks], ...answered(own) }),
    defer: (feature) => ofRun(feature, (activation) => ({ type: 'consent.defer', feature, activation })),
    setStandingNo: (to) => becomeStanding(standing.write(to)),
    erase: (feature) => post({ type: 'erasure.request', feature }),
    receipt: takeHome('receipt'),
    link: takeHome('link'),
    permits: (feature, ask) => connection?.isLive() === true && localGate.isOpen(feature, ask),
    onGate: localGate.onChange,
    unmute: () => uplink?.unmute(),
    attachIndicator: indicators.attach,
    sayTrouble: troubles.say,
    dispose() {
      isDisposed = true
      outbox.close()
      undoInsist?.()
      uplink?.close()
      undoStanding?.()
      connection?.close()
      undoUnheard?.()
      localGate.set(new Set())
    },
  }
}

/** How long to wait before saying again what the authority could not take, or not make durable. */
const INSIST_MS = 1_000

/** Whose nos are kept. */
const toOwnerName = (meeting: string, participant: string): string => `${meeting}/${participant}`
