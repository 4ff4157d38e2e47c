import { type OnTrouble, sayOnce } from '../client/troubles.ts'
import type { EnforcementReport } from '../enforcement/reports.ts'
import { AskFirstError } from '../error.ts'
import { toDeclaredId } from '../model/owned-id.ts'
import type { Clock, Ids, Transport, Undo } from '../ports.ts'
import { type Connection, createConnection, type TokenSource } from '../protocol/connection.ts'
import { type ErasureDuty, type GateMessage, gateMessageSchema } from '../protocol/gate-messages.ts'
import { PASSING } from '../rejection.ts'
import { filterBy } from './filter.ts'
import { createGate, type Gate, tell } from './gate.ts'

// takes: lists and duties from the authority, reports from the worker · gives: a gate as the authority has it
// never: stays open without the authority, or loses a report or a duty that is done

/** A gate kept up to date by the authority, for an AI worker. */
export interface ConnectedGate extends Gate {
  /**
   * Passes on what the gate permits at the moment each element arrives, and still permits when it is taken; drops the
   * rest, and at a revoke what waits of that person.
   *
   * It is for live streams. From the first element asked for, it reads as fast as the stream gives, whether its
   * consumer keeps up or not. What the stream itself keeps back arrives when it comes out of there, and may be of
   * before a yes: give it one that keeps nothing, and for what was recorded ask about the time at which it was said.
   *
   * When the consumer stops, the stream is closed, and its end is not waited for. What the stream throws is thrown
   * after everything that came before it.
   *
   * @param of who and what an element is: `[participant, feature, ask]`
   */
  filter<Element>(
    stream: AsyncIterable<Element>,
    of: (element: Element) => readonly [participant: string, feature: string, ask: string],
    options?: {
      /** How many elements wait for a consumer that is slower than the stream; then the oldest go. @default 10000 */
      readonly limit?: number
    },
  ): AsyncGenerator<Element>
  /** Hears of everything that is to be erased, once each, also what was asked for while it was away. */
  onErase(listener: (duty: ErasureDuty) => void): Undo
  /** Says that a duty is done: nothing of it is left in any store of this processor. */
  acknowledgeErasure(duty: ErasureDuty): void
  /** Tells the authority what was enforced; sent again where the authority could not take it, or write it down. */
  report(report: EnforcementReport): void
  /** Whether the authority is in touch; if not, everything is closed. */
  isLive(): boolean
  /** Ends the connection; everything is closed from then on. */
  close(): void
}

/** Who the worker is, by its token, and what it serves. */
export interface GateOptions {
  /** A gate or processor token. */
  readonly token: TokenSource
  /**
   * The features this worker serves, as `defineFeature` returned them: the token has to name them too. Ids alone will
   * do, and then nobody says that an ask is mistyped.
   */
  readonly features: readonly {
    readonly id: string
    readonly asks?: Readonly<Record<string, unknown>>
  }[]
  /**
   * Hears, in words for an engineer, what keeps it from being connected, and of which features and asks it never
   * hears. Each is said once.
   *
   * @default in `connectGate` a warning on the console
   */
  readonly onTrouble?: OnTrouble | undefined
}

/** The world that a gate runs in; `connectGate` brings one for Node and browsers. */
export interface GatePorts {
  readonly transport: Transport
  readonly clock: Clock
  readonly ids: Ids
}

/**
 * Resolves with the first whole lists; from then on reconnects by itself, closed in between.
 *
 * @throws where the authority refuses the token or the protocol version; AskFirstError where features are no list
 */
