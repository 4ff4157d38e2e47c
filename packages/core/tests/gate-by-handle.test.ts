import { describe, expect, test } from 'vitest'
import type { AskHandle, ParticipantHandle } from '../src/gate/gate.ts'
import { turns } from './stage.ts'
import { list, openWithList, welcome } from './worker.ts'

describe('a worker’s gate by handle', () => {
  /** What both ways say of everybody, which has to be the same at every moment. */
  async function openWithHandles() {
    const opened = await openWithList()
    const { gate } = opened
    const names = ['anna', 'ben', 'cem']
    const asks = [gate.ask('summary', 'summarise'), gate.ask('summary', 'improve')]
    const handles = names.map((name) => gate.participant(name))
    const heard = () => {
      const batch = gate.batch()
      const by = (column: number, name: string) => gate.permits(name, 'summary', String(ASKS[column]))
      return names.filter((name, row) => {
        const open = asks.map((ask, column) => {
          const handle = handles[row]
          const byHandle = handle !== undefined && batch.permits(handle, ask)
          expect(byHandle).toBe(by(column, name))
          return byHandle
        })
        return open.includes(true)
      })
    }
    return { ...opened, heard }
  }
  const ASKS = ['summarise', 'improve']
  const also = (participant: string, ...asks: string[]) => ({ participant, asks })

  test('says the same as by name, whatever was resolved first and however lists change', async () => {
    const { wire, heard } = await openWithHandles()
    expect(heard()).toEqual(['ben'])
    const allow = [also('anna', 'improve'), also('cem', 'summarise', 'improve')]
    wire.say({ type: 'gates', lists: [list({ epoch: 2, allow })] })
    expect(heard()).toEqual(['anna', 'cem'])
    wire.say({ type: 'gates', lists: [list({ epoch: 1 })] })
    expect(heard()).toEqual(['anna', 'cem'])
    wire.say({ type: 'gates', lists: [list({ epoch: 3, activation: null, allow: [] })] })
    expect(heard()).toEqual([])
  })

  test('gives the same handle each time, and no two people or asks share one', async () => {
    const { gate } = await openWithList()
    const names = Array.from({ length: 1_000 }, (_, at) => `person-${at}`)
    const handles = names.map((name) => gate.participant(name))
    expect(new Set(handles).size).toBe(1_000)
    expect(names.map((name) => gate.participant(name))).toEqual(handles)
    const asks = [
      gate.ask('summary', 'summarise'),
      gate.ask('summary', 'improve'),
      gate.ask('b', 'summarise'),
    ]
    expect(new Set(asks).size).toBe(3)
    expect(gate.ask('summary', 'improve')).toBe(asks[1])
  })

  test('is closed for whoever and whatever is not named, and for handles that it never gave', async () => {
    const { gate } = await openWithList()
    const [ben, summarise] = [gate.participant('ben'), gate.ask('summary', 'summarise')]
    const batch = gate.batch()
    expect(batch.permits(ben, summarise)).toBe(true)
    expect(batch.permits(gate.participant('__proto__'), summarise)).toBe(false)
    expect(batch.permits(ben, gate.ask('minutes', 'summarise'))).toBe(false)
    expect(batch.permits(ben, gate.ask('constructor', 'toString'))).toBe(false)
    for (const never of [-1, 0.5, 99_999, Number.NaN]) {
      expect(batch.permits(never as ParticipantHandle, summarise)).toBe(false)
      expect(batch.permits(ben, never as AskHandle)).toBe(false)
    }
  })

  test('grows with the people who come, and loses nobody on the way', async () => {
    const { wire, gate } = await openWithList()
    const summarise = gate.ask('summary', 'summarise')
    const names = Array.from({ length: 500 }, (_, at) => `person-${at}`)
    const allow = names.filter((_, at) => at % 3 === 0).map((name) => also(name, 'summarise'))
    wire.say({ type: 'gates', lists: [list({ epoch: 2, allow })] })
    const handles = names.map((name) => gate.participant(name))
    const improve = gate.ask('summary', 'improve')
    const batch = gate.batch()
    const open = handles.map((handle) => batch.permits(handle, summarise))
    expect(open).toEqual(names.map((_, at) => at % 3 === 0))
    expect(handles.some((handle) => batch.permits(handle, improve))).toBe(false)
  })

  test('closes in the middle of a batch with the list, and with the end of the line', async () => {
    const { wire, gate } = await openWithList()
    const [ben, summarise] = [gate.participant('ben'), gate.ask('summary', 'summarise')]
    const batch = gate.batch()
    wire.say({ type: 'gates', lists: [list({ epoch: 2, allow: [] })] })
    expect(batch.permits(ben, summarise)).toBe(false)
    wire.say({ type: 'gates', lists: [list({ epoch: 3 })] })
    expect(gate.batch().permits(ben, summarise)).toBe(true)
    gate.close()
    expect(batch.permits(ben, summarise)).toBe(false)
    expect(gate.batch().permits(ben, summarise)).toBe(false)
  })

  test('tells who was revoked when the cell is closed already', async () => {
    const { wire, gate } = await openWithList()
    const [ben, summarise] = [gate.participant('ben'), gate.ask('summary', 'summarise')]
    const said: boolean[] = []
    const batch = gate.batch()
    gate.onRevoke(() => said.push(batch.permits(ben, summarise), gate.batch().permits(ben, summarise)))
    wire.say({ type: 'gates', lists: [list({ epoch: 2, allow: [] })] })
    expect(said).toEqual([false, false])
  })

  test('looks at the lease when a batch begins', async () => {
    const { clock, gate } = await openWithList()
    const [ben, summarise] = [gate.participant('ben'), gate.ask('summary', 'summarise')]
    clock.suspend(2_999)
    const batch = gate.batch()
    expect(batch.permits(ben, summarise)).toBe(true)
    clock.suspend(1)
    // What a batch let through had arrived before the clock was read; the next one is closed, and so is this.
    expect(batch.permits(ben, summarise)).toBe(true)
    expect(gate.batch().permits(ben, summarise)).toBe(false)
    expect(batch.permits(ben, summarise)).toBe(false)
  })

  test('a batch that is held over an await is closed', async () => {
    const { gate } = await openWithList()
    const [ben, summarise] = [gate.participant('ben'), gate.ask('summary', 'summarise')]
    const batch = gate.batch()
    gate.batch()
    expect(batch.permits(ben, summarise)).toBe(true)
    await undefined
    expect(batch.permits(ben, summarise)).toBe(false)
    expect(gate.batch().permits(ben, summarise)).toBe(true)
  })

  test('a worker that was suspended wakes up closed, and opens by the next whole lists only', async () => {
    const { wire, clock, gate } = await openWithList()
    const [ben, summarise] = [gate.participant('ben'), gate.ask('summary', 'summarise')]
    const hears = () => gate.batch().permits(ben, summarise)
    clock.suspend(3_600_000)
    expect(hears()).toBe(false)
    clock.advance(1_000)
    await turns()
    wire.say(welcome)
    expect(hears()).toBe(false)
    wire.say({ type: 'gates', lists: [list({ term: 2, epoch: 0 })] })
    expect(hears()).toBe(true)
  })
})
