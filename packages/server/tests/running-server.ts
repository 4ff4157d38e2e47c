import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type ClientOptions,
  type ClientPorts,
  createClientOver,
  type FeatureOptions,
  type NoticeHashes,
  type Role,
  randomIds,
  sha256,
  systemClock,
  webSocketTransport,
} from '@askfirst/core'
import { createCatalogue, type Ledger, memoryLedger } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { afterEach, expect, vi } from 'vitest'
import { type RawData, WebSocket } from 'ws'
import { type ConsentServerOptions, createConsentServer } from '../src/index.ts'
import { captions, summary } from './features.ts'

export const FEATURES = [summary, captions] as const
/** The same, kept otherwise or by others. */
export type Declared = readonly [
  Omit<typeof summary, 'processors' | 'retention'> & Pick<FeatureOptions, 'processors' | 'retention'>,
  typeof captions,
]
export const SECRET = 'a secret that is long enough for HS256'
export const MEETING = 'standup'

export interface RunningOptions extends Partial<ConsentServerOptions> {
  readonly http?: Server
  /** What the server has and people are asked, where it is not what they are asked everywhere else. */
  readonly declared?: Declared
}

/** A server on a free port of the loopback, with clients, workers and bare sockets to talk to it. */
export async function startServer({
  http = createServer(),
  declared = FEATURES,
  ...options
}: RunningOptions = {}) {
  const ledger: Ledger = options.ledger ?? memoryLedger()
  const server = createConsentServer({
    features: declared,
    keys: { secret: SECRET },
    log: 'silent',
    ...options,
    ledger,
  })
  server.attach(http)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const origin = `127.0.0.1:${(http.address() as AddressInfo).port}`
  const url = `ws://${origin}/consent`
  const undo: (() => void)[] = []

  const mint = (participant: string, role: Role) => server.mintToken({ meeting: MEETING, participant, role })

  return {
    server,
    ledger,
    url,
    origin,
    http,
    mint,
    /** A person in the call with one device, which shows the indicator unless told otherwise. */
    person(
      participant: string,
      role: Role = 'attendee',
      { indicator = 'shown', notices }: { indicator?: 'shown' | 'hidden'; notices?: NoticeHashes } = {},
    ) {
      const client = openClient(url, () => mint(participant, role), { notices, features: declared })
      if (indicator === 'shown') client.attachIndicator()
      undo.push(client.dispose)
      return client
    },
    /** A worker that serves both features. */
    async worker(at = url) {
      const token = () => server.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES })
      const gate = await connectGate({ url: at, token, features: FEATURES })
      undo.push(gate.close)
      return gate
    },
    /** A socket that says what the test says, and nothing by itself. */
    async socket(options: { readonly path?: string; readonly headers?: Record<string, string> } = {}) {
      const socket = await openSocket(`ws://${origin}${options.path ?? '/consent'}`, options.headers)
      undo.push(socket.end)
      return socket
    },
    events: () => ledger.read(MEETING),
    async stop(): Promise<void> {
      for (const end of undo) end()
      await server.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

interface OpenOptions extends Partial<Pick<ClientPorts, 'transport' | 'clock'>> {
  readonly notices?: NoticeHashes | undefined
  readonly features?: Declared
}

export function openClient(
  url: string,
  token: ClientOptions<FeatureOptions>['token'],
  {
    transport = webSocketTransport(url),
    clock = systemClock,
    features = FEATURES as Declared,
    notices,
  }: OpenOptions = {},
) {
  return createClientOver({ token, features, notices }, { transport, clock, ids: randomIds, digest: sha256 })
}
export type Client = ReturnType<typeof openClient>

type Message = { readonly type: string } & Record<string, unknown>

/** A socket that says what the test says, and nothing by itself. */
export async function openSocket(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers })
  const heard: Message[] = []
  let code: number | undefined
  socket.on('message', (message: RawData) => heard.push(JSON.parse(message.toString()) as Message))
  socket.on('close', (reason) => {
    code = reason
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => {})
  const say = (message: object | string): void =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  return {
    say,
    hello: (token: string, more: object = {}) =>
      say({ type: 'hello', version: '1.0', token, connection: 'tab-1', ...more }),
    command: (command: { readonly id: string } & Record<string, unknown>) =>
      say({ type: 'command', command }),
    sendBytes: (bytes: Uint8Array) => socket.send(bytes),
    heard: (type: string) => heard.filter((message) => message.type === type),
    replyTo: (id: string) =>
      heard.find((message) => message.type === 'reply' && message.id === id)?.reply as
        | { ok: boolean; rejection?: { code: string } }
        | undefined,
    /** Calls with each message that has a text in it. */
    hears: (part: string, call: () => void) =>
      socket.on('message', (message: RawData) => {
        if (message.toString().includes(part)) call()
      }),
    /** Close code, once it is closed. */
    closedWith: () => code,
    /** Reads nothing any more, and goes on sending. */
    stopReading: () => socket.pause(),
    readAgain: () => socket.resume(),
    end: () => socket.terminate(),
  }
}

/** What an answer to the summary's notice refers to. */
export async function noticeOf(feature: FeatureOptions) {
  const { hash } = (await createCatalogue([feature], sha256)).get(feature.id) ?? { hash: '' }
  return { revision: feature.revision, hash, lang: 'en' }
}

/** What the test starts ends with the test. */
export function useServer() {
  let running: Awaited<ReturnType<typeof startServer>> | undefined
  afterEach(async () => {
    await running?.stop()
    running = undefined
  })
  return async (options?: RunningOptions) => {
    running = await startServer(options)
    return running
  }
}

/** Asserts again until it holds. */
export const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 8_000, interval: 10 })

export async function joined(...clients: Client[]): Promise<void> {
  await eventually(() => {
    for (const client of clients) expect(client.store.getState().view?.you.place).toBe('call')
  })
}

export async function turnOn(host: Client): Promise<void> {
  expect(await host.enable('meeting-summary', { answer: 'accept' })).toEqual({ ok: true })
}
