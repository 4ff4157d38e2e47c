import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import {
  type Client,
  type Conversation,
  eventually,
  FEATURES,
  joined,
  MEETING,
  openConversation,
} from './src/conversation.ts'
import { startFreezer } from './src/freezer.ts'
import { NOTETAKER, type Python, preparePython } from './src/python.ts'
import { vectors } from './src/vectors.ts'

// The worker in Python that was written from the page alone, against the real server.

const python = preparePython()
const isMissing = typeof python === 'string'
if (isMissing) console.warn(`The notetaker in Python is left out: ${python}`)
afterAll(() => {
  if (!isMissing) python.remove()
})

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})

const SUMMARY = 'meeting-summary'

async function accept(client: Client): Promise<void> {
  await eventually(() => expect(client.store.getState().view?.features[SUMMARY]?.phase).toBe('on'))
  expect(await client.show(SUMMARY, { visibleMs: 2_500, lang: 'en' })).toEqual({ ok: true })
  expect(await client.accept(SUMMARY)).toEqual({ ok: true })
}

/** The notetaker as a process of its own, that is told lines and says which it kept. */
async function startNotetaker({ program, env }: Python, conversation: Conversation, origin: string) {
  const { server } = conversation
  const holder = { meeting: MEETING, processor: 'Acme AI', features: FEATURES }
  const child = spawn(
    program,
    [join(NOTETAKER, 'notetaker.py'), `ws://${origin}/consent`, SUMMARY, 'summarise'],
    { env: { ...env, ASKFIRST_TOKEN: await server.mintProcessorToken(holder) } },
  )
  undo.push(() => child.kill('SIGKILL'))
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (bytes: Buffer) => {
      said[stream] += bytes.toString()
    })
  }
  const lines = () => said.stdout.split('\n').filter((line) => line !== '')
  const says = (participant: string, text: string) =>
    child.stdin.write(`${JSON.stringify({ participant, text })}\n`)
  return {
    child,
    says,
    kept: () => lines().flatMap((line) => JSON.parse(line).text ?? []),
    /** Says it again and again, as people do, until it is kept: the gate is open, and all before is dealt with. */
    async isHeard(participant: string, text: string) {
      await eventually(() => {
        says(participant, text)
        expect(
          lines().map((line) => JSON.parse(line).text),
          said.stderr,
        ).toContain(text)
      })
    },
    /** Nothing that they say is kept any more: of the words of both, only those of the other one are. */
    async isDeafTo(participant: string, other: string) {
      await eventually(async () => {
        const words = `still there? ${lines().length}`
        says(participant, words)
        await this.isHeard(other, `${words} yes`)
        expect(lines().map((line) => JSON.parse(line).text)).not.toContain(words)
      })
    },
    async ends() {
      const ended = once(child, 'close')
      child.stdin.end()
      await ended
      expect(said.stderr).toBe('')
      return JSON.parse(lines().at(-1) ?? '').notes as readonly { readonly participant: string }[]
    },
  }
}

async function meet(options: { readonly gateLeaseMs?: number } = {}) {
  const conversation = await openConversation(options)
  undo.push(conversation.close)
  const freezer = await startFreezer(conversation.origin)
  undo.push(freezer.close)
  const [ada, ben, cem] = [
    conversation.person('ada', 'host'),
    conversation.person('ben'),
    conversation.person('cem'),
  ]
  await joined(ada, ben, cem)
  expect(await ada.enable(SUMMARY, { answer: 'accept' })).toEqual({ ok: true })
  await accept(ben)
  const notetaker = await startNotetaker(python as Python, conversation, freezer.origin)
  return { ...conversation, freezer, ada, ben, cem, notetaker }
}

