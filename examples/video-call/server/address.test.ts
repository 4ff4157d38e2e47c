import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { sayOthers, toAddress } from './address.ts'

test.each([
  ['127.0.0.1', 'http://127.0.0.1:4600'],
  ['localhost', 'http://localhost:4600'],
  ['::1', 'http://[::1]:4600'],
  ['0.0.0.0', 'http://localhost:4600'],
  ['::', 'http://localhost:4600'],
  ['192.168.1.5', 'http://192.168.1.5:4600'],
])('listening at %s it is opened at %s', (host, address) => {
  expect(toAddress(host, 4600)).toBe(address)
})

test('it says what browsers want of other addresses where there are any', () => {
  const say = (host: string) => sayOthers(host, toAddress(host, 4600))
  for (const host of ['127.0.0.1', '::1', 'localhost']) expect(say(host)).toBeUndefined()
  expect(say('0.0.0.0')).toContain('ssh -L 4600:localhost:4600 ')
  expect(say('192.168.1.5')).toContain('ssh -L 4600:192.168.1.5:4600 ')
})

test('a server that listens everywhere prints an address at which a browser gives a call', async () => {
  const storage = await mkdtemp(join(tmpdir(), 'askfirst-address-'))
  const server = spawn(
    process.execPath,
    ['--conditions=askfirst-source', join(import.meta.dirname, 'main.ts')],
    {
      env: { ...process.env, HOST: '0.0.0.0', PORT: '0', ASKFIRST_STORAGE: storage },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const gone = new Promise((resolve) => server.once('exit', resolve))
  onTestFinished(async () => {
    server.kill()
    await gone
    await rm(storage, { recursive: true })
  })
  const printed = await new Promise<string>((resolve) =>
    createInterface(server.stdout).on('line', (line) => line.startsWith('call server') && resolve(line)),
  )
  const [address = ''] = printed.match(/http:\S+/) ?? []
  expect(new URL(address).hostname).toBe('localhost')
  expect((await fetch(`${address}/api/config`)).ok).toBe(true)
})
