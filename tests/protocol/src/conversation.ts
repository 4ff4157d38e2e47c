import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createClientOver,
  defineFeature,
  leaveMeOut,
  randomIds,
  sha256,
  systemClock,
  type Transport,
  webSocketTransport,
} from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import { connectGateOver } from '@askfirst/core/gate'
import { type ConsentServerOptions, createConsentServer } from '@askfirst/server'
import { expect, vi } from 'vitest'

export const MEETING = 'standup'

export const summary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
  retention: { days: 30 },
})
export const notes = defineFeature({
  ...summary,
  id: 'own-notes',
  policy: { ...leaveMeOut, turnOn: 'anyone', disclosure: 'counts' },
})
export const FEATURES = [summary, notes] as const

export type Peer = 'person' | 'worker'
export interface Said {
  readonly peer: Peer
  readonly way: 'sends' | 'receives'
  readonly message: { readonly type: string; readonly command?: { readonly type: string } }
}

export const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 10 })

/** A real server on the loopback, and everything that is said to it and by it. */
export async function openConversation(options: Partial<ConsentServerOptions> = {}) {
  const said: Said[] = []
  const ledger = options.ledger ?? memoryLedger()
  const server = createConsentServer({
    features: FEATURES,
    keys: { secret: 'a secret that is long enough for HS256' },
    onFault: () => {},
    log: 'silent',
    ...options,
    ledger,
  })
  const http = createServer(server.listener)
  server.attach(http)
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const origin = `127.0.0.1:${(http.address() as AddressInfo).port}`
  const url = `ws://${origin}/consent`
  const ends: (() => void)[] = []

  const tapped = (peer: Peer): Transport => {
    const inner = webSocketTransport(url)
    return {
      connect(listener) {
        const link = inner.connect({
          ...listener,
          onMessage(text) {
            said.push({ peer, way: 'receives', message: JSON.parse(text) })
            listener.onMessage(text)
          },
        })
        return {
          ...link,
          send(text) {
            said.push({ peer, way: 'sends', message: JSON.parse(text) })
            link.send(text)
          },
        }
      },
    }
  }
  const ports = (peer: Peer) => ({ transport: tapped(peer), clock: systemClock, ids: randomIds })

  return {
    server,
    said: said as readonly Said[],
    origin,
    events: () => ledger.read(MEETING),
    person(participant: string, role: 'host' | 'attendee' = 'attendee') {
      const token = () => server.mintToken({ meeting: MEETING, participant, role })
      const client = createClientOver({ token, features: FEATURES }, { ...ports('person'), digest: sha256 })
      client.attachIndicator()
      ends.push(client.dispose)
      return client
    },
    async worker(token: string | (() => Promise<string>)) {
      const gate = await connectGateOver({ token, features: FEATURES }, ports('worker'))
      ends.push(gate.close)
      return gate
    },
    /** What no client of ours says by itself: a hello and, once it is welcome, the rest. Resolves with the first answer. */
    say(peer: Peer, hello: object, ...messages: object[]): Promise<void> {
      return new Promise((resolve) => {
        const link = tapped(peer).connect({
          onOpen: () => link.send(JSON.stringify(hello)),
          onMessage: () => {
            for (const message of messages.splice(0)) link.send(JSON.stringify(message))
            resolve()
          },
          onClose: () => {},
        })
        ends.push(link.close)
      })
    },
    async close() {
      for (const end of ends) end()
      await server.close()
      http.closeAllConnections()
      await new Promise((done) => http.close(done))
    },
  }
}
export type Conversation = Awaited<ReturnType<typeof openConversation>>
export type Client = ReturnType<Conversation['person']>

export const joined = (...clients: readonly Client[]) =>
  eventually(() => {
    for (const client of clients) expect(client.store.getState().view?.you.place).toBe('call')
  })
