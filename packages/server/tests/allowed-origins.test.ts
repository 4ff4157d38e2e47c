import { memoryLedger } from '@askfirst/core/authority'
import { describe, expect, it } from 'vitest'
import { isOrigin } from '../src/allowed-origins.ts'
import { createConsentServer } from '../src/server.ts'
import { eventually, FEATURES, SECRET, useServer } from './running-server.ts'

const start = useServer()

describe('allowedOrigins', () => {
  const create = (allowedOrigins: unknown) =>
    createConsentServer({
      features: FEATURES,
      ledger: memoryLedger(),
      keys: { secret: SECRET },
      allowedOrigins: allowedOrigins as string[],
    })

  it.each<[unknown, string]>([
    ['https://app.example', "is no array. What browsers say .+ Write \\['https://app.example'\\]"],
    [['app.example'], 'has "app.example", which is no web origin.+ Write \'https://app.example\''],
    [['https://app.example/'], "Write 'https://app.example'"],
    [['https://app.example/call?x'], "Write 'https://app.example'"],
    [['https://App.example'], "Write 'https://app.example'"],
    [['https://app.example:443'], "Write 'https://app.example'"],
    [['localhost:3000'], "Write 'https://localhost:3000'"],
    [['https://a.example', 'b.example'], 'has "b.example"'],
    [['*'], 'has "*", .+ leave allowedOrigins out for any'],
    [['https://*.app.example'], 'each origin by its full name'],
    [['null'], 'has "null"'],
    [[''], 'has ""'],
    [[undefined], 'has undefined'],
    [[/app/], 'which is no web origin'],
  ])('refuses %j, which no browser says', (origins, words) => {
    expect(() => create(origins)).toThrow(new RegExp(words.replaceAll('*', '\\*')))
    expect(() => create(origins)).toThrow('rule "server-origins"')
  })

  it.each([[undefined], [[]], [['https://app.example', 'http://localhost:3000', 'capacitor://localhost']]])(
    'takes %j',
    async (origins) => {
      await create(origins).close()
    },
  )

  it.each(['https://[::1]:8443', 'chrome-extension://abcdefghijklmnop', 'https://xn--bcher-kva.example'])(
    'knows %s for an origin',
    (origin) => expect(isOrigin(origin)).toBe(true),
  )
})

describe('a page of another origin', () => {
  const told = async () => {
    const lines: object[] = []
    const say = (fields: object, message: string): void => {
      lines.push({ ...fields, message })
    }
    const nothing = (): void => {}
    const log = { error: say, warn: say, info: nothing, debug: nothing }
    return { lines, ...(await start({ allowedOrigins: ['https://call.example'], log })) }
  }
  const line = (origin: string) => ({ origin, message: 'origin not in allowedOrigins' })

  it('is logged by its origin, once in a while', async () => {
    const { lines, socket, server } = await told()
    const from = (origin: string) => socket({ headers: { origin } })
    await from('https://call.example')
    await socket()
    expect(lines).toEqual([])
    await expect(from('https://app.example')).rejects.toThrow('403')
    await expect(from('https://app.example')).rejects.toThrow('403')
    await expect(from('https://other.example')).rejects.toThrow('403')
    await eventually(() => expect(lines).toEqual([line('https://app.example')]))
    await server.close()
  })

  it('is logged where it asks by HTTP too', async () => {
    const { lines, server } = await told()
    const ask = (origin: string) =>
      server.fetch(new Request('http://x/consent/receipt', { method: 'OPTIONS', headers: { origin } }))
    await ask('https://call.example')
    expect(lines).toEqual([])
    await ask('https://app.example')
    expect(lines).toEqual([line('https://app.example')])
  })

  it.each([
    ['what is no origin is not repeated', 'maria lopez, 5 Main Street', 'no origin'],
    ['nor what goes on for ever', `https://${'maria.'.repeat(100)}example`, 'no origin'],
    ['a page of a file or a sandbox says null', 'null', 'null'],
  ])('%s', async (_what, origin, said) => {
    const { lines, socket } = await told()
    await expect(socket({ headers: { origin } })).rejects.toThrow('403')
    await eventually(() => expect(lines).toEqual([line(said)]))
  })
})