export function connectGateOver(options: GateOptions, ports: GatePorts): Promise<ConnectedGate> {
  const { clock, ids, transport } = ports
  if (!Array.isArray(options.features)) {
    throw new AskFirstError('features', {
      what: 'features is no list.',
      why: 'Every gate would stay closed.',
      fix: 'Pass what defineFeature returned: features: [summary].',
    })
  }
  const sayTrouble = sayOnce(options.onTrouble)
  const served = new Map(options.features.map(({ id, asks }) => [id, asks]))
  /** Every owner's run of a feature is: what anyone may turn on runs under ids of its own. */
  const isOfInterest = ({ feature }: { readonly feature: string }): boolean =>
    served.has(toDeclaredId(feature))
  /** Features of which a list ever came. One comes of each, whether it is on or not. */
  const listed = new Set<string>()
  const gate = createGate(
    () => connection.isLive(),
    (feature, ask) => {
      const id = toDeclaredId(feature)
      const asks = served.get(id)
      if (!listed.has(id))
        sayTrouble(
          `Feature "${feature}" stays closed: connectGate, token() and server need the same features.`,
        )
      // The server may have newer asks than this worker: of one that is open only a handle for it says so.
      else if (asks && ask && !Object.hasOwn(asks, ask))
        sayTrouble(
          `Feature "${feature}" has no ask "${ask}": correct it, or give connectGate the features of the server.`,
        )
    },
  )
  const { apply, change, closeAll, ...checks } = gate
  const erasers = new Set<(duty: ErasureDuty) => void>()
  /** Duties not yet done, for listeners that come later. */
  const duties = new Map<string, ErasureDuty>()
  /** What was said to the authority, by the id of the command, until it has it. */
  const said = new Map<string, object>()

  const { promise, resolve, reject } = Promise.withResolvers<ConnectedGate>()
  const receive = (message: GateMessage): void => {
    switch (message.type) {
      case 'gates': {
        const lists = message.lists.filter(isOfInterest)
        for (const { feature } of lists) listed.add(toDeclaredId(feature))
        gate.apply(lists)
        resolve(connected)
        return
      }
      case 'changes':
        // Of a list that never came: nobody knows who that closed.
        if (message.changes.some((one) => isOfInterest(one) && !gate.change(one))) startOver()
        return
      case 'erase':
        for (const duty of message.duties) {
          if (duties.has(toKey(duty))) continue
          duties.set(toKey(duty), duty)
          tell(erasers, duty)
        }
        return
      case 'reply': {
        const command = said.get(message.id)
        const { rejection } = message.reply
        said.delete(message.id)
        // Not durable, or too much at once: it would stay unsaid for as long as this connection lasts.
        if (command !== undefined && rejection && PASSING.includes(rejection.code)) {
          clock.after(RETRY_MS, () => say(command))
        }
        return
      }
      case 'refused':
        reject(new Error(`The consent server refused this worker (${message.code}): ${message.message}`))
    }
  }
  const connection: Connection = createConnection<GateMessage>({
    transport,
    token: options.token,
    connection: ids(),
    as: 'worker',
    clock,
    ids,
    schema: gateMessageSchema,
    onMessage: receive,
    onTrouble: sayTrouble,
    onStatus: (status) => {
      // On the way in too: what came before the welcome is of another connection, or of nobody who is known.
      gate.closeAll()
      // What was not acknowledged is told again by the authority.
      if (status === 'lost') {
        duties.clear()
        said.clear()
      }
    },
    // What cannot be understood might have closed somebody.
    onUnknown: startOver,
  })

  /** Closed until whole lists come again: out of reach first, so that who hears of the close asks and is told so. */
  function startOver(): void {
    connection.restart()
    gate.closeAll()
  }

  function say(command: object): void {
    const id = ids()
    said.set(id, command)
    connection.send({ type: 'command', command: { ...command, id } })
  }

  const connected: ConnectedGate = {
    ...checks,
    filter: (stream, of, { limit = 10_000 } = {}) => filterBy(gate, stream, of, limit),
    onErase(listener) {
      erasers.add(listener)
      for (const duty of duties.values()) tell([listener], duty)
      return () => erasers.delete(listener)
    },
    acknowledgeErasure(duty) {
      duties.delete(toKey(duty))
      const { participant, feature, request } = duty
      say({ type: 'erasure.acknowledge', participant, feature, request })
    },
    report: (report) => say({ type: 'enforcement.report', ...report }),
    isLive: connection.isLive,
    close: connection.close,
  }
  return promise
}

const RETRY_MS = 1_000

const toKey = ({ participant, feature, request }: ErasureDuty): string =>
  JSON.stringify([participant, feature, request])
