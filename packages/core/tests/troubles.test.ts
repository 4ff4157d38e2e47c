import { type ConsentClient, createConsentClient, defineFeature, type FeatureOptions } from '@askfirst/core'
import { type ConnectedGate, connectGate } from '@askfirst/core/gate'
import { createManualClock, createMeeting, type JoinOptions, type Meeting } from '@askfirst/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClientOver } from '../src/client/client.ts'
import type { ClientOptions } from '../src/client/consent-client.ts'
import { createTroubles } from '../src/client/troubles.ts'
import { sha256 } from '../src/defaults/digest.ts'
import { randomIds } from '../src/defaults/ids.ts'
import { connectGateOver, type GateOptions } from '../src/gate/connect-gate.ts'
import type { Transport } from '../src/ports.ts'
import { agree, OK, together } from './cast.ts'
import { minutes, summary } from './features.ts'
import { scripted } from './wire.ts'
import { list, welcome } from './worker.ts'

// What keeps it from working because of how it was built, deployed or connected is said to the engineer.

const features = [summary]
const nobody: Transport = {
  connect({ onClose }) {
    queueMicrotask(onClose)
    return { send: () => {}, close: () => {} }
  },
}
/** Lets everybody speak, and answers nobody. */
const silent: Transport = {
  connect({ onOpen }) {
    queueMicrotask(onOpen)
    return { send: () => {}, close: () => {} }
  },
}
const turns = async () => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}

async function* once<Element>(element: Element) {
  yield element
}

async function troublesOf(options: Partial<ClientOptions<typeof summary>>, transport: Transport = silent) {
  const said: string[] = []
  const clock = createManualClock()
  const onTrouble = (trouble: string) => said.push(trouble)
  const ports = { transport, clock, ids: randomIds, digest: sha256 }
  const client = createClientOver({ token: 'good', features, onTrouble, ...options }, ports)
  await vi.waitFor(() => expect(said).not.toEqual([]))
  // Tried again and again, and said once.
  for (let again = 0; again < 5; again += 1) {
    clock.advance(10_000)
    await turns()
  }
  client.dispose()
  return said
}
const join = async (meeting: Meeting<FeatureOptions>, name: string, options: JoinOptions = {}) => {
  const troubles: string[] = []
  const client: ConsentClient = await meeting.join(name, {
    ...options,
    onTrouble: (trouble) => troubles.push(trouble),
  })
  return { client, troubles }
}

describe('a client that is never connected says why, once', () => {
  test('no server', async () => {
    expect(await troublesOf({}, nobody)).toEqual([expect.stringMatching(/^No consent server has answered/)])
  })

  test('something else at that address, which leaves the link open and says nothing', async () => {
    const hanging: Transport = { connect: () => ({ send: () => {}, close: () => {} }) }
    const said: string[] = []
    const clock = createManualClock()
    const onTrouble = (trouble: string) => said.push(trouble)
    const ports = { transport: hanging, clock, ids: randomIds, digest: sha256 }
    const client = createClientOver({ token: 'good', features, onTrouble }, ports)
    for (let again = 0; again < 4; again += 1) {
      await vi.waitFor(() => expect(client.store.getState().catalogue.size).toBe(1))
      clock.advance(10_000)
      await turns()
    }
    client.dispose()
    expect(said).toEqual([expect.stringMatching(/^No consent server has answered/)])
  })

  test('a token that could not be fetched', async () => {
    const token = () => Promise.reject(new Error('502 from the app'))
    expect(await troublesOf({ token })).toEqual([
      expect.stringMatching(/^token\(\) failed: Error: 502 from the app\./),
    ])
  })

  test('in other words each time, and not for ever', async () => {
    const said: string[] = []
    const troubles = createTroubles((trouble) => said.push(trouble))
    for (let at = 0; at < 1_000; at += 1) troubles.say(`token() failed: request ${at}`)
    await turns()
    expect(said).toHaveLength(20)
  })

  test('no token', async () => {
    const token = undefined as unknown as string
    expect(await troublesOf({ token })).toEqual([expect.stringMatching(/^token is undefined: pass what/)])
  })

  test('a token that is refused', async () => {
    const refuses: Transport = {
      connect({ onOpen, onMessage }) {
        queueMicrotask(onOpen)
        const refused = { type: 'refused', code: 'token', message: 'The token is over.' }
        return { send: () => queueMicrotask(() => onMessage(JSON.stringify(refused))), close: () => {} }
      },
    }
    expect(await troublesOf({}, refuses)).toEqual(['Refused (token): The token is over.'])
  })

  test('a worker as well', async () => {
    const said: string[] = []
    const onTrouble = (trouble: string) => said.push(trouble)
    const ports = { transport: nobody, clock: createManualClock(), ids: randomIds }
    void connectGateOver({ token: 'good', features, onTrouble }, ports)
    await turns()
    expect(said).toEqual([expect.stringMatching(/^No consent server has answered/)])
  })
})

