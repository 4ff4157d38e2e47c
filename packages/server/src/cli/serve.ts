import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AskFirstError, type NoticeHashes } from '@askfirst/core'
import { type Command, InvalidArgumentError } from 'commander'
import { openLedger } from '../ledger/open-ledger.ts'
import { createRegisteredCatalogue } from '../registered-catalogue.ts'
import { createConsentServer } from '../server.ts'
import { readFeatures } from './read-features.ts'
import { readJson } from './read-json.ts'
import { readSecret } from './secret.ts'

interface ServeFlags {
  readonly features: string
  readonly ledger: string
  readonly notices?: string
  readonly port: number
  readonly host: string
  readonly path: string
  readonly secretFile?: string
  readonly origin?: string[]
  readonly unreachableAfterMs?: number
  readonly gateLeaseMs?: number
  readonly hostlessAfterMs?: number
  readonly expireAfterMs?: number
  readonly enforceWithinMs?: number
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Run the consent server by itself. Put TLS in front of it: tokens pass through it.')
    .requiredOption('--features <file>', 'module (.js, .ts) that exports your features')
    .requiredOption('--ledger <place>', 'SQLite file, made if it is not there, or a postgres:// address')
    .option('--notices <file>', 'what askfirst notices build wrote: answers to other texts are rejected')
    .option('--port <number>', 'port to listen on; 0 for any that is free', toPort, 8787)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--path <path>', 'path of the WebSocket', '/consent')
    .option('--secret-file <file>', 'file with the secret for tokens (or set ASKFIRST_SECRET)')
    .option('--origin <origin...>', 'web origins that may connect (default: any; a token is always needed)')
    .option(
      '--unreachable-after-ms <ms>',
      'silence after which a person is not captured (default: 10000)',
      toMs,
    )
    .option(
      '--gate-lease-ms <ms>',
      'silence after which an AI worker closes everything (default: 3000)',
      toMs,
    )
    .option('--hostless-after-ms <ms>', 'how long a feature goes on without a host (default: 60000)', toMs)
    .option('--expire-after-ms <ms>', 'how long away until a yes is over (default: 14400000)', toMs)
    .option('--enforce-within-ms <ms>', 'how long an enforcer may take to answer (default: 3000)', toMs)
    .action(serve)
}

async function serve(flags: ServeFlags): Promise<void> {
  const features = await readFeatures(flags.features)
  const { unreachableAfterMs, gateLeaseMs, hostlessAfterMs, expireAfterMs, enforceWithinMs, origin } = flags
  const notices = flags.notices === undefined ? undefined : readRegistered(flags.notices)
  // What is wrong with them is said before anybody can connect.
  await createRegisteredCatalogue(features, notices)
  const secret = readSecret(flags.secretFile)
  const consent = createConsentServer({
    features,
    ledger: await openLedger(flags.ledger),
    keys: { secret },
    notices,
    path: flags.path,
    ...(unreachableAfterMs !== undefined && { unreachableAfterMs }),
    ...(gateLeaseMs !== undefined && { gateLeaseMs }),
    ...(hostlessAfterMs !== undefined && { hostlessAfterMs }),
    ...(expireAfterMs !== undefined && { expireAfterMs }),
    ...(enforceWithinMs !== undefined && { enforceWithinMs }),
    ...(origin !== undefined && { allowedOrigins: origin }),
  })
  const http = createServer((_request, response) => {
    response.writeHead(426, { upgrade: 'websocket', 'content-type': 'text/plain' })
    response.end(`This is an Ask First consent server. Clients connect by WebSocket at ${flags.path}\n`)
  })
  consent.attach(http)
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error) => reject(cannotListen(flags, error)))
    http.listen(flags.port, flags.host, resolve)
  })

  let isClosing = false
  const close = async (): Promise<void> => {
    // Asked twice: whoever it is does not want to wait.
    if (isClosing) process.exit(1)
    isClosing = true
    http.close()
    await consent.close()
    http.closeAllConnections()
    console.log('askfirst: closed; what was acknowledged is in the ledger')
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close())

  // Last: whoever reads the address may want to stop it at once.
  const { address, port, family } = http.address() as AddressInfo
  const host = family === 'IPv6' ? `[${address}]` : address
  console.log(
    `askfirst: ws://${host}:${port}${flags.path} asks about ${features.map(({ id }) => id).join(', ')}`,
  )
}

function readRegistered(file: string): NoticeHashes {
  const found = readJson(file)
  if (found !== undefined) return found as NoticeHashes
  throw new AskFirstError('notices-file', {
    what: `The file ${file} does not exist.`,
    why: 'Answers are compared with the texts in it.',
    fix: `Make it with: askfirst notices build --texts <file> --out ${file}`,
  })
}

const cannotListen = ({ host, port }: ServeFlags, { message }: Error): AskFirstError =>
  new AskFirstError('serve-address', {
    what: `Cannot listen on ${host}, port ${port} (${message}).`,
    why: 'Another program may have the port, or this machine not the address.',
    fix: 'Choose another --port or --host; with --port 0 any free port is taken.',
  })

function toPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

function toMs(text: string): number {
  const ms = Number(text)
  if (Number.isInteger(ms) && ms > 0) return ms
  throw new InvalidArgumentError('Use whole milliseconds.')
}
