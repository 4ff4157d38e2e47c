import { describe, expect, it } from 'vitest'
import type { ConsentHooks } from '../../src/index.ts'
import { eventually, FEATURES, MEETING, openClient, useServer } from '../running-server.ts'

const start = useServer()
type OnAuthenticate = NonNullable<ConsentHooks['onAuthenticate']>

describe('onAuthenticate', () => {
  it('hears who comes, once the token was verified, and lets in whom it has nothing against', async () => {
    const asked: Parameters<OnAuthenticate>[0][] = []
    const onAuthenticate: OnAuthenticate = (one) => {
      asked.push(one)
      return undefined
    }
    const { socket, mint, server, origin, http } = await start({ onAuthenticate })
    http.on('request', server.listener)
    const bob = await socket()
    bob.hello('not a token')
    await eventually(() => expect(bob.heard('refused')).toHaveLength(1))
    expect(asked).toEqual([])
    const ada = await socket()
    ada.hello(await mint('ada', 'host'))
    await eventually(() => expect(ada.heard('snapshot')).toHaveLength(1))
    ada.say({ type: 'token', token: await mint('ada', 'host') })
    await eventually(() => expect(ada.heard('token')).toHaveLength(1))
    const token = await server.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES })
    await fetch(`http://${origin}/consent/gates`, { headers: { authorization: `Bearer ${token}` } })
    expect(asked).toMatchObject([
      { at: 'hello', identity: { use: 'person', participant: 'ada', role: 'host', meeting: MEETING } },
      { at: 'renewal', identity: { participant: 'ada' } },
      { at: 'request', identity: { use: 'gate', worker: 'w1' } },
    ])
  })

  it('refuses, in words that whoever comes is told', async () => {
    const { socket, mint, events } = await start({
      onAuthenticate: async () => ({ refuse: 'Your seat was given to somebody else.' }),
    })
    const ada = await socket()
    ada.hello(await mint('ada', 'host'))
    await eventually(() =>
      expect(ada.heard('refused')).toMatchObject([
        { code: 'token', message: 'Your seat was given to somebody else.' },
      ]),
    )
    await eventually(() => expect(ada.closedWith()).toBeDefined())
    expect(await events()).toEqual([])
  })

  it('may refuse to renew: the connection ends when its token does', async () => {
    const { socket, server, mint } = await start({
      onAuthenticate: ({ at }) => (at === 'renewal' ? { refuse: 'Signed out.' } : undefined),
    })
    const ada = await socket()
    const token = await server.mintToken({
      meeting: MEETING,
      participant: 'ada',
      role: 'host',
      expiresInSeconds: 2,
    })
    ada.hello(token)
    await eventually(() => expect(ada.heard('snapshot')).toHaveLength(1))
    ada.say({ type: 'token', token: await mint('ada', 'host') })
    await eventually(() => expect(ada.heard('token')).toMatchObject([{ refusal: 'Signed out.' }]))
    await eventually(() => expect(ada.closedWith()).toBeDefined())
  })

  it('is asked about keepers too, before they read anything', async () => {
    const asked: Parameters<OnAuthenticate>[0][] = []
    let isGone = false
    const { server } = await start({
      onAuthenticate: (one) => {
        asked.push(one)
        return isGone ? { refuse: 'No longer with us.' } : undefined
      },
    })
    const token = await server.mintKeeperToken({ meeting: MEETING, keeper: 'dpo' })
    const at = `http://consent.example/consent/meetings/${MEETING}/participants/bob/record`
    const read = () => server.fetch(new Request(at, { headers: { authorization: `Bearer ${token}` } }))
    // There is no evidence in memory: it got as far as that.
    expect((await read()).status).toBe(501)
    isGone = true
    const refused = await read()
    expect([refused.status, await refused.json()]).toEqual([401, { message: 'No longer with us.' }])
    const identity = { use: 'keeper', keeper: 'dpo', meeting: MEETING }
    expect(asked).toMatchObject([
      { at: 'request', identity },
      { at: 'request', identity },
    ])
  })

  it.each<[string, OnAuthenticate]>([
    [
      'throws',
      () => {
        throw new Error('no idea who that is')
      },
    ],
    ['hangs', () => new Promise(() => {})],
    ['answers neither', () => false as never],
  ])('that %s lets nobody in, and says nothing against them: they try again', async (_what, broken) => {
    let isBroken = true
    const faults: unknown[] = []
    const { url, mint, events } = await start({
      hookWithinMs: 100,
      onFault: (fault) => faults.push(fault),
      onAuthenticate: (one) => (isBroken ? broken(one) : undefined),
    })
    const ada = openClient(url, () => mint('ada', 'host'))
    await eventually(() => expect(faults.length).toBeGreaterThan(0))
    await eventually(() => expect(ada.store.getState().connection).toBe('lost'))
    expect([ada.store.getState().refusal, await events()]).toEqual([undefined, []])
    isBroken = false
    await eventually(() => expect(ada.store.getState().connection).toBe('live'))
    ada.dispose()
  })
})