describe('a worker says of which features it never hears', () => {
  /** One that is told of the summary, and of one run of notes that anybody may turn on. */
  async function serve(ids: readonly string[]) {
    const said: string[] = []
    const wire = scripted()
    const ports = { transport: wire.transport, clock: createManualClock(), ids: randomIds }
    const served = ids.map((id) => ({ id }))
    const onTrouble = (trouble: string) => said.push(trouble)
    const connecting = connectGateOver({ token: 'good', features: served, onTrouble }, ports)
    await turns()
    wire.say(welcome)
    wire.say({ type: 'gates', lists: [list(), list({ feature: 'notes@ana' })] })
    return { gate: await connecting, said, wire }
  }

  test('nothing where lists of all of them come, also of one alone later on', async () => {
    const { gate, said, wire } = await serve(['summary', 'notes'])
    wire.say({ type: 'gates', lists: [list({ epoch: 2 })] })
    for (const id of ['summary', 'notes@ana', 'notes@ben']) gate.permits('ben', id, 'summarise')
    wire.drop()
    gate.permits('ben', 'summary', 'summarise')
    await turns()
    expect(said).toEqual([])
  })

  test.each<readonly [string, (gate: ConnectedGate) => unknown]>([
    ['a check', (gate) => gate.permits('ben', 'sumary', 'summarise')],
    ['a look at a run', (gate) => gate.activation('sumary')],
    ['a look at everybody', (gate) => gate.allowed('sumary', 'summarise')],
    ['a handle', (gate) => gate.participant('ben') + gate.ask('sumary', 'summarise')],
    ['a filter', (gate) => gate.filter(once('ben'), (who) => [who, 'sumary', 'summarise']).next()],
  ])('which %s names, and it does not serve, or its token does not', async (_, ask) => {
    for (const served of [['summary'], ['summary', 'sumary']]) {
      const { gate, said } = await serve(served)
      ask(gate)
      ask(gate)
      await turns()
      expect(said).toEqual([
        expect.stringMatching(/^Feature "sumary" stays closed: connectGate, token\(\) and server/),
      ])
    }
  })

  describe('and that an ask is mistyped', () => {
    const typo = 'sumarise' as string
    async function serveDeclared(features: GateOptions['features'] = [summary]) {
      const said: string[] = []
      const wire = scripted()
      const ports = { transport: wire.transport, clock: createManualClock(), ids: randomIds }
      const onTrouble = (trouble: string) => said.push(trouble)
      const connecting = connectGateOver({ token: 'good', features, onTrouble }, ports)
      await turns()
      wire.say(welcome)
      wire.say({ type: 'gates', lists: [list({ allow: [{ participant: 'ben', asks: ['newer'] }] })] })
      return { gate: await connecting, said }
    }

    test.each<readonly [string, (gate: ConnectedGate) => unknown]>([
      ['a check', (gate) => gate.permits('ben', 'summary', typo)],
      ['a look at everybody', (gate) => gate.allowed('summary', typo)],
      ['a handle', (gate) => gate.ask('summary', typo)],
      ['a filter', (gate) => gate.filter(once('ben'), (who) => [who, 'summary', typo]).next()],
    ])('where %s names it, once', async (_, look) => {
      const { gate, said } = await serveDeclared()
      look(gate)
      look(gate)
      await turns()
      expect(said).toEqual([
        'Feature "summary" has no ask "sumarise": correct it, or give connectGate the features of the server.',
      ])
    })

    test('not of one that it has, nor of one that is open since the server has newer features', async () => {
      const { gate, said } = await serveDeclared()
      expect([gate.permits('ben', 'summary', 'summarise'), gate.allowed('summary', 'summarise')]).toEqual([
        false,
        [],
      ])
      expect([gate.permits('ben', 'summary', 'newer'), gate.allowed('summary', 'newer')]).toEqual([
        true,
        ['ben'],
      ])
      gate.activation('summary')
      await turns()
      expect(said).toEqual([])
    })

    test('not where it was given ids alone: nobody told it what there is', async () => {
      const { gate, said } = await serveDeclared([{ id: 'summary' }])
      gate.permits('ben', 'summary', typo)
      await turns()
      expect(said).toEqual([])
    })
  })

  test('the authority tells of a feature of which nobody has a run yet', async () => {
    const own = defineFeature({ ...summary, id: 'notes', policy: { ...summary.policy, turnOn: 'anyone' } })
    const meeting = await createMeeting({ features: [own] })
    expect((await meeting.worker()).lists().map(({ feature }) => feature)).toEqual(['notes'])
  })
})

test('what is built on the client says its own troubles where the client says its', async () => {
  const meeting = await createMeeting({ features })
  const { client, troubles } = await join(meeting, 'ben')
  client.sayTrouble('No styles.')
  client.sayTrouble('No styles.')
  await meeting.settle()
  expect(troubles).toEqual(['No styles.'])
})

test('a lost connection is no trouble of the engineer', async () => {
  const meeting = await createMeeting({ features })
  const { client, troubles } = await join(meeting, 'ben')
  await meeting.kill()
  await meeting.advance(60_000)
  expect(client.store.getState().connection).toBe('lost')
  expect(troubles).toEqual([])
})

