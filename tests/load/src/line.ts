import { type RawData, WebSocket } from 'ws'
import { moment } from './moment.ts'
import type { Person } from './subject.ts'

const RENEW_MS = 3_333
const PROMPT = '"activation":{'

/** What came in over all lines of this process. */
export const heard = { messages: 0, bytes: 0 }

/** One person's device, as small as can be: what is measured is the server. */
export interface Line {
  readonly person: Person
  /** Connects, says who it is, and resolves with how long it took until it was let in. */
  enter(): Promise<number>
  /** Sends a command, and resolves with how long it took until its reply. */
  command(wish: object): Promise<number>
  /** Sends what nobody answers. */
  say(message: object): void
  renew(): void
  /** When it was sent what it had not been sent before: the question, or whatever a plain server broadcasts. */
  promptedAt: number | undefined
  end(): void
}

export function createLine(url: string, person: Person, token: string): Line {
  const waiting = new Map<string, (took: number) => void>()
  let socket: WebSocket | undefined
  let onSnapshot: (() => void) | undefined
  let count = 0
  let latest = ''
  let isIn = false
  let isOver = false
  const say = (message: object): void => socket?.send(JSON.stringify(message))

  function onMessage(bytes: RawData): void {
    const text = bytes.toString()
    latest = text
    heard.messages += 1
    heard.bytes += text.length
    if (text.startsWith('{"type":"reply"')) {
      const { id, reply } = JSON.parse(text) as { id: string; reply: { ok: boolean } }
      if (!reply.ok) throw new Error(`${person.participant} was told ${text}`)
      waiting.get(id)?.(moment())
      waiting.delete(id)
    } else if (text.startsWith('{"type":"snapshot"')) onSnapshot?.()
    else if (line.promptedAt === undefined && text.includes(PROMPT)) line.promptedAt = moment()
  }

  const line: Line = {
    person,
    promptedAt: undefined,
    enter: () =>
      new Promise((resolve, reject) => {
        const from = moment()
        socket = new WebSocket(person.isMarked ? `${url}?mark=${person.participant}` : url, {
          perMessageDeflate: false,
        })
        onSnapshot = () => {
          isIn = true
          resolve(moment() - from)
        }
        socket.on('error', reject)
        socket.on('close', (code) => {
          // Nobody is sent away here: what was asked would be waited for in vain.
          if (!isOver) throw new Error(`${person.participant} was sent away with ${code}, after ${latest}`)
        })
        socket.on('message', onMessage)
        socket.on('open', () =>
          say({ type: 'hello', version: '1.0', token, connection: `${person.participant}-tab` }),
        )
      }),
    command: (wish) => {
      count += 1
      const id = `${person.participant}-${count}`
      const from = moment()
      say({ type: 'command', command: { ...wish, id } })
      return new Promise((resolve) => waiting.set(id, (at) => resolve(at - from)))
    },
    say,
    renew: () => {
      if (isIn) say({ type: 'renew', nonce: 'n' })
    },
    end: () => {
      isOver = true
      socket?.terminate()
    },
  }
  return line
}

/** Renews each as often as a client does, spread over time. */
export function renewAll(lines: readonly Line[]): () => void {
  const TICKS = 1_000
  let tick = 0
  const timer = setInterval(() => {
    for (let at = tick; at < lines.length; at += TICKS) lines[at]?.renew()
    tick = (tick + 1) % TICKS
  }, RENEW_MS / TICKS)
  return () => clearInterval(timer)
}
