import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AskFirstError, type FeatureOptions, type NoticeHashes } from '@askfirst/core'
import type { Command } from 'commander'
import { assertFeatures } from '../assert-features.ts'
import { createKeyRing } from '../keys.ts'
import { isDatabase, openLedger } from '../ledger/open-ledger.ts'
import { readPostgresOptions } from '../ledger/postgres-options.ts'
import { openSigningFile } from '../ledger/signing-file.ts'
import { createLog } from '../log.ts'
import { findNear } from '../odd-word.ts'
import { createRegisteredCatalogue } from '../registered-catalogue.ts'
import type { ServeConfig } from '../serve-config.ts'
import { createConsentServer } from '../server.ts'
import { assertLease, assertSettings } from '../server-options.ts'
import { readConfig } from './read-config.ts'
import { readFeatures } from './read-features.ts'
import { readRegistered } from './read-registered.ts'
import { findKeys, TRIMMED } from './read-secret.ts'
import { readSetting, SETTINGS, type SettingName, type Settings } from './settings.ts'

type ServeFlags = Readonly<Record<string, unknown>> & {
  readonly config?: string
  readonly features?: string
  readonly secretFile?: string
}

const HELP = `
For a start:
  $ openssl rand -base64 48 > secret
  $ askfirst serve --features ./features.js --ledger consent.db --secret-file secret

Every flag has a variable too, named as it is: ASKFIRST_PORT for --port, ASKFIRST_GATE_LEASE_MS for --gate-lease-ms.
A config file has the same names without dashes (port, gateLeaseMs; origins for --origin), and what no flag can say: features, keys,
limits, webhooks and hooks. A flag counts before a variable, a variable before the file, the file before the default.

  // askfirst.config.ts
  import { defineServeConfig } from '@askfirst/server'
  import { summary } from './features.ts'
  export const config = defineServeConfig({ features: [summary], ledger: 'consent.db', port: 8787 })

It also answers GET /healthz, /readyz and /metrics: keep the last from the world where it listens to it.
Tokens for it are minted on your app's server: createMint({ keys, features }) of @askfirst/server.
SIGTERM and SIGINT end it once everything is written; a second one ends it at once.
`

export function addServe(program: Command): void {
  const command = program
    .command('serve')
    .description('Run the consent server by itself. Put TLS in front of it: tokens pass through it.')
    .option('--config <file>', 'module (.js, .ts) that exports config (or ASKFIRST_CONFIG)')
    .option('--features <file>', 'module (.js, .ts) that exports your features (or ASKFIRST_FEATURES)')
    .option(
      '--secret-file <file>',
      `file with the secret for tokens (or the secret itself in ASKFIRST_SECRET); issuer, audience and previous of keys in the config file hold beside it; ${TRIMMED}`,
    )
  for (const { fallback, flag, help } of Object.values(SETTINGS)) {
    command.option(flag, fallback === undefined ? help : `${help} (default: ${fallback})`)
  }
  command.addHelpText('after', HELP).action(serve)
}

