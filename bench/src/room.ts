import {
  type Authority,
  type Command,
  createReception,
  type Ledger,
  openAuthority,
} from '@askfirst/core/authority'
import { createManualClock } from '@askfirst/testing'
import type { Subject } from './feature.ts'
import { createWishes } from './meeting.ts'

const VERSION = '1.0'
/** Every how many milliseconds hosts are told of the answers. */
const TALLY_MS = 100

/** Durable at once, and read by nobody: what is measured is the authority. */
const nowhere: Ledger = { read: async () => [], append: async () => {} }

/** Lets everything that is under way come to its end. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** One line to the authority, and what came over it. */
export interface Line {
  readonly name: string
  messages: number
  bytes: number
  /** The latest message of each type. */
  readonly latest: Map<string, string>
  says(command: Command): void
}

/**
 * A real authority behind its reception, and so many people and workers on lines in memory, whose texts are
 * counted as a socket would carry them.
 */
export async function openRoom(subject: Subject) {
  const manual = createManualClock()
  /** How long each round of telling the hosts took. */
  const tallyMs: number[] = []
  /** How long each slice of a crowd took. */
  const sliceMs: number[] = []
  const clock = {
    ...manual,
    after: (delayMs: number, call: () => void) =>
      manual.after(delayMs, () => {
        const from = performance.now()
        call()
        if (delayMs === TALLY_MS) tallyMs.push(performance.now() - from)
        if (delayMs === 0) sliceMs.push(performance.now() - from)
      }),
  }
  let ids = 0
  const nextId = (): string => {
    ids += 1
    return `id-${ids}`
  }
  const { catalogue } = subject
  const authority: Authority = await openAuthority({
    meeting: 'bench',
    catalogue,
    ledger: nowhere,
    clock,
    ids: nextId,
    random: () => 0.5,
    // The authority goes on without whoever throws: a bench that does not work must not.
    onFault: (error) =>
      queueMicrotask(() => {
        throw error
      }),
  })
  const reception = createReception({
    clock,
    ids: nextId,
    authenticate: async (token) => JSON.parse(token),
    authority: async () => authority,
  })

  const connect = (name: string, identity: object): Line => {
    const line: Line = {
      name,
      messages: 0,
      bytes: 0,
      latest: new Map(),
      says: (command) =>
        end.onMessage(JSON.stringify({ type: 'command', command: { ...command, id: nextId() } })),
    }
    const end = reception.accept({
      send(text) {
        line.messages += 1
        line.bytes += text.length
        line.latest.set(/"type":"([a-z]+)"/.exec(text)?.[1] ?? '', text)
      },
      close: () => {
        throw new Error(`${name} was sent away: ${[...line.latest.values()].at(-1)}`)
      },
    })
    const token = JSON.stringify({ meeting: 'bench', ...identity })
    end.onMessage(JSON.stringify({ type: 'hello', version: VERSION, token, connection: `${name}-laptop` }))
    return line
  }
  const wishes = createWishes(subject)
  return {
    authority,
    clock: manual,
    wishes,
    tallyMs,
    sliceMs,
    /** Somebody comes in, and is not in the call yet. */
    enter: (participant: string, role: 'host' | 'attendee'): Line =>
      connect(participant, { use: 'person', participant, role, kind: 'person' }),
    enterWorker: (worker: string): Line => connect(worker, { use: 'gate', worker, features: ['summary'] }),
    /** Everybody does the same at once. */
    async all(lines: readonly Line[], command: Command): Promise<void> {
      for (const line of lines) line.says(command)
      await settle()
    },
  }
}

/** A room with everybody in the call, the indicator before them, and no feature on. */
export async function openFullRoom(subject: Subject, people: number, hosts = 2) {
  const room = await openRoom(subject)
  const lines = Array.from({ length: people }, (_, at) =>
    room.enter(`participant-${at}`, at < hosts ? 'host' : 'attendee'),
  )
  await settle()
  await room.all(lines, room.wishes.join())
  await room.all(lines, room.wishes.indicator())
  const participants = lines.map(({ name }) => ({ participant: name, kind: 'person' as const }))
  const roster: Command = { type: 'roster.report', id: 'roster', participants }
  await room.authority.dispatch(roster, { use: 'app', app: 'app' })
  // Everybody has been told of everybody.
  room.clock.advance(1_000)
  return { ...room, lines, hosts: lines.slice(0, hosts), crowd: lines.slice(hosts) }
}

/** Counts what each of some lines is sent while something happens. */
export async function count(
  lines: readonly Line[],
  happens: () => Promise<void>,
): Promise<{ readonly messages: number; readonly bytes: number; readonly most: number }> {
  const before = lines.map(({ messages, bytes }) => ({ messages, bytes }))
  await happens()
  const each = lines.map((line, at) => ({
    messages: line.messages - (before[at]?.messages ?? 0),
    bytes: line.bytes - (before[at]?.bytes ?? 0),
  }))
  return {
    messages: each.reduce((sum, { messages }) => sum + messages, 0),
    bytes: each.reduce((sum, { bytes }) => sum + bytes, 0),
    most: each.reduce((most, { messages }) => Math.max(most, messages), 0),
  }
}
