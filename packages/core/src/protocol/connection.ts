import * as v from 'valibot'
import type { Clock, Ids, Link, Transport, Undo } from '../ports.ts'
import type { ClientMessage } from './client-messages.ts'
import { PROTOCOL_VERSION } from './version.ts'

// takes: a transport, and where tokens come from · gives: messages that a schema knows, and whether anybody is there
// never: believes in a link for longer than its lease, or sends where nobody hears

/**
 * `live` only while the authority answers within the lease · `lost` trying again · `refused` for good
 */
export type ConnectionStatus = 'connecting' | 'live' | 'lost' | 'refused' | 'closed'

/** A signed token, or what fetches one each time the authority is (re)connected. */
export type TokenSource = string | (() => string | Promise<string>)

interface Incoming {
  readonly type: string
}

export interface ConnectionOptions<Message extends Incoming> {
  readonly transport: Transport
  readonly token: TokenSource
  /** Stable for one device, tab or worker, over reconnects. */
  readonly connection: string
  /** What this end is made for. */
  readonly as: 'person' | 'worker'
  readonly clock: Clock
  readonly ids: Ids
  readonly schema: v.GenericSchema<unknown, Message>
  resume?(): { session: string; number: number } | undefined
  onMessage(message: Message): void
  onStatus(status: ConnectionStatus): void
  /** A message that no schema knows. */
  onUnknown?(text: string): void
  /** Why it never was connected, is refused or does not understand the authority, in words for an engineer. */
  onTrouble?(trouble: string): void
}

export interface Connection {
  /** Sends if there is a link over which it is heard; what is not sent is not kept. */
  send(message: ClientMessage): boolean
  /** Whether the lease holds now: compared with the clock at each call, never left to a timer alone. */
  isLive(): boolean
  /** Drops the link and connects anew. */
  restart(): void
  close(): void
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000
/** How long a handshake may take before it is tried again. */
const HANDSHAKE_MS = 10_000

/** How soon a newer token is asked for again, at the soonest. */
const SHORTEST_TOKEN_WAIT_MS = 1_000

/**
 * Keeps one connection to the authority, whatever happens to the link under it.
 *
 * The lease counts from when a renewal was sent, not from when its answer came: what was held up on the
 * way has aged on the way.
 */
export function createConnection<Message extends Incoming>(options: ConnectionOptions<Message>): Connection {
  const { clock, ids, transport } = options
  let status: ConnectionStatus = 'connecting'
  let link: Link | undefined
  /** Whether whatever is said over the link at hand is heard. */
  let isHeard = false
  /** The one that the latest hello was said with. */
  let token: string | undefined
  /** Whether it is that of an earlier hello, since there was no newer one to be had: its end is not the last word. */
  let isKept = false
  let leaseMs = 0
  let leaseFrom = 0
  let attempts = 0
  /** Whether it ever was connected: what comes after that is no mistake of who built it. */
  let wasLive = false
  /** When the hello of the link at hand was sent. */
  let helloAt = 0
  /** Renewals on their way, by nonce: when each was sent. */
  const sent = new Map<string, number>()
  const timers = new Set<Undo>()
  let undoToken: Undo | undefined

  const after = (delayMs: number, call: () => void): Undo => {
    const undo = clock.after(delayMs, () => {
      timers.delete(undo)
      call()
    })
    timers.add(undo)
    return undo
  }
  const stopTimers = (): void => {
    for (const undo of timers) undo()
    timers.clear()
  }
  const become = (now: ConnectionStatus): void => {
    if (status === now) return
    status = now
    options.onStatus(now)
  }
  const say = (trouble: string): void => {
    if (!wasLive) options.onTrouble?.(trouble)
  }
  const isEnded = (): boolean => status === 'refused' || status === 'closed'
  const holds = (): boolean => status === 'live' && clock.monotonic() - leaseFrom < leaseMs

  const send = (message: ClientMessage): void => link?.send(JSON.stringify(message))
  const drop = (): void => {
    const was = link
    link = undefined
    isHeard = isKept = false
    sent.clear()
    stopTimers()
    try {
      was?.close()
    } catch {
      // It is over for us, whatever became of it.
    }
  }
  const retry = (): void => {
    drop()
    wait()
  }
  const giveUp = (): void => {
    // Who was refused, and is heard all the same, has been answered.
    if (!isHeard)
      say(
        'No consent server has answered: does it run at this address and path, let this origin in, and does token() come back?',
      )
    retry()
  }
  const wait = (): void => {
    if (isEnded()) return
    become('lost')
    // Spread by the connection's own id, so that a crowd does not come back in one instant.
    const spread = 0.5 + ([...options.connection].reduce((sum, c) => sum + c.charCodeAt(0), 0) % 100) / 200
    after(Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS) * spread, open)
    attempts = Math.min(attempts + 1, 10)
  }
  const renew = (): void => {
    const nonce = ids()
    sent.set(nonce, clock.monotonic())
    send({ type: 'renew', nonce })
    after(leaseMs / 3, renew)
  }
  /** Fetches a newer token well before the one at hand ends, and again until one was taken. */
  const keepToken = (tokenMs: number): void => {
    const { token } = options
    undoToken?.()
    if (typeof token !== 'function' || !(tokenMs > 0)) return
    const until = clock.monotonic() + tokenMs
    undoToken = after(Math.max(tokenMs * 0.75, SHORTEST_TOKEN_WAIT_MS), async () => {
      const mine = link
      keepToken(until - clock.monotonic())
      try {
        const newer = await token()
        if (link === mine) send({ type: 'token', token: newer })
      } catch {
        // The app's server may be back before it ends.
      }
    })
  }
  const watch = (): void => {
    const left = leaseFrom + leaseMs - clock.monotonic()
    if (left <= 0) retry()
    else after(left, watch)
  }

