import { decodeJwt, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTokens } from '../src/tokens.ts'

const secret = 'a secret that is long enough for HS256'
const key = new TextEncoder().encode(secret)
const tokens = createTokens({ secret })
const person = { meeting: 'standup', participant: 'ada', role: 'host' } as const
const claims = { use: 'person', meeting: 'standup', role: 'host', kind: 'person' }

/** What mintToken makes, with one thing changed. */
const forge = (
  change: (token: SignJWT) => SignJWT = (token) => token,
  payload: object = claims,
  alg = 'HS256',
) =>
  change(
    new SignJWT({ ...payload })
      .setProtectedHeader({ alg })
      .setIssuer('askfirst')
      .setAudience('askfirst')
      .setSubject('ada')
      .setExpirationTime('1h'),
  )

describe('a token', () => {
  it('says who a person is', async () => {
    const token = await tokens.mintPerson({ ...person, name: 'Ada' })
    const [issuedAt, expiresAt] = [expect.any(Number), expect.any(Number)]
    expect(await tokens.verify(token)).toEqual({
      use: 'person',
      ...person,
      kind: 'person',
      name: 'Ada',
      issuedAt,
      expiresAt,
    })
  })

  it('says to the millisecond when it was issued', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_795_000_000_123 })
    onTestFinished(() => void vi.useRealTimers())
    const token = await tokens.mintPerson(person)
    expect(decodeJwt(token).iat).toBe(1_795_000_000.123)
    expect(await tokens.verify(token)).toMatchObject({ issuedAt: 1_795_000_000_123 })
  })

  it('of any kind is good for an hour where nothing else is said', async () => {
    const of = { meeting: 'standup', features: [{ id: 'summary' }] }
    const minted = await Promise.all([
      tokens.mintPerson(person),
      tokens.mintGate({ ...of, worker: 'w1' }),
      tokens.mintProcessor({ ...of, processor: 'Acme AI' }),
      tokens.mintApp(of),
      tokens.mintKeeper({ ...of, keeper: 'dpo' }),
      tokens.mintPerson({ ...person, expiresInSeconds: 60 }),
    ])
    // When it ends is in whole seconds, when it was issued is not.
    const lives = minted.map(decodeJwt).map(({ exp = 0, iat = 0 }) => exp - Math.floor(iat))
    expect(lives).toEqual([3_600, 3_600, 3_600, 3_600, 3_600, 60])
  })

  it('of a phone names the bridge that relays for it, and that of the app its server', async () => {
    const phone = await tokens.mintPerson({ ...person, role: 'attendee', kind: 'phone', bridge: 'sip-1' })
    expect(await tokens.verify(phone)).toMatchObject({ use: 'person', kind: 'phone', bridge: 'sip-1' })
    expect(await tokens.verify(await tokens.mintApp({ meeting: 'standup' }))).toEqual({
      use: 'app',
      meeting: 'standup',
      app: 'server',
      expiresAt: expect.any(Number),
    })
  })

  it('says what a worker may read, and in whose name it erases', async () => {
    const features = [{ id: 'meeting-summary' }]
    const gate = await tokens.mintGate({ meeting: 'standup', worker: 'w1', features })
    const processor = await tokens.mintProcessor({ meeting: 'standup', processor: 'Acme AI', features })
    expect(await tokens.verify(gate)).toEqual({
      use: 'gate',
      meeting: 'standup',
      worker: 'w1',
      features: ['meeting-summary'],
      expiresAt: expect.any(Number),
    })
    expect(await tokens.verify(processor)).toMatchObject({ use: 'processor', processor: 'Acme AI' })
  })

  it('is accepted as forged here, so that what follows fails for the reason it names', async () => {
    expect(await tokens.verify(await forge().sign(key))).toMatchObject({ participant: 'ada' })
  })

  it('of a person need not say that they are one', async () => {
    const { kind: _, ...others } = claims
    expect(await tokens.verify(await forge(undefined, others).sign(key))).toMatchObject({ kind: 'person' })
  })

  it('may be signed with bytes as well as text', async () => {
    const other = createTokens({ secret: key })
    expect(await other.verify(await tokens.mintPerson(person))).toMatchObject({ participant: 'ada' })
  })
})

