import { randomBytes } from 'node:crypto'
import { createCallServer } from './call-server.ts'
import { createTokens } from './tokens.ts'

const { env } = process

/** Without ASKFIRST_SECRET everybody's token ends with this run. */
const tokens = createTokens(env.ASKFIRST_SECRET ?? randomBytes(32).toString('base64url'))
const server = createCallServer({
  tokens,
  test: env.ASKFIRST_TEST === '1',
  iceServers: JSON.parse(env.ASKFIRST_ICE_SERVERS ?? '[]'),
})
const port = await server.listen(Number(env.PORT ?? 4600), env.HOST ?? '127.0.0.1')
console.log(`call server http://${env.HOST ?? '127.0.0.1'}:${port}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().finally(() => process.exit(0)))
}
