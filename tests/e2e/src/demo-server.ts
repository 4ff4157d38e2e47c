import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { HearingReport } from 'video-call/notetaker/test-endpoint.ts'
import { createTokens } from 'video-call/server/tokens.ts'
import { everyMeeting } from 'video-call/shared/identity.ts'

const callFolder = new URL('../../../examples/video-call/', import.meta.url)
const inCall = (path: string) => fileURLToPath(new URL(path, callFolder))

export interface DemoServerOptions {
  /** Further environment of both processes. */
  readonly env?: Readonly<Record<string, string>>
}

/** The call server and the notetaker of examples/video-call, as processes of their own that can be killed. */
export interface DemoServer {
  readonly address: string
  /** Where both keep what they store. */
  readonly storage: string
  /** Files in `storage` whose content has this text. */
  storageHolds(text: string): Promise<string[]>
  /** What the notetaker hears, over its test endpoint. */
  hearing(): Promise<HearingReport>
  /** SIGKILL, and gone when it resolves. */
  killServer(): Promise<void>
  /** On the same port, with the same secret. */
  startServer(): Promise<void>
  killNotetaker(): Promise<void>
  startNotetaker(): Promise<void>
  /** Everything both printed. */
  output(): string
  stop(): Promise<void>
}

/** Starts both on free loopback ports. */
export async function startDemoServer({ env = {} }: DemoServerOptions = {}): Promise<DemoServer> {
  const storage = await mkdtemp(join(tmpdir(), 'askfirst-e2e-'))
  const secret = randomBytes(32).toString('base64url')
  const testToken = randomUUID()
  const common = { ASKFIRST_SECRET: secret, ASKFIRST_TEST: '1', ASKFIRST_STORAGE: storage, ...env }
  let printed = ''
  let port = 0
  let endpoint = ''
  const running = new Map<string, ChildProcess>()

  const start = async (script: string, own: Record<string, string>, ready: RegExp) => {
    const child = spawn(process.execPath, ['--conditions=askfirst-source', inCall(script)], {
      env: { ...process.env, ...common, ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.set(script, child)
    const found = await new Promise<RegExpExecArray>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface(stream).on('line', (line) => {
          printed += `${script}: ${line}\n`
          const match = ready.exec(line)
          if (match) resolve(match)
        })
      }
      child.once('exit', (code) => reject(new Error(`${script} ended with ${code}:\n${printed}`)))
    })
    return found[1] ?? ''
  }
  const kill = async (script: string, signal: NodeJS.Signals) => {
    const child = running.get(script)
    running.delete(script)
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  const startServer = async () => {
    const address = await start('server/main.ts', { PORT: String(port) }, /call server (\S+)/)
    port = Number(new URL(address).port)
  }
  const startNotetaker = async () => {
    const token = await createTokens(secret).mint({
      ...{ participant: `notetaker-${randomUUID()}`, meeting: everyMeeting, name: 'AI notetaker' },
      ...{ role: 'attendee', kind: 'agent' },
    })
    const own = {
      ASKFIRST_NOTETAKER_TOKEN: token,
      ASKFIRST_CALL_URL: `http://127.0.0.1:${port}`,
      ASKFIRST_NOTES_DIR: join(storage, 'notes'),
      ASKFIRST_TEST_TOKEN: testToken,
    }
    endpoint = await start('notetaker/main.ts', own, /test endpoint (\S+)/)
  }

  await startServer()
  await startNotetaker()
  return {
    get address() {
      return `http://127.0.0.1:${port}`
    },
    storage,
    async storageHolds(text) {
      const files = await readdir(storage, { recursive: true, withFileTypes: true })
      const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
      // A file that is being replaced may be gone by now, and its successor is in the list.
      const contents = await Promise.all(paths.map((path) => readFile(path).catch(() => undefined)))
      return paths.filter((_, index) => contents[index]?.includes(text))
    },
    async hearing() {
      const response = await fetch(`${endpoint}/hearing`, {
        headers: { authorization: `Bearer ${testToken}` },
      })
      return (await response.json()) as HearingReport
    },
    killServer: () => kill('server/main.ts', 'SIGKILL'),
    startServer,
    killNotetaker: () => kill('notetaker/main.ts', 'SIGKILL'),
    startNotetaker,
    output: () => printed,
    async stop() {
      for (const script of [...running.keys()]) await kill(script, 'SIGTERM')
      await rm(storage, { recursive: true, force: true })
    },
  }
}
