import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { AskfirstEnd, AskfirstRun } from './askfirst-host.ts'
import { SECRET } from './running-server.ts'

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url))
const HOST = fileURLToPath(new URL('./askfirst-host.ts', import.meta.url))
const FEATURES_FILE = fileURLToPath(new URL('./features.ts', import.meta.url))

const withSecret = (env: Record<string, string>) => ({
  ...process.env,
  ...{ ASKFIRST_SECRET: SECRET, ASKFIRST_LOG: 'warn' },
  ...env,
})

/** Runs `askfirst` from its sources in a process of its own. */
export function askfirst(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['--conditions=askfirst-source', BIN, ...args], {
    env: withSecret(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Whatever still runs as this process ends goes with it. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
function endsWithUs(child: ChildProcess): ChildProcess {
  running.add(child)
  return child.once('exit', () => running.delete(child))
}

/** One after the other in one process: see there. */
let host: ChildProcess | undefined
let last: Promise<unknown> = Promise.resolve()
function startHost(): ChildProcess {
  const child = fork(HOST, { execArgv: ['--conditions=askfirst-source'] })
  child.unref()
  child.channel?.unref()
  return endsWithUs(child)
}

/** Runs it to its end. */
export function runAskfirst(args: readonly string[], env: Record<string, string> = {}): Promise<AskfirstEnd> {
  const run = async (): Promise<AskfirstEnd> => {
    host ??= startHost()
    host.send({ args, env: withSecret(env) } satisfies AskfirstRun)
    const heard = new AbortController()
    const ends = ['message', 'exit'].map((event) => once(host as ChildProcess, event, heard))
    const [end] = (await Promise.race(ends)) as [AskfirstEnd | number]
    heard.abort()
    if (typeof end === 'object' && end !== null) return end
    host = undefined
    throw new Error(`The process that runs askfirst ended with ${end}, at: ${args.join(' ')}`)
  }
  const ended = last.then(run)
  last = ended.catch(() => {})
  return ended
}

/** `askfirst serve` on one ledger and one port, that can be frozen, killed and started again. */
export function createServeChild(ledger: string, flags: readonly string[] = []) {
  let child: ChildProcess | undefined
  let port = '0'
  const errors: string[] = []

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    const [code] = (await ended) as [number | null]
    child = undefined
    return code
  }

  return {
    /** Resolves with the address once it listens: the same port every time. */
    async start(): Promise<string> {
      const args = ['--features', FEATURES_FILE, '--ledger', ledger, '--port', port, ...flags]
      const starting = endsWithUs(askfirst(['serve', ...args]))
      child = starting
      starting.stderr?.on('data', (bytes: Buffer) => errors.push(bytes.toString()))
      const address = await new Promise<string>((resolve, reject) => {
        starting.once('exit', (code) =>
          reject(new Error(`askfirst serve ended with ${code}: ${errors.join('')}`)),
        )
        starting.stdout?.on('data', (bytes: Buffer) => {
          const said = /ws:\S+/.exec(bytes.toString())
          if (said !== null) resolve(said[0])
        })
      })
      port = new URL(address).port
      return address
    },
    /** Stops it in the middle of whatever it does; its sockets stay open and say nothing. */
    freeze: () => child?.kill('SIGSTOP'),
    /** Lets it go on, as if no time had passed for it. */
    thaw: () => child?.kill('SIGCONT'),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    /** Everything it ever complained about. */
    complaints: () => errors.join(''),
  }
}
