import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MeetingEvent } from '@askfirst/core/authority'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { createTokens } from '../src/tokens.ts'
import { eventually, joined, MEETING, openClient, SECRET, turnOn } from './running-server.ts'
import { createServeChild, runAskfirst } from './serve-child.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-cli-'))
const inDirectory = (name: string): string => join(directory, name)
afterAll(() => rmSync(directory, { recursive: true }))

const tokens = createTokens({ secret: SECRET })
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})

it('a command that there is not is no other one: erasing somebody is not deleting meetings', async () => {
  for (const command of ['forget', 'eraze', 'purg']) {
    const { stdout, stderr, code } = await runAskfirst([command, MEETING, 'ben'])
    expect([stdout, code]).toEqual(['', 1])
    expect(stderr).toContain(`unknown command '${command}'`)
    expect(stderr).toContain('askfirst --help')
    expect(stderr).not.toContain('Did you mean')
  }
})

describe('askfirst serve', () => {
  it('serves a meeting, and log tells its story in order', async () => {
    const ledger = inDirectory('story.db')
    const server = createServeChild(ledger)
    undo.push(server.kill)
    const url = await server.start()
    const person = (participant: string, role: 'host' | 'attendee') => {
      const client = openClient(url, () => tokens.mintPerson({ meeting: MEETING, participant, role }))
      client.attachIndicator()
      undo.push(client.dispose)
      return client
    }
    const ada = person('ada', 'host')
    await joined(ada)
    const bob = person('bob', 'attendee')
    await joined(bob)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features['meeting-summary']?.phase).toBe('on'))
    await bob.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })
    await bob.accept('meeting-summary', { grants: ['improve'] })
    await bob.withdraw('meeting-summary')
    await bob.erase('meeting-summary')

    const { stdout, code } = await runAskfirst(['log', MEETING, '--ledger', ledger])
    expect(code).toBe(0)
    const story = [
      /#1 +authority +started; everybody is unreachable until back/,
      /ada +joined the call as host/,
      /bob +joined the call as attendee/,
      /ada +turned on meeting-summary \(run .+\), revision 1/,
      /ada +was shown the notice of meeting-summary .+ in en\)/,
      /ada +accepted meeting-summary .+: summarise \(decision 1, by button\)/,
      /bob +was shown the notice of meeting-summary .+ in en, for 2\.5 s\)/,
      /bob +accepted meeting-summary .+: summarise, improve \(decision 1, by button\)/,
      /bob +withdrew from meeting-summary \(decision 2, by button\)/,
      /bob +asked to erase what meeting-summary captured .+ of Acme AI\)/,
    ]
    let from = 0
    for (const line of story) {
      const at = stdout.slice(from).search(line)
      expect(at, `${line} after ${from} in\n${stdout}`).toBeGreaterThanOrEqual(0)
      from += at + 1
    }
    const json = await runAskfirst(['log', MEETING, '--ledger', ledger, '--json'])
    const events = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as MeetingEvent)
    expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1))
    expect(events).toHaveLength(stdout.trim().split('\n').length)
    const list = await runAskfirst(['log', '--ledger', ledger])
    expect(list.stdout).toMatch(new RegExp(`${events.length} events {2}${MEETING}`))

    // With everybody still connected, it ends when asked to, and says goodbye.
    expect(await server.stop()).toBe(0)
    expect(server.complaints()).toBe('')
  })

  const wrong = (name: string, text: string): string => {
    writeFileSync(inDirectory(name), text)
    return inDirectory(name)
  }
  const features = fileURLToPath(new URL('./features.ts', import.meta.url))
  const ledger = inDirectory('never.db')
  it.each([
    ['a features file that is not there', ['--features', './none.ts'], 'none.ts does not exist'],
    [
      'one without features',
      ['--features', wrong('empty.mjs', 'export const summary = 1')],
      'exports no feature',
    ],
    [
      'one that does not run',
      ['--features', wrong('broken.mjs', 'export const summary = (')],
      'cannot be imported',
    ],
    [
      'one with a feature that breaks a rule',
      [
        '--features',
        wrong(
          'rule.mjs',
          `import * as fine from ${JSON.stringify(features)}\nexport const odd = { ...fine.summary, id: 'Summary!' }`,
        ),
      ],
      'Use lower-case letters',
    ],
    ['a ledger that is no file', ['--features', features, '--ledger', ':memory:'], 'is not a file on disk'],
    ['a port that is none', ['--features', features, '--port', '99999'], 'whole number from 0 to 65535'],
    ['a path that is none', ['--features', features, '--path', 'consent'], 'Start it with a slash'],
    ['a flag that does not exist', ['--features', features, '--no-consent'], 'unknown option'],
  ])('refuses %s', async (_what, flags, words) => {
    const { stdout, stderr, code } = await runAskfirst(['serve', '--ledger', ledger, '--port', '0', ...flags])
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('    at ')
    expect([stdout, code]).toEqual(['', 1])
  })

  it('refuses to start without a secret, or with one that can be guessed', async () => {
    const args = ['serve', '--features', features, '--ledger', ledger, '--port', '0']
    const none = await runAskfirst(args, { ASKFIRST_SECRET: '' })
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('No secret was given')])
    const short = await runAskfirst([...args, '--secret-file', wrong('short', 'hunter2\n')])
    expect([short.code, short.stderr]).toEqual([1, expect.stringContaining('keys.secret has 7 bytes')])
    expect(short.stderr).not.toContain('hunter2')
  })

  it('says when somebody has the port', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    undo.push(() => other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const args = ['serve', '--features', features, '--ledger', ledger, '--port', `${port}`]
    const { stderr, code } = await runAskfirst(args)
    expect([code, stderr]).toEqual([1, expect.stringContaining(`Cannot listen on 127.0.0.1, port ${port}`)])
  })
})

