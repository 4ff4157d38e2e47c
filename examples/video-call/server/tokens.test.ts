import { memoryLedger } from '@askfirst/core/authority'
import { expect, test } from 'vitest'
import { createConsent } from './consent.ts'
import { createTokens } from './tokens.ts'

const ana = { participant: 'p-1', meeting: 'room-1', name: 'Ana', role: 'host', kind: 'person' } as const

test('a token says who it was minted for, and survives a restart with the same secret', async () => {
  const token = await createTokens('secret-that-is-kept').mint(ana)
  expect(await createTokens('secret-that-is-kept').verify(token)).toEqual(ana)
})

test('a token signed with another secret is nobody', async () => {
  const token = await createTokens('one secret').mint(ana)
  expect(await createTokens('another secret').verify(token)).toBeUndefined()
})

test('a token whose role was rewritten is nobody', async () => {
  const tokens = createTokens('one secret')
  const [header, , signature] = (await tokens.mint({ ...ana, role: 'attendee' })).split('.')
  const [, claims] = (await createTokens('my own secret').mint(ana)).split('.')
  expect(await tokens.verify(`${header}.${claims}.${signature}`)).toBeUndefined()
})

test('a consent token is nobody here, though it is signed with the same secret', async () => {
  const secret = 'a secret for this test, of thirty-two bytes'
  const consent = createConsent({ secret, ledger: memoryLedger() })
  const token = await consent.mintToken({ ...ana, role: 'host' })
  expect(await createTokens(secret).verify(token)).toBeUndefined()
  await consent.close()
})

test('an expired token is nobody', async () => {
  const tokens = createTokens('one secret', -1_000)
  expect(await tokens.verify(await tokens.mint(ana))).toBeUndefined()
})

test('rubbish is nobody', async () => {
  expect(await createTokens('one secret').verify('rubbish')).toBeUndefined()
})
