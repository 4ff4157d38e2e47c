import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { findKeys } from '../src/cli/read-secret.ts'
import { readSetting } from '../src/cli/settings.ts'
import { createTokens } from '../src/tokens.ts'
import { eventually, joined, MEETING, openClient, SECRET as SECRET_OF_ALL } from './running-server.ts'
import { askfirst, runAskfirst } from './serve-child.ts'
import { SECRET_OF_HOOKS, startReceiver } from './webhook-receiver.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-config-'))
afterAll(() => rmSync(directory, { recursive: true }))
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})
const features = fileURLToPath(new URL('./features.ts', import.meta.url))
const SECRET = 'a secret that only the config file knows of'

const write = (name: string, text: string): string => {
  const file = join(directory, name)
  writeFileSync(file, text)
  return file
}
const config = (name: string, body: string) =>
  write(name, `import { summary } from ${JSON.stringify(features)}\nexport const config = ${body}`)

describe('a setting', () => {
  it('is that of the flag, then of the variable, then of the file, then the default', () => {
    const places = (...values: unknown[]) =>
      values.map((value, at) => ({ value, from: ['--port', 'ASKFIRST_PORT', '"port" in x.ts'][at] ?? '' }))
    expect(readSetting('port', places('1', '2', 3))).toBe(1)
    expect(readSetting('port', places(undefined, '2', 3))).toBe(2)
    expect(readSetting('port', places(undefined, undefined, 3))).toBe(3)
    expect(readSetting('port', places())).toBe(8787)
    expect(readSetting('origins', places(undefined, 'https://a.example, https://b.example'))).toEqual([
      'https://a.example',
      'https://b.example',
    ])
  })
})

describe('a secret that is given apart', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('counts before that of the file, and leaves for whom tokens are', async () => {
    const scope = { issuer: 'id.example', audience: 'consent.example' }
    const old = 'the secret of before, until its tokens are over'
    vi.stubEnv('ASKFIRST_SECRET', `${SECRET}\n`)
    const keys = findKeys(undefined, {
      secret: 'what the file has in its place',
      previous: [{ secret: old }],
      ...scope,
    })
    expect(keys).toEqual({ secret: SECRET, previous: [{ secret: old }], ...scope })
    const person = { meeting: MEETING, participant: 'ada', role: 'host' } as const
    const ours = createTokens(keys)
    expect(await ours.verify(await createTokens({ secret: old, ...scope }).mintPerson(person))).toMatchObject(
      person,
    )
    // Of another server, which has the same secret and no name.
    const elsewhere = await createTokens({ secret: SECRET }).mintPerson(person)
    await expect(ours.verify(elsewhere)).rejects.toThrow('claim "iss"')
  })

  it('is the file’s own where none is given', () => {
    vi.stubEnv('ASKFIRST_SECRET', '')
    expect(findKeys(undefined, { secret: SECRET })).toEqual({ secret: SECRET })
    expect(() => findKeys(undefined, undefined)).toThrow('No secret was given')
  })

  it('takes a word of the file for none that is none, and no keys for keys', () => {
    vi.stubEnv('ASKFIRST_SECRET', SECRET)
    const tokensOf = (keys: unknown) => () => createTokens(findKeys(undefined, keys as never))
    expect(tokensOf({ secret: SECRET, audiense: 'consent.example' })).toThrow('keys has "audiense"')
    expect(tokensOf(null)).not.toThrow()
    expect(tokensOf(SECRET)).toThrow('keys is a string')
    expect(tokensOf({ jwksUrl: 'https://id.example', issuer: 'a', audience: 'b' })).not.toThrow()
  })
})

