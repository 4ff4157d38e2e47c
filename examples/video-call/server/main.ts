import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sqliteLedger } from '@askfirst/server'
import { toAddress } from './address.ts'
import { createCallServer } from './call-server.ts'
import { createConsent } from './consent.ts'
import { createTokens } from './tokens.ts'

const { env } = process

/** Without ASKFIRST_SECRET everybody's token ends with this run. */
const secret = env.ASKFIRST_SECRET ?? randomBytes(32).toString('base64url')
const storage = env.ASKFIRST_STORAGE ?? fileURLToPath(new URL('../storage', import.meta.url))
mkdirSync(storage, { recursive: true })
const server = createCallServer({
  tokens: createTokens(secret),
  consent: createConsent({ secret, ledger: sqliteLedger(join(storage, 'consent.db')) }),
  test: env.ASKFIRST_TEST === '1',
  iceServers: JSON.parse(env.ASKFIRST_ICE_SERVERS ?? '[]'),
})
const host = env.HOST ?? '127.0.0.1'
const port = await server.listen(Number(env.PORT ?? 4600), host).catch((reason: NodeJS.ErrnoException) => {
  if (reason.code !== 'EADDRINUSE') throw reason
  const taken = env.PORT ?? 4600
  console.error(`Port ${taken} is in use. Choose another: PORT=${Number(taken) + 100} npx pnpm@12 demo`)
  process.exit(1)
})
console.log(`call server ${toAddress(host, port)}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().finally(() => process.exit(0)))
}
