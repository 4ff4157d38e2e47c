import { systemClock } from '../defaults/clock.ts'
import type { GateReason } from '../gate-rule.ts'
import { isolate } from '../isolate.ts'
import type { FeatureOptions } from '../model/feature.ts'
import type { Place } from '../model/participant.ts'
import type { Clock, Undo } from '../ports.ts'
import type { AnswerState } from '../project.ts'
import type { ConnectionStatus } from '../protocol/connection.ts'
import type { RejectionCode, Reply } from '../rejection.ts'
import type { Phase } from '../state.ts'
import type { ClientState } from './client-state.ts'
import type { ConsentClient } from './consent-client.ts'
import type { GateChange } from './local-gate.ts'
import { type Standing, viewFeatures } from './view.ts'

// takes: a client · gives: the same client to hand on, and what was wished, answered and seen through it
// never: holds more than this person's device was sent, or keeps a command from being sent

/** What a client can be asked for. */
export type Wish =
  | 'enter'
  | 'leave'
  | 'enable'
  | 'disable'
  | 'show'
  | 'accept'
  | 'decline'
  | 'withdraw'
  | 'defer'
  | 'erase'
  | 'askAgain'
  | 'requestOff'
  | 'bar'
  | 'remove'
  | 'changeRole'
  | 'setStandingNo'

/** How a feature stands for the person. */
export interface RecordedView {
  readonly phase: Phase
  readonly answer: AnswerState
  readonly standing: Standing
  /** By ask id, by the facts: `open`, or why not. */
  readonly gates: Readonly<Record<string, 'open' | GateReason>>
}

/** What happened, by type: a wish, its reply, a view, a gate, the connection, the device. */
export type RecordedBody =
  | {
      readonly type: 'wish'
      readonly wish: Wish
      readonly feature?: string | undefined
      /** What else the app said: grants, method, times. */
      readonly options: Readonly<Record<string, unknown>>
    }
  | {
      readonly type: 'reply'
      readonly wish: Wish
      readonly feature?: string | undefined
      /** Number of the entry of the wish. */
      readonly to: number
      readonly tookMs: number
      /** Why it was rejected; absent: it was done. */
      readonly rejection?: { readonly code: RejectionCode; readonly message: string } | undefined
    }
  | ({ readonly type: 'view'; readonly feature: string } & RecordedView)
  | {
      readonly type: 'connection'
      readonly status: ConnectionStatus
      readonly refusal?: { readonly code: string; readonly message: string } | undefined
    }
  | {
      readonly type: 'device'
      readonly place: 'out' | Place
      readonly indicator: 'hidden' | 'shown'
    }
  /** What this device lets through: closed before the view says so. */
  | ({ readonly type: 'gate' } & GateChange)

/** One thing that happened, in the order in which this device came to know. */
export type RecordedEntry = RecordedBody & {
  /** From 1 up, and on after `clear`. */
  readonly number: number
  /** This device's wall clock, milliseconds since 1970. */
  readonly at: number
  /** Monotonic milliseconds since the recorder was made. */
  readonly elapsedMs: number
}

/** The clock of the entries, and how many are kept. */
export interface RecorderOptions {
  /** @default the machine's */
  readonly clock?: Pick<Clock, 'now' | 'monotonic'>
  /** How many entries are kept; the oldest go first. @default 500 */
  readonly limit?: number
}

/** Remembers what happened to one client, for devtools and bug reports. */
export interface Recorder<F extends FeatureOptions = FeatureOptions> {
  /** Use this one in place of the one given, or wishes are not recorded. */
  readonly client: ConsentClient<F>
  /** Oldest first; the same array until something is added. */
  entries(): readonly RecordedEntry[]
  /** Calls after each change of the entries. */
  subscribe(listener: () => void): Undo
  /** Forgets every entry; numbers go on. */
  clear(): void
  /** Everything kept, as text to attach to a report. Holds this person's answers: it is personal data. */
  toJson(): string
  /** Records no more; the client goes on. */
  stop(): void
}

/**
 * Records a client from outside: its wishes and their replies, and every change of its view, its
 * connection, its place and its gates.
 */
