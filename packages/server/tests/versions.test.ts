import { randomIds, systemClock, type Transport, webSocketTransport } from '@askfirst/core'
import { connectGateOver } from '@askfirst/core/gate'
import { isCompatible, PROTOCOL_VERSION } from '@askfirst/core/protocol'
import { describe, expect, it } from 'vitest'
import type { ConsentServer } from '../src/index.ts'
import { eventually, FEATURES, joined, MEETING, openClient, turnOn, useServer } from './running-server.ts'

const start = useServer()
type Message = Record<string, unknown>

/** A link whose ends are of different versions: what each says is made into what the other version would have said. */
function between(
  url: string,
  up: (message: Message) => Message | undefined,
  down: (message: Message) => Message,
): Transport {
  const inner = webSocketTransport(url)
  return {
    connect(listener) {
      const link = inner.connect({
        ...listener,
        onMessage: (text) => listener.onMessage(JSON.stringify(down(JSON.parse(text) as Message))),
      })
      return {
        ...link,
        send(text) {
          const message = up(JSON.parse(text) as Message)
          if (message !== undefined) link.send(JSON.stringify(message))
        },
      }
    },
  }
}
const without = (message: Message, ...keys: string[]): Message =>
  Object.fromEntries(Object.entries(message).filter(([key]) => !keys.includes(key)))
const same = (message: Message): Message => message

/** A worker at the end of a link whose ends are of different versions. */
const openWorker = (server: ConsentServer, transport: Transport) =>
  connectGateOver(
    {
      token: () => server.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES }),
      features: FEATURES,
    },
    { transport, clock: systemClock, ids: randomIds },
  )

/** One minor before this: no `token` messages, and no word of when a token ends. */
const OLDER = '1.0'
const oldClient = (url: string) =>
  between(
    url,
    (message) =>
      message.type === 'token'
        ? undefined
        : message.type === 'hello'
          ? { ...message, version: OLDER }
          : message,
    (message) => (message.type === 'welcome' ? without(message, 'tokenMs') : message),
  )
/** An authority of one minor before: it says its version, and rejects messages that it does not know. */
const oldServer = (url: string) =>
  between(
    url,
    (message) => (message.type === 'token' ? { type: 'of-a-later-version' } : message),
    (message) => (message.type === 'welcome' ? { ...without(message, 'tokenMs'), version: OLDER } : message),
  )
/** One minor after this: fields that nobody here knows, in every message. */
const newerEnd = (url: string) =>
  between(
    url,
    (message) => ({ ...message, mood: 'good', ...(message.type === 'hello' && { version: '1.2' }) }),
    (message) => ({ ...message, mood: 'good', ...(message.type === 'welcome' && { version: '1.2' }) }),
  )

describe('one minor apart', () => {
  it('is what this is about', () => {
    expect(PROTOCOL_VERSION).toBe('1.1')
    expect([isCompatible('1.0'), isCompatible('1.2'), isCompatible('1.3'), isCompatible('2.1')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it.each([
    ['an old client and this server', oldClient],
    ['this client and an old server', oldServer],
    ['this client and server, with fields of a later version between them', newerEnd],
  ])('%s hold a whole meeting', async (_which, apart) => {
    const { url, mint, server } = await start()
    let links = 0
    const transport = apart(url)
    const gate = await openWorker(server, {
      connect(listener) {
        links += 1
        return transport.connect(listener)
      },
    })
    const person = (participant: string, role: 'host' | 'attendee') => {
      const client = openClient(url, () => mint(participant, role), { transport: apart(url) })
      client.attachIndicator()
      return client
    }
    const [ada, bob] = [person('ada', 'host'), person('bob', 'attendee')]
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features['meeting-summary']?.phase).toBe('on'))
    await bob.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })
    expect(await bob.accept('meeting-summary')).toEqual({ ok: true })
    await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual(['ada', 'bob']))
    expect(await bob.withdraw('meeting-summary')).toEqual({ ok: true })
    expect(server.permits(MEETING, 'bob', 'meeting-summary', 'summarise')).toBe(false)
    await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual(['ada']))
    // By each word as it came: what it cannot read it would have asked for anew.
    expect(links).toBe(1)
    for (const client of [ada, bob]) client.dispose()
    gate.close()
  })

  it('an old client is cut off where its token ends, and comes back with a newer one', async () => {
    const { url, server } = await start()
    let minted = 0
    const bob = openClient(
      url,
      () => {
        minted += 1
        return server.mintToken({
          meeting: MEETING,
          participant: 'bob',
          role: 'attendee',
          expiresInSeconds: minted === 1 ? 2 : 60,
        })
      },
      { transport: oldClient(url) },
    )
    await joined(bob)
    await eventually(() => expect(minted).toBe(2))
    await joined(bob)
    await eventually(() => expect(bob.store.getState().connection).toBe('live'))
    bob.dispose()
  })
})

describe('too far apart', () => {
  it.each(['1.3', '2.0', '0.9'])(
    'a worker of version %s is told to update, and hears nobody',
    async (version) => {
      const { server, url, person } = await start()
      const ada = person('ada', 'host')
      await joined(ada)
      await turnOn(ada)
      const transport = between(
        url,
        (message) => (message.type === 'hello' ? { ...message, version } : message),
        same,
      )
      await expect(openWorker(server, transport)).rejects.toThrow(
        'This authority speaks 1.1; update the client.',
      )
    },
  )

  it.each(['1.3', '2.0', '0.9'])(
    'a client of version %s is told to update, and nobody is captured by it',
    async (version) => {
      const { url, mint, server, events } = await start()
      const transport = between(
        url,
        (message) => (message.type === 'hello' ? { ...message, version } : message),
        same,
      )
      const ada = openClient(url, () => mint('ada', 'host'), { transport })
      ada.attachIndicator()
      await eventually(() => expect(ada.store.getState().connection).toBe('refused'))
      expect(ada.store.getState().refusal).toEqual({
        code: 'version',
        message: 'This authority speaks 1.1; update the client.',
      })
      expect(await ada.enable('meeting-summary', { answer: 'accept' })).toMatchObject({ ok: false })
      expect(ada.permits('meeting-summary', 'summarise')).toBe(false)
      expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(false)
      expect(await events()).toEqual([])
      ada.dispose()
    },
  )
})
