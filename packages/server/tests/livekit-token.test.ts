import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { fromLiveKitToken, type LiveKitTokenOptions } from '../src/index.ts'
import { createTokens } from '../src/tokens.ts'
import { SECRET } from './running-server.ts'

const keys: LiveKitTokenOptions = {
  apiKey: 'APIkey',
  apiSecret: 'the secret of a LiveKit project, long enough',
}

/** What `AccessToken.toJwt()` of LiveKit's server SDKs makes. */
function mint(
  claims: object = {},
  { iss = keys.apiKey, secret = keys.apiSecret, exp = '6h', alg = 'HS256' } = {},
) {
  return new SignJWT({ name: 'Ada', video: { room: 'standup', roomJoin: true, canPublish: true }, ...claims })
    .setProtectedHeader({ alg })
    .setIssuer(iss)
    .setSubject('ada')
    .setNotBefore('-1s')
    .setExpirationTime(exp)
    .sign(new TextEncoder().encode(secret))
}
const video = (more: object) => ({ video: { room: 'standup', roomJoin: true, ...more } })

describe('a LiveKit token', () => {
  it('says who joins which meeting, for mintToken', async () => {
    const person = await fromLiveKitToken(await mint(), keys)
    expect(person).toEqual({
      meeting: 'standup',
      participant: 'ada',
      role: 'attendee',
      kind: 'person',
      name: 'Ada',
      expiresInSeconds: 3_600,
    })
    const tokens = createTokens({ secret: SECRET })
    expect(await tokens.verify(await tokens.mintPerson(person))).toMatchObject({
      participant: 'ada',
      name: 'Ada',
    })
  })

  it('makes a host of who may administer the room', async () => {
    expect(await fromLiveKitToken(await mint(video({ roomAdmin: true })), keys)).toMatchObject({
      role: 'host',
    })
  })

  it('is read by the app where its hosts are told apart by something else', async () => {
    const token = await mint({ metadata: '{"teacher":true}' })
    const role: LiveKitTokenOptions['role'] = ({ metadata = '{}' }) =>
      JSON.parse(metadata).teacher ? 'host' : 'attendee'
    expect(await fromLiveKitToken(token, { ...keys, role })).toMatchObject({ role: 'host' })
  })

  it.each([
    ['an agent', video({ agent: true }), 'agent'],
    ['an agent by its kind', { kind: 'agent' }, 'agent'],
    ['a hidden recorder', video({ recorder: true, hidden: true }), 'recorder'],
    ['egress', { kind: 'egress' }, 'recorder'],
    ['a phone', { kind: 'sip' }, 'phone'],
    ['what is played into the room', { kind: 'ingress' }, 'agent'],
    ['what LiveKit may think of next', { kind: 'hologram' }, 'agent'],
    ['somebody with a browser', { kind: 'standard' }, 'person'],
  ])('of %s says so', async (_who, claims, kind) => {
    expect(await fromLiveKitToken(await mint(claims), keys)).toMatchObject({ kind })
  })

  it('is not outlived', async () => {
    const { expiresInSeconds } = await fromLiveKitToken(await mint({}, { exp: '5m' }), keys)
    expect(expiresInSeconds).toBeGreaterThan(290)
    expect(expiresInSeconds).toBeLessThanOrEqual(300)
  })

  it.each([
    [
      'signed by somebody else',
      () => mint({}, { secret: 'another secret that is long enough too' }),
      'not a LiveKit token',
    ],
    ['of another project', () => mint({}, { iss: 'APIother' }), 'not a LiveKit token'],
    ['that has expired', () => mint({}, { exp: '-1m' }), 'has expired'],
    [
      'for the server API only',
      () => mint({ video: { roomAdmin: true, room: 'standup' } }),
      'lets nobody into a room',
    ],
    ['for no room', () => mint({ video: { roomJoin: true } }), 'lets nobody into a room'],
    ['that is none', async () => 'hello', 'not a LiveKit token'],
    [
      'of a consent server',
      () =>
        createTokens({ secret: keys.apiSecret }).mintPerson({
          meeting: 'standup',
          participant: 'ada',
          role: 'host',
        }),
      'not a LiveKit token',
    ],
  ])('%s is refused', async (_what, token, words) => {
    await expect(fromLiveKitToken(await token(), keys)).rejects.toThrow(words)
  })

  it('opens no consent server by itself, even where secrets are the same', async () => {
    const tokens = createTokens({ secret: keys.apiSecret })
    await expect(tokens.verify(await mint())).rejects.toThrow('claim "aud"')
  })

  it('cannot be read without key and secret', async () => {
    await expect(fromLiveKitToken(await mint(), { apiKey: 'APIkey', apiSecret: '' })).rejects.toThrow(
      'apiSecret is missing',
    )
  })
})
