import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { LedgerStore, MeetingEntry, StoredEvent } from '../src/ledger/ledger-store.ts'

/** Where stores are opened: all of them on the same file or schema, which nobody used before. */
export type OpenStore = () => Promise<LedgerStore>

/** One promise that every engine keeps. */
export interface StoreCase {
  readonly name: string
  run(open: OpenStore): Promise<void>
}

const AT = 1_795_000_000_000
/** An event as the ledger above may write it, or anything else: the engine does not look into it. */
export const toRow = (number: number, body = `{"number":${number}}`, at = AT + number): StoredEvent => ({
  number,
  at,
  body,
  leaf: Uint8Array.from({ length: 32 }, (_, index) => (number * 7 + index) % 256),
})
const rows = (from: number, to: number): StoredEvent[] =>
  Array.from({ length: to - from + 1 }, (_, at) => toRow(from + at))
const ada = { handle: 'h1', participant: 'Ada \u{1f642}', key: Uint8Array.of(0, 255, 92, 34) }
const ben = { handle: 'h0', participant: 'ben', key: new Uint8Array(32) }
const checkpoint = (size: number) => ({ size, at: AT + size, jws: `jws-of-${size}..x` })

/** Rows as plain values: engines give bytes as a `Buffer` or as a `Uint8Array`. */
const plain = (value: readonly object[]): unknown =>
  value.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, field]) => [name, field instanceof Uint8Array ? [...field] : field]),
    ),
  )
export const same = (actual: readonly object[], expected: readonly object[]): void =>
  expect(plain(actual)).toEqual(plain(expected))

const over = (name: string, check: (store: LedgerStore, open: OpenStore) => Promise<void>): StoreCase => ({
  name,
  async run(open) {
    const opened: LedgerStore[] = []
    const openOne = async () => {
      const store = await open()
      opened.push(store)
      return store
    }
    try {
      await check(await openOne(), openOne)
    } finally {
      for (const store of opened) await store.close()
    }
  },
})

