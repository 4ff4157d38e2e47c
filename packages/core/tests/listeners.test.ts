import { createMeeting } from '@askfirst/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClientOver } from '../src/client/client.ts'
import { sha256 } from '../src/defaults/digest.ts'
import { randomIds } from '../src/defaults/ids.ts'
import type { Keep, LinkListener, Transport } from '../src/ports.ts'
import { agree, OK, plain, statusOf } from './cast.ts'
import { summary } from './features.ts'
import { tap } from './wire.ts'

// What apps do inside of listeners, and in two tabs, leaves no gate open and no sign as it was.

/** Ben, who said yes to both features, and what a worker may take of him. */
async function included() {
  const meeting = await createMeeting({ features: [summary, plain] })
  const host = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  const worker = await meeting.worker()
  for (const feature of ['summary', 'plain'] as const) {
    await host.enable(feature, { answer: 'decline' })
    await agree(ben, feature)
  }
  await meeting.settle()
  return { meeting, host, ben, worker }
}

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

test('a no inside of a gate that opens leaves every sender cut', async () => {
  const { meeting, host, ben } = await included()
  await ben.withdraw('summary')
  await meeting.settle()
  let isSending = false
  ben.onGate(({ feature, open }) => {
    if (feature === 'summary' && open) void ben.decline('summary')
  })
  ben.onGate(({ feature, open }) => {
    if (feature === 'summary') isSending = open
  })
  await host.disable('summary')
  await host.enable('summary', { answer: 'decline' })
  await agree(ben, 'summary')
  await meeting.settle()
  expect([isSending, ben.permits('summary', 'summarise')]).toEqual([false, false])
})

test('a no inside of a gate that closes is not undone by the other', async () => {
  const { meeting, ben } = await included()
  const heard: string[] = []
  let second: Promise<unknown> | undefined
  ben.onGate(({ feature, open }) => {
    heard.push(`${feature} ${open}`)
    if (feature === 'summary') second ??= ben.withdraw('plain')
  })
  const first = ben.withdraw('summary')
  expect(ben.store.getState().pending.map(({ feature }) => feature)).toEqual(['summary', 'plain'])
  // Whatever changes before the reply.
  ben.setStandingNo('on')
  expect(ben.permits('plain', 'listen')).toBe(false)
  expect(await Promise.all([first, second])).toEqual([OK, OK])
  await meeting.settle()
  expect(heard.filter((change) => change.endsWith('true'))).toEqual([])
})

test('a client that is disposed of as it hears opens nothing any more', async () => {
  let network: Transport | undefined
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', {
    role: 'host',
    transport: (carried) => {
      network = carried
      return carried
    },
  })
  const phone = await meeting.join('ben')
  await host.enable('summary', { answer: 'decline' })
  await agree(phone, 'summary')
  const { clock } = meeting
  const identity = { use: 'person', meeting: 'meeting', participant: 'ben', role: 'attendee', kind: 'person' }
  const token = JSON.stringify({ ...identity, issuedAt: clock.now() })
  const ports = { transport: network as Transport, clock, ids: randomIds, digest: sha256 }
  const tab = createClientOver({ token, features: [summary] }, ports)
  tab.attachIndicator()
  const opened: unknown[] = []
  tab.onGate((change) => opened.push(change))
  const undo = tab.store.subscribe(({ view }) => {
    if (view !== undefined) tab.dispose()
  })
  await meeting.advance(3_000)
  await vi.waitFor(() => expect(tab.store.getState().view).toBeDefined())
  undo()
  expect(opened).toEqual([])
  expect(tab.store.getState().connection).toBe('closed')
  expect(statusOf(tab, 'summary')?.standing).not.toBe('included')
})

test('a subscriber that throws leaves the next one to hear', async () => {
  const { meeting, ben } = await included()
  ben.store.subscribe(() => {
    throw new Error('a mistake of the app')
  })
  let shown: string | undefined
  ben.store.subscribe(() => {
    shown = statusOf(ben, 'summary')?.standing
  })
  await ben.withdraw('summary')
  await meeting.settle()
  expect(shown).toBe('left-out')
  expect(thrown).toContainEqual(new Error('a mistake of the app'))
})

