import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyPairKeyObjectResult,
} from 'node:crypto'
import { decodeProtectedHeader, exportJWK, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createTokens } from '../src/tokens.ts'
import { SECRET } from './running-server.ts'

const toPem = ({ privateKey, publicKey }: KeyPairKeyObjectResult) => ({
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
})
const p256 = toPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
const ed25519 = toPem(generateKeyPairSync('ed25519'))
const person = { meeting: 'standup', participant: 'ada', role: 'host' } as const
const claims = { use: 'person', meeting: 'standup', role: 'host', kind: 'person' }

/** A token such as `mintToken` makes, but signed as the test says. */
const forge = (header: { alg: string; kid?: string | undefined }, payload: object = claims) =>
  new SignJWT({ ...payload })
    .setProtectedHeader(header as { alg: string })
    .setIssuer('askfirst')
    .setAudience('askfirst')
    .setSubject('ada')
    .setExpirationTime('1h')
const why = (tokens: ReturnType<typeof createTokens>, token: string) =>
  tokens.verify(token).then(
    (identity) => JSON.stringify(identity),
    (error: Error) => error.message,
  )

describe('keys sign and verify', () => {
  it.each([
    ['ES256', { privateKey: p256.privateKey }, { publicKey: p256.publicKey }],
    ['EdDSA', { privateKey: ed25519.privateKey }, { publicKey: ed25519.publicKey }],
    [
      'ES256',
      { privateKey: createPrivateKey(p256.privateKey) },
      { publicKey: createPublicKey(p256.publicKey).export({ format: 'jwk' }) },
    ],
  ])('with %s, where whoever only verifies needs the public half', async (alg, signing, verifying) => {
    const signer = createTokens(signing)
    const token = await signer.mintPerson(person)
    expect(decodeProtectedHeader(token)).toMatchObject({ alg, kid: expect.any(String) })
    expect(await signer.verify(token)).toMatchObject({ participant: 'ada', role: 'host' })
    const verifier = createTokens(verifying)
    expect(await verifier.verify(token)).toMatchObject({ participant: 'ada', role: 'host' })
    await expect(verifier.mintPerson(person)).rejects.toThrow('these keys only verify')
  })

  it('for their own issuer and audience alone', async () => {
    const ours = createTokens({ secret: SECRET, issuer: 'id.example', audience: 'consent.example' })
    const token = await ours.mintPerson(person)
    expect(await ours.verify(token)).toMatchObject({ participant: 'ada' })
    expect(await why(createTokens({ secret: SECRET, audience: 'consent.example' }), token)).toContain(
      'claim "iss"',
    )
    expect(await why(createTokens({ secret: SECRET, issuer: 'id.example' }), token)).toContain('claim "aud"')
  })

  it('rotate: the newest signs, the one before verifies until its tokens are over', async () => {
    const before = createTokens({ secret: SECRET })
    const old = await before.mintPerson(person)
    const both = createTokens({ privateKey: ed25519.privateKey, previous: [{ secret: SECRET }] })
    expect(await both.verify(old)).toMatchObject({ participant: 'ada' })
    const newer = await both.mintPerson(person)
    expect(decodeProtectedHeader(newer).alg).toBe('EdDSA')
    expect(await both.verify(newer)).toMatchObject({ participant: 'ada' })
    const after = createTokens({ privateKey: ed25519.privateKey })
    expect(await why(after, old)).toContain('not signed with EdDSA')
  })

  it('of one kind rotate too, for tokens that name their key and for those that do not', async () => {
    const other = 'another secret of more than thirty-two bytes'
    const both = createTokens({ secret: SECRET, previous: [{ secret: other }] })
    expect(await both.verify(await createTokens({ secret: other }).mintPerson(person))).toMatchObject({
      participant: 'ada',
    })
    const nameless = await forge({ alg: 'HS256' }).sign(new TextEncoder().encode(other))
    expect(await both.verify(nameless)).toMatchObject({ participant: 'ada' })
  })
})

