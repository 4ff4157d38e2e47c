import { describe, expect, test } from 'vitest'
import { filterBy } from '../src/gate/filter.ts'
import type { Revocation } from '../src/gate/gate.ts'
import { turns } from './stage.ts'
import { list, openWithList, welcome } from './worker.ts'

// What a worker takes through `gate.filter`: judged when it arrives, and again when it is taken.

interface Said {
  readonly who: string
  readonly text: string
}

/** A source that keeps nothing back but what nobody has asked for yet, as an event stream does. */
function microphone() {
  const waiting: Said[] = []
  let end: { error?: Error } | undefined
  let wake = () => {}
  let returned = 0
  const stream: AsyncIterable<Said> = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        for (;;) {
          const value = waiting.shift()
          if (value !== undefined) return { done: false, value }
          if (end?.error !== undefined) throw end.error
          if (end !== undefined) return { done: true, value: undefined }
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      },
      async return() {
        returned += 1
        end ??= {}
        wake()
        return { done: true, value: undefined }
      },
    }),
  }
  return {
    stream,
    returned: () => returned,
    async says(text: string, who = 'ben') {
      waiting.push({ who, text })
      wake()
      await turns()
    },
    async ends(error?: Error) {
      end = error === undefined ? {} : { error }
      wake()
      await turns()
    },
  }
}

/** A worker with its ears on, whose model is busy until it is told to go on. */
async function listening({ limit }: { limit?: number } = {}) {
  const opened = await openWithList()
  const mic = microphone()
  const heard: string[] = []
  let isOver: unknown = false
  let goOn = () => {}
  let busy = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const options = limit === undefined ? undefined : { limit }
  const of = ({ who }: Said) => {
    if (who === 'broken') throw new Error('no such track')
    return [who, 'summary', 'summarise'] as const
  }
  const run = async () => {
    for await (const { text } of opened.gate.filter(mic.stream, of, options)) {
      heard.push(text)
      if (text === 'enough') break
      await busy
    }
  }
  const done = run().then(
    () => {
      isOver = true
    },
    (error: Error) => {
      isOver = error.message
    },
  )
  let epoch = 1
  const lets = async (...who: string[]) => {
    epoch += 1
    const allow = who.map((participant) => ({ participant, asks: ['summarise'] }))
    opened.wire.say({ type: 'gates', lists: [list({ epoch, allow })] })
    await turns()
  }
  const catchesUp = async () => {
    goOn()
    busy = Promise.resolve()
    await turns(200)
  }
  await turns()
  return { ...opened, mic, heard, lets, catchesUp, isOver: () => isOver, done }
}

describe('a busy model takes up afterwards', () => {
  test('nothing of before the yes, of during a no, or of before a no', async () => {
    const { mic, heard, lets, catchesUp } = await listening()
    await lets('anna')
    await mic.says('anna, a long question', 'anna')
    await mic.says('ben before his yes')
    await lets('anna', 'ben')
    await mic.says('ben before his no')
    await mic.says('anna meanwhile', 'anna')
    await lets('anna')
    await mic.says('ben during his no')
    await lets('anna', 'ben')
    await mic.says('ben with his yes')
    await catchesUp()
    expect(heard).toEqual(['anna, a long question', 'anna meanwhile', 'ben with his yes'])
  })

  test('nothing of before a lost connection, and nothing once the lease is over with no timer run', async () => {
    const { wire, clock, mic, heard, catchesUp } = await listening()
    await mic.says('one')
    await mic.says('before it was lost')
    wire.drop()
    clock.advance(1_000)
    await turns()
    wire.say(welcome)
    wire.say({ type: 'gates', lists: [list()] })
    await mic.says('back again')
    await mic.says('kept for an hour')
    expect(heard).toEqual(['one'])
    clock.suspend(3_600_000)
    await catchesUp()
    expect(heard).toEqual(['one'])
  })

  test('the latest, where more waits than may', async () => {
    const { mic, heard, catchesUp } = await listening({ limit: 2 })
    for (const text of ['1', '2', '3', '4']) await mic.says(text)
    await catchesUp()
    expect(heard).toEqual(['1', '3', '4'])
  })
})

