import { type Keep, sharedUplink } from '@askfirst/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { inCall, mapKeep, microphone } from './uplink-stage.ts'
import { tap } from './wire.ts'

// The uplink that is muted until a no is confirmed: pages that end, and apps that fail.

/** What is thrown apart on purpose, instead of ending the test run. */
const thrown: unknown[] = []
beforeEach(() => {
  const real = globalThis.queueMicrotask
  thrown.splice(0)
  vi.stubGlobal('queueMicrotask', (call: () => void) =>
    real(() => {
      try {
        call()
      } catch (error) {
        thrown.push(error)
      }
    }),
  )
})
afterEach(() => vi.unstubAllGlobals())

describe('over a reload of the page', () => {
  async function reloadedWhileDown() {
    const keep = mapKeep()
    const call = await inCall({ keep })
    const { meeting, guest, wire, join } = call
    const up = wire.down()
    void guest.withdraw('summary')
    guest.dispose()
    const mic = microphone()
    const joining = join({ uplink: mic.uplink })
    await meeting.settle()
    return { ...call, keep, up, mic, joining }
  }

  test('a no that waits mutes the new page, until the authority has it', async () => {
    const { meeting, keep, up, mic, joining } = await reloadedWhileDown()
    await meeting.advance(1_000)
    expect(mic.log).toEqual(['mute'])
    up()
    await meeting.advance(10_000)
    const again = await joining
    expect(mic.log).toEqual(['mute', 'give back'])
    expect(again.store.getState().uplink).toBe('open')
    expect(keep.load()).toEqual([])
  })

  test('comes back at once to somebody else, and stays kept for who said it', async () => {
    const { meeting, keep, up } = await reloadedWhileDown()
    const before = keep.load()
    const mic = microphone()
    const wire = tap()
    const upToo = wire.down()
    const joining = meeting.join('cleo', { uplink: mic.uplink, keep, transport: wire.through })
    await meeting.settle()
    await meeting.advance(1_000)
    expect(mic.log).toEqual(['mute'])
    upToo()
    await meeting.advance(10_000)
    await joining
    expect(mic.log).toEqual(['mute', 'give back'])
    expect(keep.load()).toEqual(before)
    up()
  })

  test.each([
    ['a no of yesterday', 24],
    ['a no of this morning', 5],
  ])('%s is no reason any more', async (_name, hours) => {
    const { meeting, keep } = await reloadedWhileDown()
    meeting.clock.advance(hours * 3_600_000)
    const mic = microphone()
    const wire = tap()
    wire.down()
    void meeting.join('ben', { uplink: mic.uplink, keep, transport: wire.through })
    await meeting.settle()
    await meeting.advance(2_000)
    expect(mic.log).toEqual([])
  })

  test('neither rubbish nor a store that is forbidden keeps a page from starting', async () => {
    const keep: Keep = {
      load: () => ['{', '{"uplink":1}', '{"uplink":{"feature":1}}', 'null'],
      save: () => {
        throw new Error('full')
      },
      remove: () => {
        throw new Error('forbidden')
      },
    }
    const { meeting, guest, wire, mic, uplink } = await inCall({ keep })
    expect(mic.log).toEqual([])
    wire.down()
    void guest.withdraw('summary')
    await meeting.advance(1_000)
    expect(uplink()).toBe('muted')
  })
})

describe('an app that fails', () => {
  test('to mute is asked again, and nothing says muted meanwhile', async () => {
    const log: string[] = []
    const mute = () => {
      log.push('mute')
      if (log.length < 3) throw new Error('no device')
      return () => {
        log.push('give back')
        throw new Error('no device')
      }
    }
    const { meeting, wire, join } = await inCall()
    const guest = await join({ uplink: sharedUplink({ mute }) })
    const up = wire.down()
    void guest.withdraw('summary')
    const uplink = () => guest.store.getState().uplink
    await meeting.advance(2_000)
    expect([uplink(), log]).toEqual(['open', ['mute', 'mute']])
    await meeting.advance(1_000)
    expect([uplink(), log]).toEqual(['muted', ['mute', 'mute', 'mute']])
    up()
    await meeting.advance(10_000)
    expect([uplink(), log.at(-1)]).toEqual(['open', 'give back'])
    expect(thrown).toHaveLength(3)
  })

  test('to say how it is given back is told so, and stays muted for as long as the no is out', async () => {
    const mute = () => undefined as unknown as () => void
    const { meeting, wire, join } = await inCall()
    const guest = await join({ uplink: sharedUplink({ mute }) })
    wire.down()
    void guest.withdraw('summary')
    await meeting.advance(1_000)
    expect(guest.store.getState().uplink).toBe('muted')
    expect(thrown).toEqual([expect.objectContaining({ rule: 'uplink' })])
  })

  test('to keep apart what it does at once: mute may say another no', async () => {
    const log: string[] = []
    const { meeting, wire, join } = await inCall()
    const guest = await join({
      uplink: sharedUplink({
        mute() {
          log.push('mute')
          void guest.decline('minutes')
          return () => void log.push('give back')
        },
      }),
    })
    wire.down()
    void guest.withdraw('summary')
    await meeting.advance(5_000)
    expect(log).toEqual(['mute'])
  })
})