describe('askfirst log', () => {
  it('makes no ledger where there is none, and knows no meeting that never was', async () => {
    const none = await runAskfirst(['log', 'standup', '--ledger', inDirectory('none.db')])
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('does not exist')])
  })

  it('leaves the ledger as it is, its mode too', async () => {
    const file = inDirectory('shared.db')
    await sqliteLedger(file).close()
    chmodSync(file, 0o640)
    const { code, stderr } = await runAskfirst(['log', '--ledger', file])
    expect([code, statSync(file).mode & 0o777]).toEqual([0, 0o640])
    expect(stderr).toBe(`askfirst: ledger "${file}" has no meetings\n`)
  })
})

describe('askfirst token', () => {
  it('mints what the server accepts', async () => {
    const minted = await runAskfirst([
      'token',
      '--meeting',
      MEETING,
      '--participant',
      'ada',
      '--role',
      'host',
    ])
    expect(await tokens.verify(minted.stdout.trim())).toMatchObject({ participant: 'ada', role: 'host' })
    const worker = await runAskfirst([
      'token',
      '--meeting',
      MEETING,
      '--worker',
      'w1',
      '--feature',
      'captions',
      'meeting-summary',
    ])
    expect(await tokens.verify(worker.stdout.trim())).toMatchObject({
      use: 'gate',
      features: ['captions', 'meeting-summary'],
    })
    const app = await runAskfirst(['token', '--meeting', MEETING, '--app', 'conference'])
    expect(await tokens.verify(app.stdout.trim())).toEqual({
      use: 'app',
      meeting: MEETING,
      app: 'conference',
      expiresAt: expect.any(Number),
    })
    const phone = ['--participant', 'phone-1', '--kind', 'phone', '--bridge', 'sip-1']
    const bridge = await runAskfirst(['token', '--meeting', MEETING, ...phone])
    expect(await tokens.verify(bridge.stdout.trim())).toMatchObject({ kind: 'phone', bridge: 'sip-1' })
  })

  it('mints for whoever keeps records too, and says in its help that there is such a thing', async () => {
    const keeper = await runAskfirst(['token', '--meeting', MEETING, '--keeper', 'dpo'])
    expect(await tokens.verify(keeper.stdout.trim())).toMatchObject({ use: 'keeper', keeper: 'dpo' })
    const help = (await runAskfirst(['token', '--help'])).stdout.replaceAll(/\s+/g, ' ')
    expect(help).toContain('--keeper <name>')
    expect(help).toContain('createMint({ keys, features })')
    expect(help).toContain('spaces and line breaks around it do not count')
  })

  it.each([
    ['nobody', [], 'Name exactly one of them'],
    ['a bridge of nobody who telephones', ['--participant', 'ada', '--bridge', 'sip-1'], 'names the bridge'],
    ['two at once', ['--participant', 'ada', '--worker', 'w1'], 'Name exactly one of them'],
    ['a host who is a keeper', ['--participant', 'ada', '--keeper', 'dpo'], 'Name exactly one of them'],
    ['a role that does not exist', ['--participant', 'ada', '--role', 'admin'], 'Allowed choices are host'],
    ['a worker without features', ['--worker', 'w1'], '--worker came without --feature'],
    ['a processor without features', ['--processor', 'Acme AI'], '--processor came without --feature'],
  ])('refuses %s', async (_what, flags, words) => {
    const { stdout, stderr, code } = await runAskfirst(['token', '--meeting', MEETING, ...flags])
    expect([stdout, code]).toEqual(['', 1])
    expect(stderr).toContain(words)
  })
})
