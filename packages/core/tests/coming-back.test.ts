import { createClientOver } from '@askfirst/core'
import { createManualClock } from '@askfirst/testing'
import { describe, expect, test, vi } from 'vitest'
import { sha256 } from '../src/defaults/digest.ts'
import { randomIds } from '../src/defaults/ids.ts'
import { connectGateOver, type GateOptions } from '../src/gate/connect-gate.ts'
import type { LinkListener, Transport } from '../src/ports.ts'
import { summary } from './features.ts'
import { turns } from './stage.ts'
import { list, welcome } from './worker.ts'

// How a worker or a client comes back to an authority that it lost, or does not understand.

/** An authority that answers each hello as it is told, renews what it is asked to, and may fail in between. */
function authority(afterHello: () => readonly object[]) {
  const opened: number[] = []
  const clock = createManualClock()
  let fails = 0
  let now: LinkListener | undefined
  const transport: Transport = {
    connect(listener) {
      opened.push(clock.monotonic())
      if (fails > 0) {
        fails -= 1
        throw new Error('too many sockets')
      }
      now = listener
      const say = (message: object) => now === listener && listener.onMessage(JSON.stringify(message))
      queueMicrotask(listener.onOpen)
      return {
        send(text) {
          const { type, nonce } = JSON.parse(text)
          if (type === 'renew') queueMicrotask(() => say({ type: 'renewed', nonce }))
          if (type !== 'hello') return
          queueMicrotask(() => {
            for (const message of afterHello()) say(message)
          })
        },
        close() {
          if (now === listener) now = undefined
          // As of a socket that its platform has taken away.
          if (fails > 0) throw new Error('closed already')
        },
      }
    },
  }
  const passes = async (ms: number) => {
    for (let at = 0; at < ms; at += 50) {
      clock.advance(50)
      await turns()
    }
  }
  return {
    clock,
    transport,
    passes,
    links: () => opened.length,
    waits: () => opened.slice(1).map((at, index) => at - (opened[index] ?? 0)),
    fail: (times: number) => {
      fails = times
    },
    drop: () => now?.onClose(),
    say: (message: object) => now?.onMessage(JSON.stringify(message)),
  }
}

const lists = { type: 'gates', lists: [list()] }

async function worker(afterHello: () => readonly object[], options: Partial<GateOptions> = {}) {
  const troubles: string[] = []
  const end = authority(afterHello)
  const ports = { transport: end.transport, clock: end.clock, ids: randomIds }
  const onTrouble = (trouble: string) => void troubles.push(trouble)
  const gate = await connectGateOver({ token: 't', features: [summary], onTrouble, ...options }, ports)
  return { ...end, gate, troubles }
}

const NEWER = expect.stringMatching(/^The consent server said what this version does not know \(type hint\)/)

describe('a server that is not understood', () => {
  test('is come back to slower and slower by a worker, and the engineer hears why, once', async () => {
    const { passes, links, waits, troubles } = await worker(() => [welcome, lists, { type: 'hint' }])
    await passes(10_000)
    expect(links()).toBeLessThan(10)
    await passes(60_000)
    const [shortest = 0, longest = 0] = [Math.min(...waits()), Math.max(...waits())]
    expect(shortest).toBeLessThanOrEqual(300)
    expect(longest).toBeGreaterThanOrEqual(2_500)
    expect(longest).toBeLessThanOrEqual(5_050)
    expect(waits().at(-1)).toBeGreaterThan(0.9 * longest)
    expect(troubles).toEqual([NEWER])
  })

  test('is come back to slower and slower by a person, and said', async () => {
    const troubles: string[] = []
    const end = authority(() => [welcome, { type: 'snapshot', number: 1, view: { phase: 'resting' } }])
    const ports = { transport: end.transport, clock: end.clock, ids: randomIds, digest: sha256 }
    const onTrouble = (trouble: string) => void troubles.push(trouble)
    const client = createClientOver({ token: 't', features: [summary], onTrouble }, ports)
    await vi.waitFor(() => expect(end.links()).toBe(1))
    await end.passes(10_000)
    expect(end.links()).toBeLessThan(10)
    expect(client.store.getState().connection).toBe('lost')
    expect(troubles).toEqual([
      expect.stringMatching(/does not know \(type snapshot\): update @askfirst\/core/),
    ])
    client.dispose()
  })

  test('is left at that where a person can do without', async () => {
    const troubles: string[] = []
    const end = authority(() => [welcome, { type: 'hint' }])
    const ports = { transport: end.transport, clock: end.clock, ids: randomIds, digest: sha256 }
    const onTrouble = (trouble: string) => void troubles.push(trouble)
    const client = createClientOver({ token: 't', features: [summary], onTrouble }, ports)
    await vi.waitFor(() => expect(end.links()).toBe(1))
    await end.passes(2_000)
    expect([end.links(), troubles]).toEqual([1, []])
    client.dispose()
  })
})

describe('after a link that was good', () => {
  test('for a whole lease, it comes back soon', async () => {
    const { passes, drop, links } = await worker(() => [welcome, lists])
    for (let times = 0; times < 4; times += 1) {
      await passes(3_500)
      drop()
      await passes(300)
      expect(links()).toBe(times + 2)
    }
  })

  test('for less, it takes its time', async () => {
    const { passes, drop, links } = await worker(() => [welcome, lists])
    for (let times = 0; times < 6; times += 1) {
      const before = links()
      drop()
      while (links() === before) await passes(50)
      await passes(2_000)
    }
    const before = links()
    drop()
    await passes(2_000)
    expect(links()).toBe(before)
    await passes(3_500)
    expect(links()).toBe(before + 1)
  })
})

describe('a transport that throws', () => {
  test('while coming back is tried again, and said', async () => {
    const { passes, drop, fail, links, gate, troubles } = await worker(() => [welcome, lists])
    fail(2)
    drop()
    expect(gate.isLive()).toBe(false)
    await passes(5_000)
    expect([links(), gate.isLive()]).toEqual([4, true])
    expect(gate.permits('ben', 'summary', 'summarise')).toBe(true)
    expect(troubles).toEqual([
      'The consent server cannot be connected to: Error: too many sockets. It is tried again.',
    ])
  })

  test('at the very first is tried again', async () => {
    const end = authority(() => [welcome, lists])
    end.fail(1)
    const ports = { transport: end.transport, clock: end.clock, ids: randomIds }
    const connecting = connectGateOver({ token: 't', features: [summary] }, ports)
    await end.passes(1_000)
    expect((await connecting).isLive()).toBe(true)
  })
})

describe('a worker that was live, and is refused', () => {
  const refused = { type: 'refused', code: 'token', message: 'The token is over.' }

  test('says so, and does not come back', async () => {
    let answer: readonly object[] = [welcome, lists]
    const { passes, drop, links, gate, troubles } = await worker(() => answer)
    answer = [refused]
    drop()
    await passes(60_000)
    expect([links(), gate.isLive()]).toEqual([2, false])
    expect(troubles).toEqual(['Refused (token): The token is over.'])
  })

  test('says so too where token() gave no newer one, and comes back', async () => {
    let answer: readonly object[] = [welcome, lists]
    let token = async () => 't'
    const { passes, drop, gate, troubles } = await worker(() => answer, { token: () => token() })
    answer = [refused]
    token = () => Promise.reject(new Error('502'))
    drop()
    await passes(5_000)
    expect(troubles).toEqual([
      'Refused (token): The token is over. token() gave no newer one, and is called again.',
    ])
    answer = [welcome, lists]
    token = async () => 'newer'
    await passes(10_000)
    expect(gate.isLive()).toBe(true)
  })
})
