import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { eventually, FEATURES, joined, MEETING, turnOn, useServer } from './running-server.ts'

// A worker that is stopped in its tracks, for longer than its lease, in the middle of a frame: when it goes on, no timer
// has run before it asks its gate, and what waited for it is there at once.

const STOPPED_MS = 10_000
const BUSY_MS = 1_500
const WORKER = fileURLToPath(new URL('./worker-child.ts', import.meta.url))
const start = useServer()
const undo: (() => unknown)[] = []
afterEach(() => {
  for (const end of undo.splice(0)) end()
})

interface Told {
  readonly allowed?: string[]
  readonly admitted?: string
  readonly busy?: string
}

/** A worker in a process of its own. */
async function startWorker(url: string, token: string) {
  const args = ['--conditions=askfirst-source', WORKER, url, token]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  undo.push(() => child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  const told = () =>
    said
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Told)
  return {
    allowed: () => told().findLast(({ allowed }) => allowed !== undefined)?.allowed,
    admitted: () => told().flatMap(({ admitted }) => admitted ?? []),
    isBusyWith: (frame: string) => told().some(({ busy }) => busy === frame),
    takes: (participant: string, frame: string, busyMs = 0) =>
      child.stdin.write(`${JSON.stringify({ participant, frame, busyMs })}\n`),
    stop: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
    async ends() {
      const ended = once(child, 'close')
      child.stdin.end()
      await ended
    },
  }
}

it('a worker that was stopped for 10 s admits nothing of what waited for it', {
  timeout: 40_000,
}, async () => {
  const { person, server, url } = await start()
  const [ada, bob] = [person('ada', 'host'), person('bob')]
  await joined(ada, bob)
  await turnOn(ada)
  await eventually(() => expect(bob.store.getState().view?.features['meeting-summary']?.phase).toBe('on'))
  await bob.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })
  expect(await bob.accept('meeting-summary')).toEqual({ ok: true })
  const token = await server.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES })
  const worker = await startWorker(url, token)
  await eventually(() => expect(worker.allowed()).toEqual(['ada', 'bob']))
  worker.takes('bob', 'before', 10)
  await eventually(() => expect(worker.admitted()).toEqual(['before']))

  worker.takes('ada', 'in the middle', BUSY_MS)
  await eventually(() => expect(worker.isBusyWith('in the middle')).toBe(true))
  worker.stop()
  // Ada says yes all the while: what waited is not admitted for her either.
  for (const who of ['ada', 'bob']) worker.takes(who, `${who} while it was stopped`)
  await delay(STOPPED_MS / 2)
  expect(await bob.withdraw('meeting-summary')).toEqual({ ok: true })
  worker.takes('bob', 'bob after his no')
  await delay(STOPPED_MS / 2)
  worker.goOn()

  await eventually(() => expect(worker.allowed()).toEqual(['ada']))
  worker.takes('bob', 'bob later')
  worker.takes('ada', 'after')
  await eventually(() => expect(worker.admitted()).toContain('after'))
  expect(worker.admitted()).toEqual(['before', 'after'])
  await worker.ends()
})
