import { createServer } from 'node:http'
import { memoryLedger } from '@askfirst/core/authority'
import { describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { createConsentServer } from '../src/index.ts'
import { summary } from './features.ts'
import { eventually, FEATURES, SECRET, useServer } from './running-server.ts'
import { SECRET_OF_HOOKS } from './webhook-receiver.ts'

const start = useServer()

describe('on a server of the app', () => {
  it('leaves upgrades of other paths to others', async () => {
    const http = createServer()
    const signalling = new WebSocketServer({ noServer: true })
    http.on('upgrade', (request, socket, head) => {
      if (request.url !== '/signal') return
      signalling.handleUpgrade(request, socket, head, (peer) => peer.send('{"type":"signal"}'))
    })
    const { socket, mint } = await start({ http })
    const signal = await socket({ path: '/signal' })
    await eventually(() => expect(signal.heard('signal')).toHaveLength(1))
    const consent = await socket({ path: '/consent?from=app' })
    consent.hello(await mint('bob', 'attendee'))
    await eventually(() => expect(consent.heard('snapshot')).toHaveLength(1))
    expect(signal.closedWith()).toBeUndefined()
    signal.end()
    signalling.close()
  })

  it('answers an upgrade that nobody takes, where it is the only one to', async () => {
    const { socket } = await start()
    await expect(socket({ path: '/signal' })).rejects.toThrow('404')
  })

  it('goes with another consent server by its path, and says so where both have one', async () => {
    const { http, server, socket } = await start()
    const make = (path?: string) =>
      createConsentServer({
        features: FEATURES,
        keys: { secret: SECRET },
        ledger: memoryLedger(),
        log: 'silent',
        ...(path !== undefined && { path }),
      })
    const [same, other] = [make(), make('/other')]
    // Both would answer the same upgrade, which ends the process.
    expect(() => same.attach(http)).toThrow('Another consent server takes the upgrades on "/consent"')
    const detach = other.attach(http)
    await Promise.all([socket(), socket({ path: '/other' })])
    await expect(socket({ path: '/nowhere' })).rejects.toThrow('404')
    detach()
    other.attach(http)
    await server.close()
    same.attach(http)
    await socket()
    await Promise.all([same.close(), other.close()])
  })

  it('lets in the origins it was told, and programs, which have none', async () => {
    const { socket } = await start({ allowedOrigins: ['https://call.example'] })
    await expect(socket({ headers: { origin: 'https://evil.example' } })).rejects.toThrow('403')
    await socket({ headers: { origin: 'https://call.example' } })
    await socket()
  })

  it('takes no more upgrades once detached, and ends everybody when closed', async () => {
    const { server, http, socket } = await start()
    const open = await socket()
    await server.close()
    expect(open.closedWith()).toBe(1001)
    expect(http.listenerCount('upgrade')).toBe(0)
  })
})

describe('options that cannot be right', () => {
  const options = { features: FEATURES, keys: { secret: SECRET } }
  it.each([
    ['no features', { features: [] }, 'features is empty'],
    ['one feature that is no array', { features: summary as never }, 'features is no array'],
    ['a feature that is none', { features: [undefined] as never }, 'Feature ""'],
    ['a feature that breaks a rule', { features: [{ id: 'raw' }] as never }, 'Feature "raw"'],
    ['keys that are a text', { keys: 'hunter2' as never }, 'keys is a string'],
    [
      'hashes in place of the words',
      { notices: { v: 1, texts: [{ feature: 'a', revision: 1, lang: 'en', declaration: 'x', hash: 'y' }] } },
      'notices has the hashes alone',
    ],
    ['two features of one id', { features: [summary, { ...summary }] }, 'Two features have the id'],
    ['a short secret', { keys: { secret: 'short' } }, 'keys.secret has 5 bytes'],
    ['a path without a slash', { path: 'consent' }, 'path is "consent"'],
    ['a limit that does not exist', { limits: { socket: 5 } as object }, 'limits.socket is no limit'],
    ['a limit of nothing', { limits: { sockets: 0 } }, 'limits.sockets is 0'],
    ['a level that does not exist', { log: 'loud' as never }, 'log is "loud"'],
    ['a log that has not every level', { log: { error: () => {} } as never }, 'log with error, warn, info'],
    [
      'an option that does not exist',
      { allowedOrigin: ['https://app.example'] } as object,
      'The options have "allowedOrigin", which is none. It would be taken for one that is in force. Perhaps "allowedOrigins" is meant.',
    ],
    [
      'keys with a word that does not exist',
      { keys: { secret: SECRET, audiense: 'consent.example' } as never },
      'keys has "audiense", which is none of its words.',
    ],
    [
      'a filter of webhooks that is none',
      {
        webhooks: [
          { url: 'https://a.example', secret: SECRET_OF_HOOKS, events: ['gate'], meeting: () => false },
        ],
      } as never,
      'webhooks[0] has "meeting", which an endpoint has not. Without "meetings" it hears of every meeting. Perhaps "meetings"',
    ],
    ['no lease', { gateLeaseMs: 0 }, 'gateLeaseMs is 0'],
    ['seconds for milliseconds', { unreachableAfterMs: 10 }, 'unreachableAfterMs is 10'],
    ...(['unreachableAfterMs', 'gateLeaseMs', 'hookWithinMs', 'drainMs'] as const).map(
      (key): [string, object, string] => [
        `${key} longer than a timer waits`,
        { [key]: 2 ** 31 },
        `${key} is 2147483648. No timer waits for so long: a longer one goes off at once. Use milliseconds, at most 2147483647`,
      ],
    ),
    ['no end', { expireAfterMs: Number.POSITIVE_INFINITY }, 'expireAfterMs is Infinity'],
  ])('%s', (_what, change, words) => {
    const create = () => createConsentServer({ ...options, ledger: memoryLedger(), ...change })
    expect(create).toThrow(words)
    expect(create).toThrow('(rule "')
    expect(create).not.toThrow('hunter2')
  })

  it('are none that a timer waits for as long as it can, or that may be months', async () => {
    const longest = { hookWithinMs: 2 ** 31 - 1, drainMs: 2 ** 31 - 1, expireAfterMs: 90 * 86_400_000 }
    await createConsentServer({ ...options, ledger: memoryLedger(), ...longest }).close()
  })

  it('are said where there are none at all', () => {
    expect(() => createConsentServer(undefined as never)).toThrow('ledger is missing')
  })
})
