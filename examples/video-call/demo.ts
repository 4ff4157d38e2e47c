import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { sayOthers } from './server/address.ts'
import { createTokens } from './server/tokens.ts'
import { everyMeeting } from './shared/identity.ts'

/** Builds the web app, starts the call server and the notetaker, prints the address, and stops both at the end. */
async function demo() {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  console.log('Building the web app …')
  await build({ configFile: here('vite.config.ts'), logLevel: 'warn' })

  // A second demo beside the first has a port of its own, and so a ledger: two servers do not share a file.
  const { PORT: port = '4600', ASKFIRST_STORAGE: given } = process.env
  const storage = given ?? here(port === '4600' ? 'storage' : `storage/${port}`)
  const secret = process.env.ASKFIRST_SECRET ?? randomBytes(32).toString('base64url')
  const start = (script: string, env: Record<string, string>, ready: RegExp) => {
    const child = spawn(
      process.execPath,
      ['--conditions=askfirst-source', '--disable-warning=ExperimentalWarning', here(script)],
      {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const stop = () => child.kill('SIGTERM')
    process.once('exit', stop)
    child.once('exit', (code) => process.exit(code ?? 1))
    return new Promise<string>((resolve) => {
      createInterface(child.stdout).on('line', (line) => {
        const found = ready.exec(line)
        if (found) resolve(found[1] ?? line)
      })
    })
  }

  console.log('Starting the call server and the AI notetaker …')
  const serverEnv = { ASKFIRST_SECRET: secret, ASKFIRST_STORAGE: storage }
  const address = await start('server/main.ts', serverEnv, /call server (\S+)/)
  const token = await createTokens(secret).mint({
    ...{ participant: `notetaker-${randomUUID()}`, meeting: everyMeeting, name: 'AI notetaker' },
    ...{ role: 'attendee', kind: 'agent' },
  })
  await start(
    'notetaker/main.ts',
    {
      ASKFIRST_NOTETAKER_TOKEN: token,
      ASKFIRST_CALL_URL: address,
      ASKFIRST_NOTES_DIR: process.env.ASKFIRST_NOTES_DIR ?? join(storage, 'notes'),
    },
    /notetaker ready/,
  )
  const others = sayOthers(process.env.HOST ?? '127.0.0.1', address)
  console.log(`
  Open ${address}, start a meeting, and open its invitation link in two more tabs.
  As the host, open AI notes (the notebook) and turn on Meeting summary.${others === undefined ? '' : `\n  ${others}`}
  Ctrl+C stops everything.
`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  process.exit(0)
}

await demo()