async function serve(flags: ServeFlags): Promise<void> {
  assertVariables()
  const configFile = flags.config ?? env('ASKFIRST_CONFIG')
  const config: ServeConfig = configFile === undefined ? {} : await readConfig(configFile)
  const settings = readSettings(flags, config, configFile)
  const features = await findFeatures(flags, config)
  assertFeatures(features)
  const notices = settings.notices === undefined ? undefined : readNotices(settings.notices)
  // What is wrong with them is said before anybody can connect.
  await createRegisteredCatalogue(features, notices)
  const keys = findKeys(flags.secretFile, config.keys)
  if (settings.ledger === undefined) throw missing('ledger', SETTINGS.ledger)
  const {
    ledger: place,
    signing,
    host = '',
    log: level = 'info',
    origins,
    path = '',
    port = 0,
    notices: _,
    ...durations
  } = settings
  const { facts, limits, webhooks, hookWithinMs, onAuthenticate, onCommand, onCommit, onGateChange } = config
  const options = {
    ...withoutUndefined({ ...durations, facts, limits, webhooks, hookWithinMs }),
    ...withoutUndefined({ onAuthenticate, onCommand, onCommit, onGateChange }),
    features,
    keys,
    notices,
    path,
    log: createLog(level),
    ...(origins !== undefined && { allowedOrigins: origins }),
  }
  // All that can be wrong with them, before a file or a table is made.
  assertSettings(options)
  if (isDatabase(place)) assertLease(readPostgresOptions(place), options.gateLeaseMs)
  createKeyRing(keys)
  const ledger = await openLedger(place, signing === undefined ? {} : { signing: openSigningFile(signing) })
  const consent = createConsentServer({ ...options, ledger })
  const http = createServer(consent.listener)
  consent.attach(http)
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error) => reject(cannotListen(host, port, error)))
    http.listen(port, host, resolve)
  })

  let isClosing = false
  const close = async (): Promise<void> => {
    // Asked twice: whoever it is does not want to wait.
    if (isClosing) process.exit(1)
    isClosing = true
    await consent.close()
    http.close()
    http.closeAllConnections()
    console.log('askfirst: closed; what was acknowledged is in the ledger')
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close())

  if (signing === undefined && isDatabase(place))
    console.log('askfirst: nothing is signed: make keys with --signing <file>, kept apart from the database')
  // Last: whoever reads the address may want to stop it at once.
  const at = http.address() as AddressInfo
  const name = at.family === 'IPv6' ? `[${at.address}]` : at.address
  console.log(
    `askfirst: ws://${name}:${at.port}${path} asks about ${features.map(({ id }) => id).join(', ')}`,
  )
}

/** A variable that is set to nothing is not set. */
const env = (name: string): string | undefined => process.env[name] || undefined

/** What looks like a variable of ours and is none would be taken for one that is in force: `ASKFIRST_ORIGINS`. */
function assertVariables(): void {
  const known = [
    ...Object.values(SETTINGS).map((one) => one.env),
    ...['ASKFIRST_CONFIG', 'ASKFIRST_FEATURES', 'ASKFIRST_SECRET'],
  ]
  for (const name of Object.keys(process.env)) {
    if (!name.startsWith('ASKFIRST_') || known.includes(name)) continue
    // Others call theirs so too, as Kubernetes does for a service of that name: ASKFIRST_2_PORT is two slips away.
    const near = findNear(name, known, 1)
    if (near === undefined) continue
    throw new AskFirstError('serve-setting', {
      what: `${name} is no setting.`,
      why: 'It would be taken for one that is in force.',
      fix: `Perhaps ${near} is meant; askfirst serve --help lists them.`,
    })
  }
}

function readSettings(flags: ServeFlags, config: ServeConfig, file = ''): Settings {
  const names = Object.keys(SETTINGS) as SettingName[]
  return Object.fromEntries(
    names.map((name) => {
      const { env: variable, flag } = SETTINGS[name]
      const given = [
        { value: flags[name === 'origins' ? 'origin' : name], from: flag.split(' ')[0] ?? flag },
        { value: env(variable), from: variable },
        { value: config[name], from: `"${name}" in ${file}` },
      ]
      return [name, readSetting(name, given)]
    }),
  ) as unknown as Settings
}

async function findFeatures(flags: ServeFlags, config: ServeConfig): Promise<readonly FeatureOptions[]> {
  const file = flags.features ?? env('ASKFIRST_FEATURES')
  if (file !== undefined) return readFeatures(file)
  if (config.features !== undefined) return config.features
  throw missing('features', { flag: '--features <file>', env: 'ASKFIRST_FEATURES' })
}

const withoutUndefined = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }

const missing = (
  name: string,
  { env: variable, flag }: { readonly flag: string; readonly env: string },
): AskFirstError =>
  new AskFirstError('serve-setting', {
    what: `${name} is missing.`,
    why: 'There is no default for it.',
    fix: `Pass ${flag}, set ${variable}, or name it in the config file; askfirst serve --help says more.`,
  })

const readNotices = (file: string): NoticeHashes =>
  readRegistered(file, `Make it with: askfirst notices build --texts <file> --out ${file}`) as NoticeHashes

const cannotListen = (host: string, port: number, { message }: Error): AskFirstError =>
  new AskFirstError('serve-address', {
    what: `Cannot listen on ${host}, port ${port} (${message}).`,
    why: 'Another program may have the port, or this machine not the address.',
    fix: 'Choose another --port or --host; with --port 0 any free port is taken.',
  })