describe('askfirst serve --config', () => {
  it('runs from the file alone, hooks, webhooks and keys included', async () => {
    const receiver = await startReceiver()
    undo.push(receiver.close)
    const webhook = { url: receiver.url, secret: SECRET_OF_HOOKS, events: ['decision'] }
    const file = config(
      'whole.mjs',
      `{
        features: [summary],
        ledger: ${JSON.stringify(join(directory, 'whole.db'))},
        keys: { secret: ${JSON.stringify(SECRET)} },
        port: 0,
        path: '/ask',
        limits: { devicesPerParticipant: 1 },
        webhooks: [${JSON.stringify(webhook)}],
        onCommand: ({ command }) => command.type === 'feature.enable' ? { refuse: 'not today' } : undefined,
      }`,
    )
    // What others call theirs is not ours to read: services of Kubernetes, and tests of an app.
    const others = { ASKFIRST_2_PORT: 'tcp://10.0.0.1:80', ASKFIRST_A_PORT: '80', ASKFIRST_TEST: '1' }
    const child = askfirst(['serve', '--config', file], { ASKFIRST_SECRET: '', ...others })
    undo.push(() => child.kill('SIGKILL'))
    const said: string[] = []
    child.stdout?.on('data', (bytes: Buffer) => said.push(bytes.toString()))
    child.stderr?.on('data', (bytes: Buffer) => said.push(bytes.toString()))
    await eventually(() => expect(said.join('')).toMatch(/ws:\S+\/ask/))
    const url = /ws:\S+/.exec(said.join(''))?.[0] ?? ''
    const tokens = createTokens({ secret: SECRET })
    const open = () =>
      openClient(url, () => tokens.mintPerson({ meeting: MEETING, participant: 'ada', role: 'host' }))
    const ada = open()
    undo.push(ada.dispose)
    await joined(ada)
    expect(await ada.enable('meeting-summary', { answer: 'accept' })).toMatchObject({
      rejection: { code: 'refused-by-app', message: 'not today' },
    })
    expect(await ada.decline('meeting-summary')).toEqual({ ok: true })
    await eventually(() => expect(receiver.received).toMatchObject([{ type: 'consent.declined' }]))
    const second = open()
    undo.push(second.dispose)
    await eventually(() => expect(second.store.getState().refusal?.code).toBe('devices'))
    const health = await fetch(`${url.replace('ws:', 'http:').replace('/ask', '')}/readyz`)
    expect(health.status).toBe(200)
  })

  it('runs from TypeScript as the documentation has it, and a second signal ends it at once', async () => {
    const file = fileURLToPath(new URL('../../../docs/snippets/askfirst.config.ts', import.meta.url))
    const ledger = join(directory, 'typed.db')
    const flags = ['--ledger', ledger, '--port', '0', '--drain-ms', '600000']
    const child = askfirst(['serve', '--config', file, ...flags])
    undo.push(() => child.kill('SIGKILL'))
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes: Buffer) => said.push(bytes.toString()))
    await eventually(() => expect(said.join('')).toMatch(/ws:\S+\/consent asks about meeting-summary/))
    const url = /ws:\S+/.exec(said.join(''))?.[0] ?? ''
    const at = url.replace('ws:', 'http:')
    const letIn = async (origin: string) =>
      (await fetch(`${at}/receipt`, { method: 'OPTIONS', headers: { origin } })).headers.get(
        'access-control-allow-origin',
      )
    expect([await letIn('https://app.example'), await letIn('https://evil.example')]).toEqual([
      'https://app.example',
      null,
    ])
    const tokens = createTokens({ secret: SECRET_OF_ALL })
    const ada = openClient(url, () =>
      tokens.mintPerson({ meeting: MEETING, participant: 'ada', role: 'host' }),
    )
    undo.push(ada.dispose)
    await joined(ada)

    // Something is being written, and is for as long as the test likes.
    const other = new DatabaseSync(ledger)
    undo.push(() => other.close())
    other.exec('BEGIN IMMEDIATE')
    void ada.decline('meeting-summary')
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await eventually(async () => expect((await fetch(new URL('/readyz', at))).status).toBe(503))
    expect(child.exitCode).toBeNull()
    child.kill('SIGTERM')
    expect(await ended).toEqual([1, null])
    expect(said.join('')).not.toContain('askfirst: closed')
  })

  const ledger = JSON.stringify(join(directory, 'never.db'))
  it.each<[string, string, string[], Record<string, string>, string]>([
    [
      'a port of the file',
      `{ features: [summary], ledger: ${ledger}, port: 'ninety' }`,
      [],
      {},
      '"port" in ',
    ],
    [
      'a port of a variable',
      `{ features: [summary], ledger: ${ledger} }`,
      [],
      { ASKFIRST_PORT: '99999' },
      'ASKFIRST_PORT is "99999". A port is a whole number',
    ],
    [
      'a port of a flag, before that of a variable',
      `{ features: [summary], ledger: ${ledger} }`,
      ['--port', '-1'],
      { ASKFIRST_PORT: '1' },
      '--port is "-1"',
    ],
    [
      'a level',
      `{ features: [summary], ledger: ${ledger} }`,
      ['--log', 'loud'],
      {},
      '--log is "loud". It has to be one of silent, error',
    ],
    [
      'a duration',
      `{ features: [summary], ledger: ${ledger} }`,
      [],
      { ASKFIRST_GATE_LEASE_MS: '3s' },
      'ASKFIRST_GATE_LEASE_MS is "3s"',
    ],
    [
      'a word that is no setting',
      `{ features: [summary], leger: ${ledger} }`,
      [],
      {},
      'has "leger", which is no setting. A setting that is not read would be taken for one that is in force. Perhaps "ledger" is meant.',
    ],
    [
      'an origin of the file',
      `{ features: [summary], ledger: ${ledger}, origins: ['https://app.example/'] }`,
      [],
      {},
      '"origins" in ',
    ],
    [
      'an origin of a flag',
      `{ features: [summary], ledger: ${ledger} }`,
      ['--origin', 'app.example'],
      {},
      '--origin is ["app.example"]. Each origin has to be like https://app.example: scheme, host and port',
    ],
    [
      'an origin of a variable',
      `{ features: [summary], ledger: ${ledger} }`,
      [],
      { ASKFIRST_ORIGIN: 'https://app.example, *' },
      'ASKFIRST_ORIGIN is "https://app.example, *"',
    ],
    [
      'a variable that does not exist',
      `{ features: [summary], ledger: ${ledger} }`,
      [],
      { ASKFIRST_ORIGINS: 'https://app.example' },
      'ASKFIRST_ORIGINS is no setting. It would be taken for one that is in force. Perhaps ASKFIRST_ORIGIN is meant',
    ],
    ['no array of features', `{ features: summary, ledger: ${ledger} }`, [], {}, 'features is no array'],
    ['no ledger', '{ features: [summary] }', [], {}, 'ledger is missing'],
    ['no features', `{ ledger: ${ledger} }`, [], {}, 'features is missing'],
    [
      'a limit',
      `{ features: [summary], ledger: ${ledger}, limits: { sockets: 0 } }`,
      [],
      {},
      'limits.sockets is 0',
    ],
    ['a path', `{ features: [summary], ledger: ${ledger}, path: 'consent' }`, [], {}, 'path is "consent"'],
    [
      'a duration that no timer waits for',
      `{ features: [summary], ledger: ${ledger}, hookWithinMs: 2 ** 31 }`,
      [],
      {},
      'hookWithinMs is 2147483648',
    ],
    [
      'a lease of the database that is too short',
      `{
        features: [summary],
        ledger: 'postgres://nobody@127.0.0.1:1/none?lease_ms=4000',
        signing: ${JSON.stringify(join(directory, 'never.signing.json'))},
      }`,
      [],
      {},
      "gateLeaseMs is 3000, and the ledger's leaseMs 4000",
    ],
    [
      'a short secret',
      `{ features: [summary], ledger: ${ledger} }`,
      [],
      { ASKFIRST_SECRET: 'short' },
      'keys.secret has 5 bytes',
    ],
    [
      'a fact for records',
      `{ features: [summary], ledger: ${ledger}, facts: { privacy: 'x' } }`,
      [],
      {},
      'The facts for records are wrong at "privacy"',
    ],
  ])('names the source of what cannot be right: %s', async (what, body, flags, env, words) => {
    const file = config(`${what.replaceAll(/\W/g, '-')}.mjs`, body)
    const { stderr, stdout, code } = await runAskfirst(['serve', '--config', file, ...flags], env)
    expect(stderr).toContain(words)
    expect([stdout, code]).toEqual(['', 1])
    expect(stderr).not.toContain('    at ')
    // Neither a ledger nor keys beside it.
    expect(readdirSync(directory).filter((name) => name.startsWith('never'))).toEqual([])
  })

  it('says what a config file has to export', async () => {
    const none = await runAskfirst(['serve', '--config', write('none.mjs', 'export const port = 1')])
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('exports no config')])
    const gone = await runAskfirst(['serve', '--config', join(directory, 'gone.mjs')])
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('does not exist')])
  })

  it('explains itself', async () => {
    const { stdout } = await runAskfirst(['serve', '--help'])
    for (const words of [
      '--config <file>',
      'ASKFIRST_GATE_LEASE_MS',
      'defineServeConfig',
      'createMint({ keys, features })',
      '/readyz',
      '(default: 8787)',
    ]) {
      expect(stdout).toContain(words)
    }
  })
})
