import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createSealedLedger } from '../src/ledger/sealed-ledger.ts'
import { sqliteStore } from '../src/ledger/sqlite-store.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-sealed-'))
afterAll(() => rmSync(directory, { recursive: true }))
const started = { type: 'authority.started', at: 1, by: 'authority' } as const

it('writes nothing of a meeting that was given up while it was read, and takes it again for who comes next', async () => {
  const store = sqliteStore(join(directory, `${randomUUID()}.db`))
  let read = () => {}
  const isRead = new Promise<void>((resolve) => {
    read = resolve
  })
  const ledger = createSealedLedger({
    ...store,
    async read(...which) {
      await isRead
      return store.read(...which)
    },
  })
  const append = (meeting: string) => ledger.append(meeting, 0, [{ ...started, number: 1, command: '1' }])
  const [given, kept] = [append('standup'), append('retro')]
  await ledger.release?.('standup')
  read()
  await expect(given).rejects.toThrow('"standup" was given up')
  await kept
  expect((await store.meetings()).map(({ meeting }) => meeting)).toEqual(['retro'])
  await append('standup')
  expect(await ledger.read('standup')).toHaveLength(1)
  await ledger.close()
})
