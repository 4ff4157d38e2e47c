import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { SECRET } from './running-server.ts'

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url))
const FEATURES_FILE = fileURLToPath(new URL('./features.ts', import.meta.url))

/** Runs `askfirst` from its sources in a process of its own. */
export function askfirst(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['--conditions=askfirst-source', BIN, ...args], {
    env: { ...process.env, ASKFIRST_SECRET: SECRET, ASKFIRST_LOG: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs it to its end. */
export async function runAskfirst(args: readonly string[], env: Record<string, string> = {}) {
  const child = askfirst(args, env)
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (bytes: Buffer) => {
      said[stream] += bytes.toString()
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { ...said, code }
}

/** `askfirst serve` on one ledger and one port, that can be frozen, killed and started again. */
export function createServeChild(ledger: string, flags: readonly string[] = []) {
  let child: ChildProcess | undefined
  let port = '0'
  const errors: string[] = []
  const kill = (): void => {
    child?.kill('SIGKILL')
  }
  process.on('exit', kill)

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
      const starting = askfirst(['serve', ...args])
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