export function createRecorder<F extends FeatureOptions>(
  client: ConsentClient<F>,
  { clock = systemClock, limit = 500 }: RecorderOptions = {},
): Recorder<F> {
  const startedAt = clock.now()
  const started = clock.monotonic()
  const listeners = new Set<() => void>()
  let entries: readonly RecordedEntry[] = []
  let number = 0
  let isStopped = false

  const change = (now: readonly RecordedEntry[]): void => {
    entries = now
    // What watches must not disturb what is watched.
    for (const listener of listeners) isolate(listener)
  }
  /** All of them before any listener hears: what one of them wishes for then is on record after them. */
  const add = (...bodies: readonly RecordedBody[]): number => {
    if (isStopped || bodies.length === 0) return number
    const [at, elapsedMs] = [clock.now(), clock.monotonic() - started]
    const added = bodies.map((body) => {
      number += 1
      return { ...body, number, at, elapsedMs }
    })
    const last = number
    change([...entries, ...added].slice(-limit))
    return last
  }

  async function wish(
    name: Wish,
    feature: string | undefined,
    options: object | undefined,
    send: () => Promise<Reply>,
  ): Promise<Reply> {
    const sentAt = clock.monotonic()
    const to = add({ type: 'wish', wish: name, feature, options: copyOf(options) })
    const reply = await send()
    const rejection = reply.ok ? undefined : reply.rejection
    add({ type: 'reply', wish: name, feature, to, tookMs: clock.monotonic() - sentAt, rejection })
    return reply
  }

  const seen = { ...EMPTY, views: new Map<string, string>() }
  /** Adds what is different from the last time it was looked at, in how it stands by now. */
  function look(): void {
    const state = client.store.getState()
    const found: RecordedBody[] = []
    const connection = JSON.stringify([state.connection, state.refusal])
    if (connection !== seen.connection) {
      seen.connection = connection
      found.push({ type: 'connection', status: state.connection, refusal: state.refusal })
    }
    const device = JSON.stringify([state.place, state.indicator])
    if (device !== seen.device) {
      seen.device = device
      found.push({ type: 'device', place: state.place, indicator: state.indicator })
    }
    for (const [feature, view] of viewsOf(state)) {
      const text = JSON.stringify(view)
      if (text === seen.views.get(feature)) continue
      seen.views.set(feature, text)
      found.push({ type: 'view', feature, ...view })
    }
    add(...found)
  }

  look()
  const undoStore = client.store.subscribe(look)
  const undoGate = client.onGate((gate) => void add({ type: 'gate', ...gate }))
  const stop = (): void => {
    isStopped = true
    undoStore()
    undoGate()
  }

  return {
    client: {
      ...client,
      enter(place, options) {
        add({ type: 'wish', wish: 'enter', options: { place, ...options } })
        client.enter(place, options)
      },
      setStandingNo(to) {
        add({ type: 'wish', wish: 'setStandingNo', options: { to } })
        client.setStandingNo(to)
      },
      leave: (options) => wish('leave', undefined, options, () => client.leave(options)),
      enable: (feature, options) => wish('enable', feature, options, () => client.enable(feature, options)),
      disable: (feature) => wish('disable', feature, undefined, () => client.disable(feature)),
      show: (feature, options) => wish('show', feature, options, () => client.show(feature, options)),
      accept: (feature, options) => wish('accept', feature, options, () => client.accept(feature, options)),
      decline: (feature, options) =>
        wish('decline', feature, options, () => client.decline(feature, options)),
      withdraw: (feature, options) =>
        wish('withdraw', feature, options, () => client.withdraw(feature, options)),
      defer: (feature) => wish('defer', feature, undefined, () => client.defer(feature)),
      erase: (feature) => wish('erase', feature, undefined, () => client.erase(feature)),
      askAgain: (feature) => wish('askAgain', feature, undefined, () => client.askAgain(feature)),
      requestOff: (feature, options) =>
        wish('requestOff', feature, options, () => client.requestOff(feature, options)),
      bar: (feature, options) => wish('bar', feature, options, () => client.bar(feature, options)),
      remove: (participant) => wish('remove', undefined, { participant }, () => client.remove(participant)),
      changeRole: (participant, role) =>
        wish('changeRole', undefined, { participant, role }, () => client.changeRole(participant, role)),
      dispose() {
        // The gates that this closes belong to the story.
        client.dispose()
        stop()
      },
    },
    entries: () => entries,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: () => change([]),
    toJson: () => JSON.stringify({ startedAt, entries }, undefined, 2),
    stop,
  }
}

const EMPTY = { connection: '', device: '' }

function viewsOf(state: ClientState): Map<string, RecordedView> {
  const views = new Map<string, RecordedView>()
  if (state.view === undefined) return views
  for (const { id, phase, standing, asks } of viewFeatures(state)) {
    const answer = state.view.features[id]?.answer.state ?? 'unasked'
    const gates: Record<string, 'open' | GateReason> = {}
    for (const { id: ask, gate } of asks) gates[ask] = gate.open ? 'open' : gate.reason
    views.set(id, { phase, answer, standing, gates })
  }
  return views
}

/** As it was when it was said: the app may change its arrays afterwards. */
function copyOf(options: object = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, Array.isArray(value) ? [...value] : value]),
  )
}