describe('the source', () => {
  test('is read before anybody has time for it, and from the first element asked for', async () => {
    const { gate } = await openWithList()
    const mic = microphone()
    const taken = gate.filter(mic.stream, ({ who }) => [who, 'summary', 'summarise'])
    const next = taken.next()
    await mic.says('one')
    expect((await next).value).toMatchObject({ text: 'one' })
    await mic.says('two')
    expect((await taken.next()).value).toMatchObject({ text: 'two' })
  })

  test('that ends, ends it, once what arrived is taken', async () => {
    const { mic, heard, catchesUp, isOver } = await listening()
    await mic.says('1')
    await mic.says('2')
    await mic.ends()
    expect(isOver()).toBe(false)
    await catchesUp()
    expect([heard, isOver(), mic.returned()]).toEqual([['1', '2'], true, 0])
  })

  test('that fails, fails it, once what arrived is taken', async () => {
    const { mic, heard, catchesUp, isOver } = await listening()
    await mic.says('1')
    await mic.says('2')
    await mic.ends(new Error('unplugged'))
    await catchesUp()
    expect([heard, isOver()]).toEqual([['1', '2'], 'unplugged'])
  })

  test('is closed at once when the consumer stops, though it is silent', async () => {
    const { mic, heard, isOver } = await listening()
    await mic.says('enough')
    expect([heard, isOver(), mic.returned()]).toEqual([['enough'], true, 1])
  })

  // Nothing of it was closed before somebody who may be heard spoke: `ReadableStream.from(…).cancel()` waited for that.
  test('is closed at once when the consumer stops while it waits for an element', async () => {
    const { gate, wire } = await openWithList()
    wire.say({ type: 'gates', lists: [list({ epoch: 2, allow: [] })] })
    const mic = microphone()
    const taken = gate.filter(mic.stream, ({ who }) => [who, 'summary', 'summarise'])
    const next = taken.next()
    await mic.says('one')
    const end = { done: true, value: undefined }
    expect([await taken.return(undefined), await next]).toEqual([end, end])
    expect([await taken.next(), mic.returned()]).toEqual([end, 1])
  })

  test('of what waits drops only what was taken for the ask that closed', async () => {
    let close = (_: Revocation): void => {}
    const gate = {
      permits: () => true,
      onRevoke(listener: typeof close) {
        close = listener
        return () => {}
      },
    }
    const mic = microphone()
    const taken = filterBy(gate, mic.stream, ({ who, text }) => [who, 'summary', text], 10)
    const first = taken.next()
    for (const ask of ['summarise', 'improve', 'transcribe']) await mic.says(ask)
    expect((await first).value?.text).toBe('summarise')
    close({ participant: 'ben', feature: 'summary', ask: 'improve' })
    expect((await taken.next()).value?.text).toBe('transcribe')
    await taken.return(undefined)
  })

  test('once closed leaves nothing of the filter with the gate', async () => {
    let listeners = 0
    const gate = {
      permits: () => true,
      onRevoke() {
        listeners += 1
        return () => {
          listeners -= 1
        }
      },
    }
    const mic = microphone()
    const taken = filterBy(gate, mic.stream, ({ who }) => [who, 'summary', 'summarise'], 10)
    const first = taken.next()
    await mic.says('one')
    await first
    expect(listeners).toBe(1)
    await taken.return(undefined)
    expect([listeners, mic.returned()]).toEqual([0, 1])
  })

  test.each<[string, () => Promise<never>]>([
    ['rejects', () => Promise.reject(new Error('the socket is gone'))],
    [
      'throws',
      () => {
        throw new Error('the socket is gone')
      },
    ],
  ])('that %s as it is closed breaks nothing', async (_, close) => {
    const lost: unknown[] = []
    const hear = (error: unknown) => lost.push(error)
    process.on('unhandledRejection', hear)
    const stream = {
      [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 'one' }), return: close }),
    }
    const gate = { permits: () => true, onRevoke: () => () => {} }
    const taken = filterBy(gate, stream, () => ['ben', 'summary', 'summarise'], 10)
    expect((await taken.next()).value).toBe('one')
    expect(await taken.return(undefined)).toEqual({ done: true, value: undefined })
    await new Promise((resolve) => setTimeout(resolve, 0))
    process.off('unhandledRejection', hear)
    expect(lost).toEqual([])
  })

  test('is closed where nobody knows whose an element is', async () => {
    const { mic, isOver } = await listening()
    await mic.says('?', 'broken')
    expect([isOver(), mic.returned()]).toEqual(['no such track', 1])
  })

  test('may be a generator: it ends with the element after the last', async () => {
    const { gate } = await openWithList()
    let isClosed = false
    let say = (_text: string) => {}
    async function* sound() {
      try {
        for (;;) {
          yield await new Promise<string>((resolve) => {
            say = resolve
          })
        }
      } finally {
        isClosed = true
      }
    }
    const taken = gate.filter(sound(), () => ['ben', 'summary', 'summarise'])
    const first = taken.next()
    await turns()
    say('1')
    expect((await first).value).toBe('1')
    await taken.return(undefined)
    expect(isClosed).toBe(false)
    say('2')
    await turns()
    expect(isClosed).toBe(true)
  })
})
