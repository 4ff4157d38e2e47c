import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, type JWK, SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RemoteKeys } from '../src/keys.ts'
import { createTokens } from '../src/tokens.ts'
import { eventually, MEETING, openClient, useServer } from './running-server.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const end of undo.splice(0).reverse()) await end()
})

const ISSUER = 'https://id.example'
const AUDIENCE = 'consent.example'

const PAIRS = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  // The same, as newer issuers call it.
  Ed25519: () => generateKeyPairSync('ed25519'),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
type Algorithm = keyof typeof PAIRS

async function makeKey(kid: string, alg: Algorithm = 'ES256') {
  const { privateKey, publicKey } = PAIRS[alg]()
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}
type Key = Awaited<ReturnType<typeof makeKey>>

/** Whoever signs for the app: an address with public keys, as it says by then. */
async function startIssuer(...keys: Key[]) {
  const state = { keys: keys.map(({ jwk }) => jwk as JWK), status: 200, asked: 0 }
  const http = createServer((_request, response) => {
    state.asked += 1
    response.writeHead(state.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ keys: state.keys }))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  undo.push(() => http.close())
  const jwksUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}/jwks.json`
  return { state, keys: { jwksUrl, issuer: ISSUER, audience: AUDIENCE } }
}

const sign = (key: KeyObject, header: { alg: string; kid?: string }, { iss = ISSUER, aud = AUDIENCE } = {}) =>
  new SignJWT({ use: 'person', meeting: MEETING, role: 'host', kind: 'person' })
    .setProtectedHeader(header)
    .setIssuer(iss)
    .setAudience(aud)
    .setSubject('ada')
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(key)
const of = ({ alg, kid, privateKey }: Key) => sign(privateKey, { alg, kid })

describe('tokens of an issuer elsewhere', () => {
  it('are verified with the keys at its address, which is asked once', async () => {
    const key = await makeKey('one')
    const { keys, state } = await startIssuer(key)
    const tokens = createTokens(keys)
    const all = await Promise.all(Array.from({ length: 5 }, async () => tokens.verify(await of(key))))
    expect(all).toMatchObject(all.map(() => ({ use: 'person', participant: 'ada', role: 'host' })))
    expect(state.asked).toBe(1)
    await expect(tokens.mintPerson({ meeting: MEETING, participant: 'ada', role: 'host' })).rejects.toThrow(
      'only verify',
    )
  })

  it.each<[Algorithm, RemoteKeys['algorithms'], RemoteKeys['algorithms']]>([
    ['ES256', undefined, ['EdDSA', 'RS256']],
    ['EdDSA', undefined, ['ES256', 'RS256']],
    ['Ed25519', undefined, ['ES256', 'RS256']],
    ['RS256', ['RS256'], undefined],
  ])(
    'are verified where they are signed with %s, and refused where it is not taken',
    async (alg, ...taken) => {
      const key = await makeKey('one', alg)
      const { keys } = await startIssuer(await makeKey('another'), key)
      const [taking, refusing] = taken.map((algorithms) =>
        createTokens({ ...keys, ...(algorithms && { algorithms }) }),
      )
      expect(await taking?.verify(await of(key))).toMatchObject({ participant: 'ada' })
      await expect(refusing?.verify(await of(key))).rejects.toThrow('not signed with E')
    },
  )

  it('go on over a rotation: a key that is new is found, one that is gone counts no more', async () => {
    // Only the clock that says how long keys are kept: sockets run on the real one.
    vi.useFakeTimers({ toFake: ['Date'] })
    const [one, two] = [await makeKey('one'), await makeKey('two')]
    const { keys, state } = await startIssuer(one)
    const tokens = createTokens(keys)
    expect(await tokens.verify(await of(one))).toMatchObject({ participant: 'ada' })
    state.keys = [two.jwk]
    // Within the pause between two looks nobody can tell: neither let in nor refused for good.
    expect(await tokens.verify(await of(two))).toBeUndefined()
    vi.setSystemTime(Date.now() + 11_000)
    expect(await tokens.verify(await of(two))).toMatchObject({ participant: 'ada' })
    expect(await tokens.verify(await of(one))).toBeUndefined()
    expect(state.asked).toBe(2)
  })

  it('of keys that nobody knows cost one look in ten seconds, however many come', async () => {
    const { keys, state } = await startIssuer(await makeKey('one'))
    const faults: unknown[] = []
    const tokens = createTokens(keys, (fault) => faults.push(fault))
    const stranger = await makeKey('stranger')
    for (let count = 0; count < 20; count += 1)
      expect(await tokens.verify(await of(stranger))).toBeUndefined()
    expect([state.asked, faults.length]).toEqual([1, 1])
  })

  it('are refused where they were signed by another key under that id, or for somebody else', async () => {
    const key = await makeKey('one')
    const { keys } = await startIssuer(key)
    const tokens = createTokens(keys)
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const header = { alg: 'ES256', kid: 'one' }
    await expect(tokens.verify(await sign(stranger, header))).rejects.toThrow(
      'not signed with a key of 127.0.0.1',
    )
    await expect(
      tokens.verify(await sign(key.privateKey, header, { iss: 'https://evil.example' })),
    ).rejects.toThrow('claim "iss"')
    await expect(tokens.verify(await sign(key.privateKey, header, { aud: 'staging' }))).rejects.toThrow(
      'claim "aud"',
    )
    const secret = new TextEncoder().encode(JSON.stringify(key.jwk))
    const confused = await sign(secret as unknown as KeyObject, { alg: 'HS256', kid: 'one' })
    await expect(tokens.verify(confused)).rejects.toThrow('not signed with ES256')
  })

  it.each([404, 500])('say nothing against who holds them while the address answers %d', async (status) => {
    const key = await makeKey('one')
    const { keys, state } = await startIssuer(key)
    state.status = status
    const faults: unknown[] = []
    expect(await createTokens(keys, (fault) => faults.push(fault)).verify(await of(key))).toBeUndefined()
    expect(faults).toHaveLength(1)
  })
})

describe('a server that trusts one', () => {
  const start = useServer()

  it('lets in whom it signed for, once its keys can be fetched', async () => {
    const key = await makeKey('one')
    const { keys, state } = await startIssuer(key)
    state.status = 500
    const { url } = await start({ keys })
    const ada = openClient(url, () => of(key))
    undo.push(ada.dispose)
    await eventually(() => expect(state.asked).toBeGreaterThan(0))
    expect(ada.store.getState().refusal).toBeUndefined()
    state.status = 200
    await eventually(() => expect(ada.store.getState().connection).toBe('live'))
    expect(ada.store.getState().view?.you).toMatchObject({ participant: 'ada', role: 'host' })
  })
})
