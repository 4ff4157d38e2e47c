import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createConsentServer, sqliteLedger } from '@askfirst/server'
import { answerParent } from './src/child.ts'
import { cpuMs, moment } from './src/moment.ts'
import { createPlainServer } from './src/plain-server.ts'
import { SECRET, summary } from './src/subject.ts'

// The server under load, in a process of its own: Ask First as an app would mount it, or the plain one.

const directory = mkdtempSync(join(tmpdir(), 'askfirst-load-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
const file = join(directory, 'ledger.db')
const delay = monitorEventLoopDelay({ resolution: 1 })
/** When bytes of those who are marked came out of the kernel. */
const arrivals = new Map<string, number[]>()
let close: (() => Promise<void>) | undefined
let plain: ReturnType<typeof createPlainServer> | undefined
let cpuFrom = 0

function mark(http: Server): void {
  http.prependListener('upgrade', (request, socket) => {
    const marked = /[?&]mark=([^&]+)/.exec(request.url ?? '')?.[1]
    if (marked === undefined) return
    const times: number[] = []
    arrivals.set(marked, times)
    socket.on('data', () => times.push(moment()))
  })
}

const answers = {
  async start(kind: 'askfirst' | 'plain'): Promise<string> {
    let http: Server
    if (kind === 'plain') {
      plain = createPlainServer(file)
      http = plain.http
      close = plain.close
    } else {
      http = createServer()
      const ledger = sqliteLedger(file)
      const consent = createConsentServer({ features: [summary], ledger, keys: { secret: SECRET } })
      consent.attach(http)
      close = () => consent.close()
    }
    mark(http)
    // A crowd that connects at once waits in the kernel instead of being turned away.
    await new Promise<void>((resolve) => http.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve))
    return `ws://127.0.0.1:${(http.address() as AddressInfo).port}/consent`
  },
  /** What the plain server answers from now on is written as the authority writes it. */
  keepInLedger(): void {
    plain?.keepInLedger()
  },
  /** Bytes that the process has, and those of them that are objects, once what is not needed any more is gone. */
  memory() {
    // With the room that is kept ready for new objects, which is tens of megabytes however many people there are.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    const { heapUsed, external, rss } = process.memoryUsage()
    return { whole: rss, objects: heapUsed + external }
  },
  begin(): void {
    delay.enable()
    delay.reset()
    cpuFrom = cpuMs()
  },
  /** Of the time since `begin`. */
  figures: () => ({ blockMs: delay.max / 1e6, cpuMs: cpuMs() - cpuFrom }),
  arrivals: () => [...arrivals],
  async stop(): Promise<void> {
    await close?.()
  },
}
export type ServerAnswers = typeof answers
answerParent(answers)
