import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createMint, type Mint } from '../src/index.ts'
import { captions, summary } from './features.ts'
import { eventually, FEATURES, MEETING, SECRET, useServer } from './running-server.ts'

const start = useServer()
const keys = { secret: SECRET }
const person = { meeting: MEETING, participant: 'ada', role: 'host' } as const

describe('a mint apart from the server', () => {
  it('mints what the server takes, with the keys alone', async () => {
    const { socket } = await start()
    const mint = createMint({ keys, features: FEATURES })
    const enter = async (token: string) => {
      const one = await socket()
      one.hello(token)
      await eventually(() => expect([...one.heard('snapshot'), ...one.heard('gates')]).not.toEqual([]))
    }
    await enter(await mint.mintToken(person))
    await enter(await mint.mintGateToken({ meeting: MEETING, worker: 'w1', features: [summary] }))
  })

  it('has every function that the server has, and no second way to mint', async () => {
    const { server } = await start()
    const mint: Mint = createMint({ keys })
    for (const name of Object.keys(mint)) expect(server).toHaveProperty(name)
    expect(Object.keys(server).filter((name) => name.startsWith('mint'))).toEqual(Object.keys(mint))
  })

  it('mints for people without features, and for workers with those it was given', async () => {
    expect(await createMint({ keys }).mintToken(person)).toMatch(/^ey/)
    const worker = { meeting: MEETING, worker: 'w1', features: [summary] }
    await expect(createMint({ keys }).mintGateToken(worker)).rejects.toThrow('createMint({ keys, features })')
    await expect(createMint({ keys, features: [captions] }).mintGateToken(worker)).rejects.toThrow(
      '"meeting-summary", which this server does not have',
    )
  })

  const publicKey = generateKeyPairSync('ed25519').publicKey
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'keys is missing'],
    ['no keys', {}, 'keys is missing'],
    ['keys that only verify', { keys: { publicKey } }, 'these keys only verify'],
    ['one feature', { keys, features: summary }, 'features is no array'],
    ['a broken feature', { keys, features: [{ id: 'raw' }] }, 'Feature "raw"'],
  ])('refuses %s as it is made', (_what, options, words) => {
    expect(() => createMint(options as never)).toThrow(words)
    expect(() => createMint(options as never)).toThrow('(rule "')
  })
})

describe('a token that cannot be', () => {
  const mint = createMint({ keys, features: FEATURES })
  it.each<[string, () => Promise<string>, string]>([
    [
      'of a role that does not exist',
      () => mint.mintToken({ ...person, role: 'admin' as never }),
      'role is "admin". It has to be one of host, cohost, attendee.',
    ],
    [
      'without a role',
      () => mint.mintToken({ ...person, role: undefined as never }),
      'role is missing. It has to be one of host, cohost, attendee.',
    ],
    [
      'of a kind that does not exist',
      () => mint.mintToken({ ...person, kind: 'robot' as never }),
      'kind is "robot". It has to be one of person, room, phone, agent, recorder.',
    ],
    [
      'of nobody',
      () => mint.mintToken({ ...person, participant: '' }),
      'Token of a person: participant is "".',
    ],
    [
      'for no features',
      () => mint.mintGateToken({ meeting: MEETING, worker: 'w1', features: [] }),
      'features is a list of 0. It has to be a list of 1 to 64 ids of features.',
    ],
    [
      'for features that are missing',
      () => mint.mintGateToken({ meeting: MEETING, worker: 'w1' } as never),
      'features of the token is missing',
    ],
    [
      'for one feature that is no list',
      () => mint.mintProcessorToken({ meeting: MEETING, processor: 'Acme AI', features: summary as never }),
      'features of the token is no array',
    ],
    [
      'for an id where a feature belongs',
      () => mint.mintGateToken({ meeting: MEETING, worker: 'w1', features: ['captions'] as never }),
      'names feature "captions"',
    ],
  ])('%s', async (_what, make, words) => {
    await expect(make()).rejects.toThrow(words)
    await expect(make()).rejects.toThrow('(rule "token-')
  })
})
