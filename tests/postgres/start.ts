import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, chownSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'

/** A PostgreSQL server of our own, on loopback, that ends with us. */
export interface PostgresServer {
  readonly host: string
  /** The address of a schema that nobody used yet; more parameters go behind it with `&`. */
  newUrl(host?: string): string
  /** Lets its administrator say something; gives the first column of the answer. */
  tell(sql: string): Promise<string[]>
  /** Ends every connection, and comes back at the same address. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Ends with whoever started it, however that one ended: its standard input is closed then. */
const UNTIL_ALONE = '"$@" & child=$!; cat >/dev/null; kill -INT $child; wait $child'

/** Makes a database cluster in a temporary directory and starts its server. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const programs = findPrograms()
  const account = findAccount()
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-postgres-'))
  chmodSync(directory, 0o755)
  const cluster = join(directory, 'cluster')
  mkdirSync(cluster, 0o700)
  chownSync(cluster, account.uid, account.gid)
  const as = { uid: account.uid, gid: account.gid, cwd: '/' }
  execFileSync(
    join(programs, 'initdb'),
    ['-D', cluster, '-U', 'askfirst', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
    { ...as, stdio: 'pipe' },
  )
  const port = await findPort()
  const flags = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: cluster,
    log_statement: 'none',
  }
  const start = async (): Promise<ChildProcess> => {
    const server = spawn(
      'sh',
      [
        ...['-c', UNTIL_ALONE, 'sh', join(programs, 'postgres'), '-D', cluster],
        ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
        ...settings.map((setting) => `--${setting}`),
      ],
      { ...as, stdio: ['pipe', 'ignore', 'pipe'] },
    )
    await untilReady(server)
    return server
  }
  const end = async (server: ChildProcess): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.stdin?.end()
    await ended
  }
  let server = await start()
  const host = `127.0.0.1:${port}`
  return {
    host,
    newUrl: (at = host) => `postgres://askfirst@${at}/postgres?schema=s_${randomUUID().replaceAll('-', '')}`,
    async tell(sql) {
      const client = new pg.Client(`postgres://askfirst@${host}/postgres`)
      await client.connect()
      try {
        const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
        return rows.map(([first]) => String(first))
      } finally {
        await client.end()
      }
    },
    async restart() {
      await end(server)
      server = await start()
    },
    async stop() {
      await end(server)
      rmSync(directory, { recursive: true })
    },
  }
}

function findPrograms(): string {
  const places = [
    ...(process.env.PATH ?? '').split(delimiter),
    // Debian keeps them out of the path, a directory for each version.
    ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
  ]
  const found = places.find(
    (place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')),
  )
  if (found !== undefined) return found
  throw new Error('These tests start PostgreSQL, and it is not installed: apt-get install postgresql')
}

/** PostgreSQL refuses to run as root. */
function findAccount(): { readonly uid: number; readonly gid: number } {
  const { uid, gid } = userInfo()
  if (uid !== 0) return { uid, gid }
  const numberOf = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: numberOf('-u'), gid: numberOf('-g') }
}

/** PostgreSQL does not choose a port by itself. */
const findPort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)))
  })
}