describe('two tabs of one browser', () => {
  /** What both keep their nos in, as local storage does: the tab that changes it is not told. */
  function storage() {
    const kept = new Map<string, string>()
    const tabs = new Set<() => void>()
    return {
      kept,
      tab(): Keep {
        let own: (() => void) | undefined
        const tell = () => {
          for (const tab of tabs) if (tab !== own) tab()
        }
        return {
          load: () => [...kept.values()],
          save(id, text) {
            kept.set(id, text)
            tell()
          },
          remove(id) {
            kept.delete(id)
            tell()
          },
          onChange(listener) {
            own = listener
            tabs.add(listener)
            return () => tabs.delete(listener)
          },
        }
      },
    }
  }

  async function open() {
    const meeting = await createMeeting({ features: [summary] })
    const host = await meeting.join('anna', { role: 'host' })
    const worker = await meeting.worker()
    const { kept, tab } = storage()
    let isDown = false
    let end: LinkListener | undefined
    const first = await meeting.join('ben', {
      keep: tab(),
      transport: (network) => ({
        connect(listener) {
          if (isDown) {
            queueMicrotask(() => listener.onClose())
            return { send: () => {}, close: () => {} }
          }
          end = listener
          return network.connect(listener)
        },
      }),
    })
    const wire = tap()
    const second = await meeting.join('ben', { keep: tab(), transport: wire.through })
    await host.enable('summary', { answer: 'decline' })
    await agree(second, 'summary')
    await meeting.settle()
    const cut = async () => {
      isDown = true
      end?.onClose()
      await meeting.settle()
    }
    const mend = async () => {
      isDown = false
      await meeting.advance(10_000)
    }
    return { meeting, worker, kept, first, second, wire, cut, mend }
  }

  test('a no in one whose link is dead is sent by the other, and closes it at once', async () => {
    const { meeting, worker, kept, first, second, cut, mend } = await open()
    await cut()
    expect(worker.permits('ben', 'summary', 'summarise')).toBe(true)
    const reply = first.withdraw('summary')
    expect(second.permits('summary', 'summarise')).toBe(false)
    await meeting.settle()
    expect(worker.permits('ben', 'summary', 'summarise')).toBe(false)
    expect(statusOf(second, 'summary')?.standing).toBe('left-out')
    expect(kept.size).toBe(0)
    // The one that said it goes on saying it until it hears for itself; it counts once.
    await mend()
    expect(await reply).toEqual(OK)
    const events = await meeting.events()
    expect(events.filter(({ type }) => type === 'consent.withdrawn')).toHaveLength(1)
  })

  test('a no that was said by the other is over here once the authority has it', async () => {
    const { meeting, first, second, cut, mend } = await open()
    await cut()
    void second.withdraw('summary')
    expect(first.store.getState().pending).toHaveLength(1)
    await meeting.settle()
    expect(first.store.getState().pending).toEqual([])
    await mend()
    expect(statusOf(first, 'summary')?.standing).toBe('left-out')
  })

  test('a no of one stays in force in the other until that hears of it by its own link', async () => {
    const { meeting, kept, first, second, wire } = await open()
    const opened: string[] = []
    second.onGate(({ ask, open }) => open && opened.push(ask))
    const hear = wire.deafen()
    expect(await first.withdraw('summary')).toEqual(OK)
    await meeting.settle()
    expect([kept.size, statusOf(second, 'summary')?.standing]).toEqual([0, 'stopping'])
    hear()
    wire.cut()
    await meeting.advance(20_000)
    expect([second.store.getState().pending, statusOf(second, 'summary')?.standing]).toEqual([[], 'left-out'])
    expect(opened).toEqual([])
  })

  test('a page that is gone hears nothing any more', async () => {
    const { meeting, first, second } = await open()
    first.dispose()
    await second.withdraw('summary')
    await meeting.settle()
    expect(first.store.getState().pending).toEqual([])
  })
})

test('a join that came at a busy moment is said again', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  await host.enable('summary', { answer: 'accept' })
  const ben = await meeting.join('ben', { place: 'lobby' })
  for (let time = 0; time < 205; time += 1) void ben.show('summary', { visibleMs: 2_000, lang: 'en' })
  ben.enter('call')
  await meeting.advance(5_000)
  expect(ben.store.getState().view?.you.place).toBe('call')
})
