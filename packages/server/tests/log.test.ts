import { memoryLedger } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { failingLedger } from '@askfirst/testing'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { toFault } from '../src/log.ts'
import { eventually, FEATURES, joined, openClient, turnOn, useServer } from './running-server.ts'

const start = useServer()

/** A log that can be read back, at the level where most is said. */
function readableLog() {
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  return { log, lines, text: () => lines.join('') }
}

describe('the log', () => {
  it('names nobody: no person, token, text, worker or meeting', async () => {
    const { log, text } = readableLog()
    const ledger = failingLedger(memoryLedger())
    const MEETING = 'divorce-of-maria-and-jose'
    const tokens: string[] = []
    const { server, url, socket } = await start({
      ledger,
      log,
      onCommand: ({ participant, command }) => {
        if (command.type === 'notice.show') throw new Error(`cannot place ${participant}`)
        return undefined
      },
    })
    const person = (participant: string, role: 'host' | 'attendee') => {
      const client = openClient(url, async () => {
        const token = await server.mintToken({
          meeting: MEETING,
          participant,
          role,
          name: `Sra. ${participant}`,
        })
        tokens.push(token)
        return token
      })
      client.attachIndicator()
      return client
    }
    const [maria, jose] = [person('maria@example.org', 'host'), person('jose@example.org', 'attendee')]
    const token = await server.mintGateToken({
      meeting: MEETING,
      worker: 'worker-of-acme',
      features: FEATURES,
    })
    tokens.push(token)
    const gate = await connectGate({ url, token, features: FEATURES })
    await joined(maria, jose)
    await turnOn(maria)
    await eventually(() => expect(jose.store.getState().view?.features['meeting-summary']?.phase).toBe('on'))
    await jose.show('meeting-summary', { visibleMs: 2_500, lang: 'es' })
    await jose.decline('meeting-summary')
    await maria.enable('captions', { answer: 'accept' })
    // What the ledger says of itself may name the meeting.
    const heal = ledger.fail()
    await maria.changeRole('jose@example.org', 'host')
    heal()
    const stranger = await socket()
    stranger.hello('the.token.of-eve')
    stranger.say({ type: 'command', command: { id: 'x', type: 'consent.decline', feature: 'about-maria' } })
    await maria.withdraw('meeting-summary')
    for (const client of [maria, jose]) client.dispose()
    gate.close()
    await server.close()

    for (const said of [
      'meeting opened',
      'connected',
      'answered',
      'refused',
      'fault',
      'gone',
      'draining',
      'closed',
    ]) {
      expect(text()).toContain(`"msg":"${said}"`)
    }
    for (const secret of ['maria', 'jose', 'Sra.', 'divorce', 'acme', 'of-eve', 'example.org', ...tokens]) {
      expect(text()).not.toContain(secret)
    }
    // What a hook threw is the app's own to log.
    expect(text()).toContain('"source":"hook"')
  })

  it('names no meeting where one cannot be read for a receipt, or a link', async () => {
    const { log, text } = readableLog()
    const evidence = () => Promise.reject(new Error('The meeting "family-lopez" is not what was signed.'))
    const { server } = await start({ log, ledger: { ...memoryLedger(), evidence } as never })
    const token = await server.mintToken({ meeting: 'family-lopez', participant: 'ana', role: 'host' })
    for (const [method, path] of [
      ['GET', 'receipt'],
      ['POST', 'link'],
    ] as const) {
      const request = new Request(`http://consent.example/consent/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
      })
      expect((await server.fetch(request)).status).toBe(500)
    }
    expect(text()).toContain('is not what was signed')
    expect(text()).not.toContain('lopez')
  })

  it('that throws ends nobody’s connection, and not the program', async () => {
    const full = (): never => {
      throw new Error('the disk of the log is full')
    }
    const { person } = await start({ log: { error: full, warn: full, info: full, debug: full } })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
  })

  it('replaces the name of the meeting in what a ledger says, and leaves out what a driver keeps', () => {
    const error = Object.assign(new Error('Append after event 3 of "family-lopez" failed'), {
      code: '23505',
      detail: 'Key (meeting)=(family-lopez) exists',
    })
    const line = JSON.stringify(toFault(error, 'ledger', 'family-lopez'))
    expect(line).not.toContain('lopez')
    expect(line).toContain('Append after event 3')
    expect(line).toContain('23505')
  })

  it('says as much as its level', async () => {
    const { log, lines } = readableLog()
    log.level = 'warn'
    const { person, server } = await start({ log })
    const ada = person('ada', 'host')
    await joined(ada)
    await server.close()
    expect(lines).toEqual([])
  })
})