describe('confused keys are refused', () => {
  const es256 = createTokens({ publicKey: p256.publicKey })

  it('signed with the public key, as if it were a secret', async () => {
    const token = await forge({ alg: 'HS256' }).sign(new TextEncoder().encode(p256.publicKey))
    expect(await why(es256, token)).toContain('not signed with ES256')
  })

  it('not signed at all, whatever way `none` is spelt', async () => {
    const body = (await forge({ alg: 'ES256' }).sign(createPrivateKey(p256.privateKey))).split('.')[1]
    const unsigned = (alg: unknown) =>
      `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${body}.`
    for (const alg of ['none', 'None', 'NONE']) {
      expect(await why(es256, unsigned(alg))).toContain('not signed with ES256')
    }
    for (const alg of ['', null, undefined, ['ES256']]) {
      expect(await why(es256, unsigned(alg))).toContain('not a token of this server')
    }
  })

  it('signed by the same key, under the name of another algorithm', async () => {
    const [, body, signature] = (
      await createTokens({ privateKey: p256.privateKey }).mintPerson(person)
    ).split('.')
    for (const alg of ['EdDSA', 'HS256', 'ES384', 'RS256']) {
      const head = Buffer.from(JSON.stringify({ alg })).toString('base64url')
      expect(await why(es256, `${head}.${body}.${signature}`)).toContain('not signed with ES256')
    }
  })

  it('signed by somebody else, under the id of a key that is trusted', async () => {
    const trusted = createTokens({
      privateKey: p256.privateKey,
      previous: [{ privateKey: ed25519.privateKey }],
    })
    const { kid } = decodeProtectedHeader(await trusted.mintPerson(person))
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    expect(await why(trusted, await forge({ alg: 'ES256', kid }).sign(stranger))).toContain(
      'not signed with a key',
    )
  })

  it('signed by one trusted key, under the id of the other', async () => {
    const other = toPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
    const trusted = createTokens({
      privateKey: p256.privateKey,
      previous: [{ privateKey: other.privateKey }],
    })
    const { kid } = decodeProtectedHeader(await trusted.mintPerson(person))
    const swapped = await forge({ alg: 'ES256', kid }).sign(createPrivateKey(other.privateKey))
    expect(await why(trusted, swapped)).toContain('not signed with a key')
  })

  it('of an id that nobody has', async () => {
    const token = await forge({ alg: 'ES256', kid: 'elsewhere' }).sign(createPrivateKey(p256.privateKey))
    expect(await why(es256, token)).toContain('not signed with a key')
  })

  it('with a key in the token itself', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = await exportJWK(stranger.publicKey)
    const token = await forge({ alg: 'ES256', jwk } as { alg: string }).sign(stranger.privateKey)
    expect(await why(es256, token)).toContain('not signed with a key')
  })
})

describe('time in a token', () => {
  const tokens = createTokens({ secret: SECRET })
  const key = new TextEncoder().encode(SECRET)
  const now = () => Math.floor(Date.now() / 1_000)

  it('may not be ahead: it would outlive a removal', async () => {
    const token = await forge({ alg: 'HS256' })
      .setIssuedAt(now() + 60)
      .sign(key)
    expect(await why(tokens, token)).toContain('from the future')
  })

  it('may not last for more than a day, whoever signed it', async () => {
    const token = await forge({ alg: 'HS256' }).setExpirationTime('30d').sign(key)
    expect(await why(tokens, token)).toContain('more than a day')
  })
})

describe('keys that cannot be right are refused, without a word of them', () => {
  const rsa = toPem(generateKeyPairSync('rsa', { modulusLength: 2_048 }))
  const p384 = toPem(generateKeyPairSync('ec', { namedCurve: 'P-384' }))
  const scope = { issuer: 'https://id.example', audience: 'consent.example' }
  it.each<[string, unknown, string]>([
    ['none', undefined, 'keys is missing'],
    ['a text', 'hunter2', 'keys is a string'],
    ['nothing in them', {}, 'keys has none in it'],
    ['a secret that is not set', { secret: undefined }, 'keys.secret is empty'],
    ['a key that is not set', { privateKey: undefined }, 'keys.privateKey is empty'],
    [
      'one of before that is no array',
      { secret: SECRET, previous: { secret: SECRET } },
      'keys.previous is no array',
    ],
    ['one of before that is none', { secret: SECRET, previous: ['hunter2'] }, 'keys.previous is no array'],
    ['a public key as a secret', { secret: p256.publicKey }, 'keys.secret is a key in PEM'],
    ['two at once', { secret: SECRET, privateKey: p256.privateKey }, 'keys has secret and privateKey'],
    ['a public key to sign with', { privateKey: p256.publicKey }, 'keys.privateKey cannot be read'],
    [
      'a private key to be known',
      { publicKey: createPrivateKey(p256.privateKey) },
      'keys.publicKey is a private key',
    ],
    ['another curve', { privateKey: p384.privateKey }, 'of type ec on secp384r1'],
    ['another kind', { privateKey: rsa.privateKey }, 'of type rsa'],
    ['what is no key', { privateKey: 'hunter2 hunter2' }, 'keys.privateKey cannot be read'],
    ['an issuer of no name', { secret: SECRET, issuer: '' }, 'keys.issuer is ""'],
    [
      'an address that anybody can change',
      { jwksUrl: 'http://id.example/jwks', ...scope },
      'keys.jwksUrl is "http://id.example/jwks"',
    ],
    ['an address that is none', { jwksUrl: 'id.example', ...scope }, 'keys.jwksUrl is "id.example"'],
    [
      'a remote issuer of no name',
      { jwksUrl: 'https://id.example/jwks', audience: 'x' },
      'keys.issuer is ""',
    ],
    [
      'a shared secret from afar',
      { jwksUrl: 'https://id.example/jwks', ...scope, algorithms: ['HS256'] },
      'keys.algorithms is ["HS256"]',
    ],
    [
      'an algorithm that is no array',
      { jwksUrl: 'https://id.example/jwks', ...scope, algorithms: 'ES256' },
      'keys.algorithms is "ES256"',
    ],
  ])('%s', (_what, keys, words) => {
    expect(() => createTokens(keys as never)).toThrow(words)
    expect(() => createTokens(keys as never)).toThrow('(rule "keys')
    expect(() => createTokens(keys as never)).not.toThrow('hunter2')
  })
})