describe('a token is refused', () => {
  const rejections: readonly (readonly [
    what: string,
    token: () => Promise<string> | string,
    words: string,
  ])[] = [
    ['expired', () => forge((token) => token.setExpirationTime('-1m')).sign(key), 'has expired'],
    [
      'without an end',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuer('askfirst')
          .setAudience('askfirst')
          .setSubject('ada')
          .sign(key),
      'claim "exp"',
    ],
    [
      'signed with another secret',
      () => forge().sign(new TextEncoder().encode('another secret, also long enough')),
      'not signed with the secret',
    ],
    [
      'signed by another algorithm',
      () => forge(undefined, claims, 'HS512').sign(new Uint8Array(64)),
      'not signed with HS256',
    ],
    [
      'not signed',
      () =>
        new UnsecuredJWT(claims)
          .setIssuer('askfirst')
          .setAudience('askfirst')
          .setSubject('ada')
          .setExpirationTime('1h')
          .encode(),
      'not signed with HS256',
    ],
    ['of another issuer', () => forge((token) => token.setIssuer('the-app')).sign(key), 'claim "iss"'],
    ['for another server', () => forge((token) => token.setAudience('admin')).sign(key), 'claim "aud"'],
    [
      'for another use',
      () => forge(undefined, { ...claims, use: 'admin' }).sign(key),
      'claim "use" is not allowed',
    ],
    [
      'for two uses at once',
      () => forge(undefined, { ...claims, use: ['person', 'gate'] }).sign(key),
      'claim "use" is not allowed: it has to be one of person, gate',
    ],
    [
      'of nobody',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuer('askfirst')
          .setAudience('askfirst')
          .setExpirationTime('1h')
          .sign(key),
      'claim "sub"',
    ],
    [
      'of a person posing as the authority',
      () => forge((token) => token.setSubject('authority')).sign(key),
      'claim "sub" is not allowed',
    ],
    [
      'of a person posing as a processor',
      () => forge((token) => token.setSubject('processor:Acme AI')).sign(key),
      'claim "sub" is not allowed',
    ],
    [
      'of a person posing as the app',
      () => forge((token) => token.setSubject('app:server')).sign(key),
      'claim "sub" is not allowed',
    ],
    [
      'of a bridge that would answer for somebody at a keyboard',
      () => forge(undefined, { ...claims, bridge: 'sip-1' }).sign(key),
      'claim "bridge" is not allowed',
    ],
    [
      'with a role that does not exist',
      () => forge(undefined, { ...claims, role: 'admin' }).sign(key),
      'claim "role" is not allowed: it has to be one of host, cohost, attendee',
    ],
    [
      'with a kind that does not exist',
      () => forge(undefined, { ...claims, kind: 'robot' }).sign(key),
      'claim "kind" is not allowed: it has to be one of person, room',
    ],
    [
      'of a bridge without a kind, which would be a person',
      () => forge(undefined, { use: 'person', meeting: 'standup', role: 'host', bridge: 'sip-1' }).sign(key),
      'claim "bridge" is not allowed: it has to be beside the kind "phone"',
    ],
    [
      'of a worker without features',
      () => forge(undefined, { use: 'gate', meeting: 'standup' }).sign(key),
      'claim "features" is missing',
    ],
    [
      'of a worker with a feature that is none',
      () => forge(undefined, { use: 'gate', meeting: 'standup', features: ['summary', 7] }).sign(key),
      'claim "features" is not allowed',
    ],
    [
      'without a meeting',
      () => forge(undefined, { use: 'person', role: 'host', kind: 'person' }).sign(key),
      'claim "meeting" is missing',
    ],
    [
      'changed on the way',
      async () => swapPayload(await tokens.mintPerson({ ...person, role: 'attendee' })),
      'not signed with the secret',
    ],
    ['that is none', () => 'hello', 'not a token of this server'],
    ['that is empty', () => '', 'not a token of this server'],
  ]
  it.each(rejections)('%s', async (_what, token, words) => {
    const refused = await Promise.resolve(token())
      .then(tokens.verify)
      .then(
        (identity) => JSON.stringify(identity),
        (error: Error) => error.message,
      )
    expect(refused).toContain(words)
    expect(refused).not.toContain(secret)
    // What the claim is may be somebody's name.
    expect(refused).not.toMatch(/admin|robot|sip-1|Acme|ada/)
  })
})

describe('minting refuses', () => {
  it('a secret that can be guessed', () => {
    expect(() => createTokens({ secret: 'hunter2' })).toThrow('keys.secret has 7 bytes')
    expect(() => createTokens({ secret: new Uint8Array(31) })).toThrow('at least 32')
  })

  it.each([
    '',
    'authority',
    'processor:Acme AI',
    'gate:w1',
    'erased:x',
    'keeper:x',
    'app:x',
    'app:a\u2028b',
    'ada\nbob',
    'ada\ud800',
    'x'.repeat(129),
  ])('a person called %j', async (participant) => {
    await expect(tokens.mintPerson({ ...person, participant })).rejects.toThrow(
      'Token of a person: participant',
    )
  })

  it.each(['person', 'room', 'agent', 'recorder'] as const)('a bridge for a %s', async (kind) => {
    await expect(tokens.mintPerson({ ...person, kind, bridge: 'sip-1' })).rejects.toThrow('names the bridge')
  })

  it.each([0, -1, 1.5, 86_401, Number.NaN])('a token good for %d s', async (expiresInSeconds) => {
    await expect(tokens.mintPerson({ ...person, expiresInSeconds })).rejects.toThrow('expiresInSeconds is')
  })
})

/** The claims of a host under the signature of an attendee. */
function swapPayload(token: string): string {
  const [head, body, signature] = token.split('.')
  const payload = JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as object
  const swapped = Buffer.from(JSON.stringify({ ...payload, role: 'host' })).toString('base64url')
  return [head, swapped, signature].join('.')
}
