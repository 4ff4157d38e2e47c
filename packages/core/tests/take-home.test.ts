import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { takeHome } from '../src/defaults/take-home.ts'

// Where the listener of the consent server is not mounted, the app's own server answers in its place.

const server = createServer((_request, response) => {
  response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>')
})
afterEach(() => server.close())

test('says that another server answered, with the address, and to mount the listener', async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const at = `127.0.0.1:${port}/consent`
  expect(await takeHome(`ws://${at}`, 'receipt', 'token', 'en')).toEqual({
    ok: false,
    message: `http://${at}/receipt answered 404, and not as a consent server does: mount its listener there.`,
  })
})

test('says that nobody answers where nobody does', async () => {
  expect(await takeHome('ws://127.0.0.1:1/consent', 'link', 'token', 'en')).toEqual({
    ok: false,
    message: 'The consent server does not answer; try again in a moment.',
  })
})