const name = isMissing ? `the notetaker in Python, left out since ${python}` : 'the notetaker in Python'
describe.skipIf(isMissing)(name, () => {
  test('passes the vectors', () => {
    const { program, env } = python as Python
    const args = [join(NOTETAKER, 'play_vectors.py'), join(NOTETAKER, '../../docs/protocol/vectors.json')]
    const { stdout, status } = spawnSync(program, args, { encoding: 'utf8', env })
    expect(stdout.trim()).toBe(`${vectors.length} vectors passed, 0 failed`)
    expect(status).toBe(0)
  })

  test('keeps what was said after a yes, nothing after a no, and erases what it is asked to', async () => {
    const { ben, events, notetaker } = await meet()
    notetaker.says('ben', 'before any list')
    await notetaker.isHeard('ada', 'hello')
    await notetaker.isHeard('ben', 'me too')
    notetaker.says('cem', 'nobody asked me')
    expect(await ben.withdraw(SUMMARY)).toEqual({ ok: true })
    await notetaker.isDeafTo('ben', 'ada')
    notetaker.says('ben', 'off the record')
    await notetaker.isHeard('ada', 'goes on')
    for (const said of ['before any list', 'nobody asked me', 'off the record']) {
      expect(notetaker.kept()).not.toContain(said)
    }
    expect(await ben.erase(SUMMARY)).toEqual({ ok: true })
    await eventually(async () =>
      expect((await events()).at(-1)).toMatchObject({ type: 'erasure.acknowledged', participant: 'ben' }),
    )
    const notes = await notetaker.ends()
    expect(new Set(notes.map(({ participant }) => participant))).toEqual(new Set(['ada']))
  })

  test('keeps nothing while the server is silent, and comes back by itself', async () => {
    const { freezer, ben, notetaker } = await meet({ gateLeaseMs: 600 })
    await notetaker.isHeard('ben', 'hello')
    freezer.freeze()
    await new Promise((later) => setTimeout(later, 700))
    notetaker.says('ada', 'into the dark')
    expect(await ben.withdraw(SUMMARY)).toEqual({ ok: true })
    notetaker.says('ben', 'nobody hears this')
    await new Promise((later) => setTimeout(later, 100))
    freezer.thaw()
    await notetaker.isHeard('ada', 'there again')
    notetaker.says('ben', 'nor this')
    await notetaker.isHeard('ada', 'over')
    expect(new Set(notetaker.kept())).toEqual(new Set(['hello', 'there again', 'over']))
    await notetaker.ends()
  })

  test('stopped for longer than its lease, it keeps nothing of what waited for it', async () => {
    const { ben, notetaker } = await meet({ gateLeaseMs: 600 })
    await notetaker.isHeard('ben', 'hello')
    notetaker.child.kill('SIGSTOP')
    // Her yes stands all the while: what lets go of it is the lease.
    notetaker.says('ada', 'a yes that it could not know of')
    notetaker.says('ben', 'while it slept')
    await new Promise((later) => setTimeout(later, 1_000))
    expect(await ben.withdraw(SUMMARY)).toEqual({ ok: true })
    notetaker.child.kill('SIGCONT')
    await notetaker.isHeard('ada', 'awake')
    expect(new Set(notetaker.kept())).toEqual(new Set(['hello', 'awake']))
    await notetaker.ends()
  })
})

test.skipIf(isMissing)('the notetaker ends, and says why, where its token is refused', async () => {
  const { program, env } = python as Python
  const conversation = await openConversation()
  undo.push(conversation.close)
  const args = [join(NOTETAKER, 'notetaker.py'), `ws://${conversation.origin}/consent`, SUMMARY, 'summarise']
  const child = spawn(program, args, { env: { ...env, ASKFIRST_TOKEN: 'forged' } })
  undo.push(() => child.kill('SIGKILL'))
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint += bytes.toString()
  })
  expect((await once(child, 'close'))[0]).toBe(1)
  expect(complaint).toMatch(/^Refused \(token\): /)
})

test.skipIf(isMissing)(
  'the notetaker comes back slower and slower to a server that it does not understand',
  async () => {
    const { program, env } = python as Python
    const hellos: number[] = []
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    undo.push(() => server.close())
    server.on('connection', (socket) =>
      socket.on('message', (message) => {
        if (JSON.parse(message.toString()).type !== 'hello') return
        hellos.push(performance.now())
        for (const said of [
          { type: 'welcome', version: '1.1', session: 's', leaseMs: 600 },
          { type: 'hint' },
        ])
          socket.send(JSON.stringify(said))
      }),
    )
    await once(server, 'listening')
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/consent`
    const args = [join(NOTETAKER, 'notetaker.py'), url, SUMMARY, 'summarise']
    const child = spawn(program, args, { env: { ...env, ASKFIRST_TOKEN: 'any' } })
    undo.push(() => child.kill('SIGKILL'))
    // After a quarter of a second, a half, one and two, or half as long.
    await eventually(() => expect(hellos.length).toBeGreaterThanOrEqual(5))
    const [before = 0, last = 0] = hellos.slice(3)
    expect(last - before).toBeGreaterThan(900)
  },
)

test('the notetaker in Python has fewer than 100 lines in all', () => {
  const text = readFileSync(join(NOTETAKER, 'notetaker.py'), 'utf8')
  expect(text.trimEnd().split('\n').length).toBeLessThan(100)
})