test('what is declared otherwise here than there is said, and what is the same is not', async () => {
  const meeting = await createMeeting({ features: [summary, together] })
  const other = defineFeature({ ...summary, retention: { days: 90 } })
  const { troubles } = await join(meeting, 'ben', { features: [other, minutes, together] })
  expect(troubles).toEqual([
    expect.stringMatching(/^Feature "summary" is declared here, and not at the consent server or otherwise/),
    expect.stringMatching(/^Feature "minutes" is declared here/),
  ])
})

test('what no participant can mend is said: no roster, and no such feature', async () => {
  const meeting = await createMeeting({ features: [together] })
  const { client: host, troubles } = await join(meeting, 'anna', { role: 'host' })
  expect(await host.enable('together', { answer: 'accept' })).toMatchObject({
    rejection: { code: 'no-roster' },
  })
  for (const wish of [host.accept('nope'), host.enable('nope', { answer: 'decline' })]) {
    expect(await wish).toMatchObject({ rejection: { code: 'unknown-feature' } })
  }
  const shown = host.show('together', { visibleMs: 2_000, lang: 'en' })
  expect(await shown).toMatchObject({ rejection: { code: 'feature-off' } })
  expect(troubles).toEqual([
    expect.stringMatching(/^Rejected as no-roster: /),
    expect.stringMatching(/^Rejected as unknown-feature: /),
  ])
})

describe('a yes that nothing indicates', () => {
  const enabled = async (options: JoinOptions) => {
    const meeting = await createMeeting({ features })
    const { client: host } = await join(meeting, 'anna', { role: 'host' })
    const ben = await join(meeting, 'ben', options)
    expect(await host.enable('summary', { answer: 'decline' })).toEqual(OK)
    await agree(ben.client, 'summary')
    return { meeting, ...ben }
  }

  test('is said after three seconds', async () => {
    const { meeting, troubles } = await enabled({ indicator: false })
    await meeting.advance(2_900)
    expect(troubles).toEqual([])
    await meeting.advance(200)
    expect(troubles).toEqual([expect.stringMatching(/^A yes captures nothing before a lasting indicator/)])
  })

  test('is not, where an indicator comes in time, or the person waits in the lobby', async () => {
    const late = await enabled({ indicator: false })
    late.client.attachIndicator()
    await late.meeting.advance(10_000)
    expect(late.troubles).toEqual([])
    const lobby = await enabled({ indicator: false, place: 'lobby' })
    await lobby.meeting.advance(10_000)
    expect(lobby.troubles).toEqual([])
  })
})

describe('options that cannot be right are refused at once', () => {
  afterEach(() => vi.unstubAllGlobals())
  const url = 'ws://localhost:1/consent'
  const token = 'good'

  test.each(['localhost:3100/consent', '/consent', '', undefined, 'ftp://calls.example'])(
    'url %j, where there is no page',
    (url) => {
      const options = { url: url as string, token, features }
      expect(() => createConsentClient(options)).toThrow('(rule "server-url"')
      expect(() => connectGate(options)).toThrow('(rule "server-url"')
    },
  )

  test('features', () => {
    for (const none of [undefined, summary]) {
      const options = { url, token, features: none as unknown as [] }
      expect(() => connectGate(options)).toThrow(/^features is no list\..*\(rule "features"/)
    }
    const raw = [{ id: 'raw' }] as unknown as (typeof summary)[]
    expect(() => createConsentClient({ url, token, features: raw })).toThrow('Feature "raw"')
    expect(() => createConsentClient({ url, token, features: [summary, summary] })).toThrow('Two features')
  })

  test('a page that is not secure', () => {
    vi.stubGlobal('crypto', {})
    vi.stubGlobal('location', new URL('http://mycall.test:3100/call'))
    expect(() => createConsentClient({ url, token, features })).toThrow(
      'This page is at http://mycall.test:3100, which is no secure context.',
    )
  })

  test('an address may be given from the page on, and with http', async () => {
    const opened: string[] = []
    vi.stubGlobal('location', new URL('https://calls.example/room/7'))
    vi.stubGlobal(
      'WebSocket',
      class extends EventTarget {
        constructor(url: string) {
          super()
          opened.push(url)
        }
        close() {}
      },
    )
    for (const url of ['/consent', 'http://localhost:3100/consent']) {
      const client = createConsentClient({ url, token, features })
      await vi.waitFor(() => expect(opened.length).toBe(url === '/consent' ? 1 : 2))
      client.dispose()
    }
    expect(opened).toEqual(['wss://calls.example/consent', 'ws://localhost:3100/consent'])
  })
})

test('the console has it where the app hears of nothing itself', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const client = createConsentClient({ url: 'ws://127.0.0.1:1/consent', token: 'good', features })
  await vi.waitFor(() => expect(warn).toHaveBeenCalled())
  client.dispose()
  expect(warn.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^Ask First, ws:\/\/127\.0\.0\.1:1\/consent: No consent server has answered.* \(see @askfirst\/core\/dist\/errors\.md\)$/,
      ),
    ],
  ])
  warn.mockRestore()
})
