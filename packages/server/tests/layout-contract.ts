import { expect } from 'vitest'
import type { LedgerStore } from '../src/ledger/ledger-store.ts'
import { ADA, CHECKPOINT, type FrozenLayout, LINK } from './frozen-layouts.ts'
import { same, toRow } from './store-contract.ts'

/** A store with all the layouts that it ever had. */
export interface LayoutEngine {
  /** The latest last. */
  readonly layouts: readonly FrozenLayout[]
  /** What this version reads and writes. */
  readonly latest: number
  /** A file or schema that nobody used before. */
  newPlace(): string
  /** Does what the SQL says, past the store. */
  tell(place: string, sql: string): Promise<void>
  /** Its number and its tables, in one order, with what each keeps to. */
  shape(place: string): Promise<readonly string[]>
  /** Every row of every table. */
  rows(place: string): Promise<readonly string[]>
  open(place: string, options?: { readonly readOnly: boolean }): Promise<LedgerStore>
}

/** One promise about layouts that every engine keeps. */
export interface LayoutCase {
  readonly name: string
  run(engine: LayoutEngine): Promise<void>
}

async function freeze(engine: LayoutEngine, { rows, tables }: FrozenLayout): Promise<string> {
  const place = engine.newPlace()
  await engine.tell(place, `${tables} ${rows}`)
  return place
}
const isEarlier = ({ hindrance }: FrozenLayout): boolean => hindrance !== undefined

/** What both engines do with a ledger of before. */
export const LAYOUT_CONTRACT: readonly LayoutCase[] = [
  {
    name: 'makes no layout that is not written down',
    async run(engine) {
      expect(engine.layouts.length).toBe(engine.latest)
      expect(engine.layouts.map(isEarlier)).toEqual(engine.layouts.map((_, at) => at + 1 < engine.latest))
    },
  },
  {
    name: 'comes by every step of before to the tables that a new ledger has, with all that was in it',
    async run(engine) {
      const begun = engine.newPlace()
      await (await engine.open(begun)).close()
      for (const layout of engine.layouts) {
        const place = await freeze(engine, layout)
        const store = await engine.open(place)
        try {
          expect(await engine.shape(place)).toEqual(await engine.shape(begun))
          same(await store.read('standup'), layout.events)
          same(await store.people('standup'), layout.holds === 'events' ? [] : [ADA])
          same(await store.checkpoints('standup'), layout.holds === 'events' ? [] : [CHECKPOINT])
          expect(await store.link('aBc')).toEqual(layout.holds === 'links' ? LINK : undefined)
          await store.append('standup', 2, { events: [toRow(3)], people: [{ ...ADA, handle: 'h2' }] })
        } finally {
          await store.close()
        }
      }
    },
  },
  {
    name: 'is brought up to date by nobody who opens it to read, and is read once it is',
    async run(engine) {
      for (const layout of engine.layouts) {
        const place = await freeze(engine, layout)
        const before = [await engine.shape(place), await engine.rows(place)]
        if (isEarlier(layout)) {
          await expect(engine.open(place, { readOnly: true })).rejects.toThrow(
            /server that opens it brings it up to date/i,
          )
        } else {
          const store = await engine.open(place, { readOnly: true })
          same(await store.read('standup'), layout.events)
          await store.close()
        }
        expect([await engine.shape(place), await engine.rows(place)]).toEqual(before)
      }
    },
  },
  {
    name: 'stays at the layout before a step that fails, whole, and goes on from there',
    async run(engine) {
      for (const layout of engine.layouts) {
        if (layout.hindrance === undefined) continue
        const [put, away] = layout.hindrance
        const place = await freeze(engine, layout)
        await engine.tell(place, put)
        const before = [await engine.shape(place), await engine.rows(place)]
        await expect(engine.open(place)).rejects.toThrow(/ledger-(?:file|database)/)
        expect([await engine.shape(place), await engine.rows(place)]).toEqual(before)
        await engine.tell(place, away)
        const store = await engine.open(place)
        same(await store.read('standup'), layout.events)
        await store.close()
      }
    },
  },
]