/** What SQLite and PostgreSQL both have to do. */
export const STORE_CONTRACT: readonly StoreCase[] = [
  over('has nothing of a meeting never seen', async (store) => {
    same(await store.read('unseen'), [])
    same(await store.people('unseen'), [])
    same(await store.checkpoints('unseen'), [])
    same(await store.meetings(), [])
    expect(await store.link('unseen')).toBeUndefined()
  }),
  over('gives back every letter and every byte, in order', async (store) => {
    const odd = [
      toRow(1, '{"text":"\\u0000 \u2028 \u{1f642} e\u0301 \u00e9 \'\'\\"\\\\ $1 {,} NULL"}'),
      { ...toRow(2, JSON.stringify(randomBytes(400_000).toString('base64'))), leaf: randomBytes(32) },
      { ...toRow(3, 'NULL'), at: 0 },
      { ...toRow(4, '{}'), at: Number.MAX_SAFE_INTEGER },
    ]
    await store.append('standup', 0, { events: odd.slice(0, 2) })
    await store.append('standup', 2, { events: odd.slice(2) })
    same(await store.read('standup'), odd)
  }),
  over('writes as many as come together, each as it is', async (store) => {
    let last = 0
    for (const more of [1, 19, 20, 21, 40, 45]) {
      await store.append('standup', last, { events: rows(last + 1, last + more) })
      last += more
    }
    same(await store.read('standup'), rows(1, last))
    await expect(store.append('standup', last - 1, { events: rows(last, last + 30) })).rejects.toThrow()
    same(await store.read('standup'), rows(1, last))
  }),
  over('orders by number, and reads on after one', async (store) => {
    await store.append('standup', 0, { events: rows(1, 120) })
    same(await store.read('standup'), rows(1, 120))
    same(await store.read('standup', 118), rows(119, 120))
    same(await store.read('standup', 120), [])
    await store.append('standup', 120, { events: rows(121, 12_000) })
    same(await store.read('standup', 4_999), rows(5_000, 12_000))
  }),
  over('keeps meetings apart, letter for letter', async (store) => {
    const names = ['standup', 'Standup', 'standup ', 'e\u0301', '\u00e9', "'; DROP TABLE events; --", '']
    for (const [at, name] of names.entries()) await store.append(name, 0, { events: [toRow(1, `"${at}"`)] })
    for (const [at, name] of names.entries()) same(await store.read(name), [toRow(1, `"${at}"`)])
  }),
  over('refuses a writer that has not seen the last event', async (store) => {
    await store.append('standup', 0, { events: rows(1, 2) })
    await expect(store.append('standup', 1, { events: rows(2, 2) })).rejects.toThrow('after event 1')
    await expect(store.append('standup', 3, { events: rows(4, 4) })).rejects.toThrow('after event 3')
    await expect(store.append('standup', 0, { events: rows(1, 1) })).rejects.toThrow('after event 0')
    await expect(store.append('unseen', 1, { events: rows(2, 2) })).rejects.toThrow('after event 1')
    same(await store.read('standup'), rows(1, 2))
  }),
  over('refuses numbers with a gap', async (store) => {
    await expect(store.append('standup', 0, { events: rows(2, 2) })).rejects.toThrow('where 1 belongs')
    await expect(store.append('standup', 0, { events: [toRow(1), toRow(3)] })).rejects.toThrow(
      'where 2 belongs',
    )
    same(await store.read('standup'), [])
  }),
  over('refuses a leaf that is no hash', async (store) => {
    const short = { ...toRow(1), leaf: new Uint8Array(31) }
    await expect(store.append('standup', 0, { events: [short] })).rejects.toThrow('31 bytes')
    same(await store.read('standup'), [])
  }),
  over('writes nothing where nothing is to be written, and says who may', async (store) => {
    await store.append('standup', 0, { events: [] })
    same(await store.meetings(), [])
    await store.append('standup', 0, { events: rows(1, 2) })
    await store.append('standup', 2, { events: [] })
    await expect(store.append('standup', 1, { events: [] })).rejects.toThrow('after event 1')
    same(await store.read('standup'), rows(1, 2))
  }),
  over('lets one of many racing writers win, of one store or of two', async (store, open) => {
    const stores = [store, await open()]
    const racers = Array.from({ length: 12 }, (_, at) => stores[at % 2] as LedgerStore)
    for (const after of [0, 1, 2]) {
      const outcomes = await Promise.allSettled(
        racers.map((racer, at) => racer.append('standup', after, { events: [toRow(after + 1, `"${at}"`)] })),
      )
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled')
      same((await store.read('standup')).slice(-1), [toRow(after + 1, `"${winner}"`)])
    }
    expect(await store.read('standup')).toHaveLength(3)
  }),
  over('writes for one meeting whatever becomes of another in the same moment', async (store) => {
    await store.append('standup', 0, { events: rows(1, 1), people: [ada], checkpoint: checkpoint(1) })
    const outcomes = await Promise.allSettled([
      store.append('retro', 0, { events: rows(1, 3), people: [ada] }),
      store.append('standup', 0, { events: rows(1, 1) }),
      store.append('standup', 1, { events: rows(2, 2), people: [ben, ada] }),
      store.append('planning', 0, { events: rows(1, 2), checkpoint: checkpoint(2) }),
      store.append('unseen', 4, { events: [] }),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
      'rejected',
    ])
    same(await store.read('retro'), rows(1, 3))
    same(await store.people('retro'), [ada])
    same(await store.read('standup'), rows(1, 1))
    same(await store.people('standup'), [ada])
    same(await store.read('planning'), rows(1, 2))
    same(await store.checkpoints('planning'), [checkpoint(2)])
  }),
  over('writes all of an addition or nothing', async (store) => {
    await store.append('standup', 0, { events: rows(1, 1), people: [ada], checkpoint: checkpoint(1) })
    const broken = [
      { events: rows(2, 2), people: [ben, ada] },
      { events: rows(2, 2), people: [ben], checkpoint: checkpoint(1) },
    ]
    for (const addition of broken) await expect(store.append('standup', 1, addition)).rejects.toThrow()
    same(await store.read('standup'), rows(1, 1))
    same(await store.people('standup'), [ada])
    await store.append('standup', 1, { events: rows(2, 2) })
  }),
  over('keeps who is behind a handle, in the order they came', async (store) => {
    await store.append('standup', 0, { events: rows(1, 1), people: [ada, ben] })
    const carl = { ...ada, handle: 'H0' }
    await store.append('standup', 1, { events: [], people: [carl] })
    await store.append('retro', 0, { events: [], people: [ada] })
    same(await store.people('standup'), [ada, ben, carl])
    same(await store.people('retro'), [ada])
  }),
  over('refuses a name that it could not give back letter for letter', async (store) => {
    await store.append('standup', 0, { events: rows(1, 1), people: [ada] })
    for (const participant of ['x\u0000', 'x\ud800', '\udc00\ud800']) {
      const people = [{ ...ben, participant }]
      await expect(store.append('standup', 1, { events: rows(2, 2), people })).rejects.toThrow(
        'letter for letter',
      )
    }
    same(await store.read('standup'), rows(1, 1))
    same(await store.people('standup'), [ada])
    const odd = ['\u{10ffff}', '\uffff', '\u0085\n\t', '\'"\\{,}', 'NULL', '\ufeffx', 'e\u0301', '\u00e9']
    const people = odd.map((participant, at) => ({ ...ben, handle: `odd${at}`, participant }))
    await store.append('standup', 1, { events: rows(2, 2), people })
    same(await store.people('standup'), [ada, ...people])
  }),
  over('keeps checkpoints by size', async (store) => {
    await store.append('standup', 0, { events: rows(1, 9), checkpoint: checkpoint(9) })
    await store.append('standup', 9, { events: rows(10, 12), checkpoint: checkpoint(12) })
    await store.append('retro', 0, { events: [], checkpoint: checkpoint(1) })
    same(await store.checkpoints('standup'), [checkpoint(9), checkpoint(12)])
  }),
  over('keeps one link of each person, the latest, letter for letter', async (store, open) => {
    const to = { meeting: 'standup', handle: 'h1' }
    await store.append('standup', 0, { events: rows(1, 1), people: [ada, ben] })
    expect(await store.keepLink({ hash: 'aBc', at: AT, to })).toBe(true)
    expect(await store.keepLink({ hash: 'abc', at: AT + 1, to: { ...to, handle: 'h0' } })).toBe(true)
    expect(await store.link('aBc')).toEqual({ hash: 'aBc', at: AT, to })
    expect(await store.keepLink({ hash: 'newer', at: AT + 2, to })).toBe(true)
    expect(await store.link('aBc')).toBeUndefined()
    const next = await open()
    expect(await next.link('newer')).toEqual({ hash: 'newer', at: AT + 2, to })
    expect(await next.link('abc')).toEqual({ hash: 'abc', at: AT + 1, to: { ...to, handle: 'h0' } })
  }),
  over('keeps no link of whom it does not know', async (store) => {
    await store.append('standup', 0, { events: rows(1, 1), people: [ada] })
    for (const to of [
      { meeting: 'standup', handle: 'h0' },
      { meeting: 'retro', handle: 'h1' },
    ])
      expect(await store.keepLink({ hash: 'aBc', at: AT, to })).toBe(false)
    expect(await store.link('aBc')).toBeUndefined()
  }),
  over('drops a link, and nobody else’s', async (store) => {
    await store.append('standup', 0, { events: rows(1, 1), people: [ada, ben] })
    await store.keepLink({ hash: 'a', at: AT, to: { meeting: 'standup', handle: 'h1' } })
    await store.keepLink({ hash: 'b', at: AT, to: { meeting: 'standup', handle: 'h0' } })
    expect(await store.dropLink('retro', 'h1')).toBe(false)
    expect(await store.dropLink('standup', 'h1')).toBe(true)
    expect(await store.dropLink('standup', 'h1')).toBe(false)
    expect([await store.link('a'), (await store.link('b'))?.hash]).toEqual([undefined, 'b'])
  }),
  over(
    'leaves a link that leads to who was erased, and one that leads nowhere of a purged meeting',
    async (store) => {
      const to = { meeting: 'old', handle: 'h1' }
      await store.append('old', 0, { events: rows(1, 2), people: [ada, ben] })
      await store.keepLink({ hash: 'a', at: AT, to })
      await store.keepLink({ hash: 'b', at: AT, to: { ...to, handle: 'h0' } })
      await store.erase('old', 'h1')
      expect(await store.link('a')).toEqual({ hash: 'a', at: AT, to })
      await store.purge({ before: AT + 3 })
      for (const hash of ['a', 'b']) expect(await store.link(hash)).toEqual({ hash, at: AT, to: undefined })
    },
  ),
  over('lists its meetings, the latest last', async (store) => {
    await store.append('retro', 0, { events: [toRow(1, '{}', 30), toRow(2, '{}', 20)] })
    await store.append('standup', 0, { events: [toRow(1, '{}', 5)] })
    await store.append('retro', 2, { events: [toRow(3, '{}', 40)] })
    same(await store.meetings(), [
      { meeting: 'standup', events: 1, firstAt: 5, lastAt: 5 },
      { meeting: 'retro', events: 3, firstAt: 20, lastAt: 40 },
    ])
  }),
  over('erases who is behind a handle, and what is said to go with it', async (store) => {
    await store.append('standup', 0, { events: rows(1, 3), people: [ada, ben] })
    await store.append('retro', 0, { events: rows(1, 3), people: [ada] })
    await store.erase('standup', 'h1', [
      { number: 2, body: 'gone' },
      { number: 9, body: 'never there' },
    ])
    await store.erase('standup', 'nobody')
    await store.erase('unseen', 'h1')
    same(await store.people('standup'), [ben])
    same(await store.read('standup'), [toRow(1), { ...toRow(2), body: 'gone' }, toRow(3)])
    same(await store.people('retro'), [ada])
    same(await store.read('retro'), rows(1, 3))
  }),
  over('purges by the age of the last event: whole meetings, and no others', async (store) => {
    await store.append('old', 0, { events: rows(1, 2), people: [ada], checkpoint: checkpoint(2) })
    await store.append('new', 0, { events: rows(1, 3), people: [ben], checkpoint: checkpoint(3) })
    const old = [{ meeting: 'old', events: 2, firstAt: AT + 1, lastAt: AT + 2 }]
    same(await store.purge({ before: AT + 2 }), [])
    same(await store.purge({ before: AT + 3 }), old)
    same(await store.meetings(), [{ meeting: 'new', events: 3, firstAt: AT + 1, lastAt: AT + 3 }])
    for (const left of [store.read('old'), store.people('old'), store.checkpoints('old')])
      same(await left, [])
    same(await store.people('new'), [ben])
    same(await store.checkpoints('new'), [checkpoint(3)])
  }),
  over('purges those that it is told, and none that was written since', async (store) => {
    for (const meeting of ['one', 'other', 'third']) await store.append(meeting, 0, { events: rows(1, 2) })
    const [one, other] = await store.meetings()
    if (one === undefined || other === undefined) throw new RangeError('no meetings')
    await store.append(other.meeting, 2, { events: rows(3, 3) })
    same(await store.purge({ before: AT + 9, only: [one, other] }), [one])
    expect((await store.meetings()).map(({ meeting }) => meeting)).toEqual(['third', 'other'])
  }),
  over('purges nothing that another store has open, before that gives it up', async (store, open) => {
    const next = await open()
    await store.append('quiet', 0, { events: rows(1, 2) })
    await store.append('over', 0, { events: rows(1, 2) })
    await store.release('over')
    const purge = async (dryRun: boolean, only?: readonly MeetingEntry[]) =>
      (await next.purge({ before: AT + 3, dryRun, ...(only && { only }) })).map(({ meeting }) => meeting)
    expect(await purge(true)).toEqual(['over'])
    expect(await purge(false, await next.meetings())).toEqual(['over'])
    expect(await store.read('quiet')).toHaveLength(2)
    await store.append('quiet', 2, { events: [] })
    await store.close()
    expect(await purge(false)).toEqual(['quiet'])
  }),
  over('says what it would purge, and leaves it', async (store) => {
    await store.append('old', 0, { events: rows(1, 2), people: [ada] })
    same(await store.purge({ before: AT + 3, dryRun: true }), await store.meetings())
    expect(await store.meetings()).toHaveLength(1)
    same(await store.people('old'), [ada])
  }),
  over('refuses a writer whose meeting was purged, and lets it begin anew', async (store) => {
    await store.append('standup', 0, { events: rows(1, 2) })
    await store.purge({ before: AT + 3 })
    await expect(store.append('standup', 2, { events: rows(3, 3) })).rejects.toThrow('after event 2')
    await store.append('standup', 0, { events: rows(1, 1) })
    same(await store.read('standup'), rows(1, 1))
  }),
  over('is there for whoever opens it next', async (store, open) => {
    await store.append('standup', 0, { events: rows(1, 2), people: [ada], checkpoint: checkpoint(2) })
    await store.close()
    const next = await open()
    same(await next.read('standup'), rows(1, 2))
    same(await next.people('standup'), [ada])
    same(await next.checkpoints('standup'), [checkpoint(2)])
    await next.append('standup', 2, { events: rows(3, 3) })
  }),
  over('lets go of a meeting for another store', async (store, open) => {
    await store.append('standup', 0, { events: rows(1, 1) })
    await store.release('standup')
    await store.release('unseen')
    const next = await open()
    await next.append('standup', 1, { events: rows(2, 2) })
    await expect(store.append('standup', 1, { events: rows(2, 2) })).rejects.toThrow()
    same(await store.read('standup'), rows(1, 2))
  }),
  over('does nothing once it is closed, and closes twice', async (store) => {
    await store.append('standup', 0, { events: rows(1, 1) })
    await store.close()
    await store.close()
    await expect(store.read('standup')).rejects.toThrow()
    await expect(store.append('standup', 1, { events: rows(2, 2) })).rejects.toThrow()
    await expect(store.meetings()).rejects.toThrow()
    await expect(store.purge({ before: AT + 9 })).rejects.toThrow()
  }),
]
