import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AskFirstError } from '@askfirst/core'
import type { MeetingEvent } from '@askfirst/core/authority'
import { verifyMeeting } from '@askfirst/core/evidence'
import { afterAll, describe, expect, it } from 'vitest'
import type { LedgerStore } from '../src/ledger/ledger-store.ts'
import { createSealedLedger } from '../src/ledger/sealed-ledger.ts'
import { createSigningKey } from '../src/ledger/signing-keys.ts'
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

it('keeps nothing in memory of a meeting that was given up, also where an append was on its way', async () => {
  const store = sqliteStore(join(directory, `${randomUUID()}.db`))
  let reads = 0
  const isSealed = Promise.withResolvers<void>()
  const isWritten = Promise.withResolvers<void>()
  const ledger = createSealedLedger({
    ...store,
    read(...which) {
      reads += 1
      return store.read(...which)
    },
    async append(...added) {
      if (added[1] === 2) {
        isSealed.resolve()
        await isWritten.promise
      }
      return store.append(...added)
    },
  })
  const append = (after: number) =>
    ledger.append('standup', after, [{ ...started, number: after + 1, command: `${after}` }])
  await append(0)
  await append(1)
  expect(reads).toBe(1)
  const last = append(2)
  // And not written yet.
  await isSealed.promise
  await ledger.release?.('standup')
  isWritten.resolve()
  await last
  await append(3)
  expect(reads).toBe(2)
  expect(await ledger.read('standup')).toHaveLength(4)
  await ledger.close()
})

it.each([
  ['signed', [createSigningKey()]],
  ['unsigned', []],
])('evidence of a %s meeting has nobody whom only a later event names', async (_, signing) => {
  const store = sqliteStore(join(directory, `${randomUUID()}.db`))
  const server = createSealedLedger(store, { signing })
  const joins = (participant: string, number: number) =>
    ({
      type: 'participant.joined',
      ...{ participant, connection: 'tab', kind: 'person', role: 'host', place: 'call' },
      ...{ number, at: number, by: participant, command: `${number}` },
    }) as MeetingEvent
  await server.append('standup', 0, [{ ...started, number: 1, command: '1' }, joins('ada', 2)])
  const reader = createSealedLedger({
    ...store,
    async people(meeting) {
      // Somebody comes in between.
      await server.append('standup', 2, [joins('ben', 3)])
      return store.people(meeting)
    },
  })
  const evidence = await reader.evidence('standup')
  expect([evidence.events.length, evidence.people.map(({ participant }) => participant)]).toEqual([
    2,
    ['ada'],
  ])
  expect((await verifyMeeting(evidence, { keys: server.publicKeys })).findings).toEqual([])
  await server.close()
})

describe('telling a server of an erasure', () => {
  /** A meeting that is over, whose next append goes as it is told. */
  async function stage(
    appendOnce: (store: LedgerStore, ...added: Parameters<LedgerStore['append']>) => Promise<void>,
  ) {
    const store = sqliteStore(join(directory, `${randomUUID()}.db`))
    const heard = { appends: 0, forgets: 0 }
    let isReady = false
    const ledger = createSealedLedger({
      ...store,
      async append(...added) {
        if (!isReady) return store.append(...added)
        heard.appends += 1
        return heard.appends === 1 ? appendOnce(store, ...added) : store.append(...added)
      },
      async forget() {
        heard.forgets += 1
        return store.forget()
      },
    })
    const here = { participant: 'ben', connection: 'c', by: 'ben', at: 1, command: '1' } as const
    await ledger.append('standup', 0, [
      { ...here, type: 'participant.joined', number: 1, place: 'call', role: 'attendee', kind: 'person' },
      { ...here, type: 'participant.left', number: 2 },
    ])
    isReady = true
    return { heard, ledger, store }
  }
  const types = async (store: LedgerStore) =>
    (await store.read('standup')).map(({ body }) => (JSON.parse(body) as { type: string }).type)
  const OVER = ['participant.joined', 'participant.left']

  it('is not tried again while the meeting is another server’s, and what was erased is forgotten all the same', async () => {
    const { heard, ledger } = await stage(async (store, meeting, after) => {
      const leaf = new Uint8Array(32)
      await store.append(meeting, after, { events: [{ number: after + 1, at: 1, body: '{}', leaf }] })
      throw new AskFirstError('ledger-owned', { what: 'It is open.', why: 'One writes.', fix: 'Wait.' })
    })
    await expect(ledger.erase('standup', 'ben')).rejects.toThrow('It is open.')
    expect(heard).toEqual({ appends: 1, forgets: 1 })
    await ledger.close()
  })

  it('is done once where it was written and only the word of it was lost', async () => {
    const { heard, ledger, store } = await stage(async (below, ...added) => {
      await below.append(...added)
      throw new Error('the line is down')
    })
    await ledger.erase('standup', 'ben')
    expect(heard).toEqual({ appends: 1, forgets: 1 })
    expect(await types(store)).toEqual([...OVER, 'authority.started'])
    await ledger.close()
  })
})