  function open(): void {
    drop()
    let mine: Link
    try {
      mine = connect()
    } catch (error) {
      options.onTrouble?.(`The consent server cannot be connected to: ${error}. It is tried again.`)
      wait()
      return
    }
    link = mine
    after(HANDSHAKE_MS, () => {
      if (link === mine && status !== 'live') giveUp()
    })
  }

  function connect(): Link {
    const mine: Link = transport.connect({
      onOpen: () => {
        Promise.resolve()
          .then(() => (typeof options.token === 'function' ? options.token() : options.token))
          // Who gets no newer one may still say no with the one they had.
          .catch((error) => {
            say(`token() failed: ${error}. It is called again.`)
            isKept = link === mine
            return token
          })
          .then((newer) => {
            if (link !== mine) return
            if (typeof newer !== 'string') {
              // Where token() failed, that was said.
              if (!isKept)
                say(`token is ${newer}: pass what your server minted, or a function that fetches it.`)
              return retry()
            }
            token = newer
            const resume = options.resume?.()
            helloAt = clock.monotonic()
            send({
              type: 'hello',
              as: options.as,
              version: PROTOCOL_VERSION,
              token,
              connection: options.connection,
              ...(resume && { resume }),
            })
          })
      },
      onMessage: (text) => {
        if (link === mine) receive(text)
      },
      onClose: () => {
        if (link === mine) giveUp()
      },
    })
    return mine
  }

  function receive(text: string): void {
    const json = toJson(text)
    const message = v.safeParse(options.schema, json)
    const said = Object(json)
    if (!message.success) {
      const mine = link
      options.onUnknown?.(text)
      // Where the link goes on, nobody misses it.
      if (link !== mine) {
        options.onTrouble?.(
          `The consent server said what this version does not know (type ${said.type}): update @askfirst/core. Everything is closed each time it does.`,
        )
      }
      return
    }
    const { type } = message.output
    if (type === 'renewed') {
      const from = sent.get(said.nonce) ?? leaseFrom
      leaseFrom = Math.max(leaseFrom, from)
      // Good for a whole lease. After each welcome, a server that is not understood would be asked again without pause.
      if (sent.delete(said.nonce) && from - helloAt >= leaseMs) attempts = 0
    }
    if (type === 'refused') {
      // An older token than it takes by now: a no counts all the same, and whoever fetches tokens may have a newer one.
      const isCut = said.code === 'cut'
      const isOld = isKept
      const isLast = !isOld && !(isCut && typeof options.token === 'function')
      if (isCut) isHeard = true
      else drop()
      options.onMessage(message.output)
      if (isLast || isOld) {
        const again = isOld ? ' token() gave no newer one, and is called again.' : ''
        options.onTrouble?.(`Refused (${said.code}): ${said.message}${again}`)
      }
      if (isLast) become('refused')
      else wait()
      return
    }
    if (type === 'welcome') {
      leaseMs = said.leaseMs
      leaseFrom = helloAt
      isHeard = wasLive = true
      become('live')
      stopTimers()
      renew()
      watch()
    }
    if (said.tokenMs !== undefined) keepToken(said.tokenMs)
    options.onMessage(message.output)
  }

  open()
  return {
    send(message) {
      if (isHeard) send(message)
      return isHeard
    },
    isLive: holds,
    restart: retry,
    close: () => {
      become('closed')
      drop()
    },
  }
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
