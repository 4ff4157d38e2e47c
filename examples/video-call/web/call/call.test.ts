import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FromClient } from '../../shared/signalling-messages.ts'
import { joinCall } from './call.ts'
import { createLocalMedia } from './media.ts'
import type { SignallingOptions } from './signalling.ts'

const wire = vi.hoisted(() => ({
  options: undefined as SignallingOptions | undefined,
  sent: [] as FromClient[],
  reconnects: 0,
}))
vi.mock('./signalling.ts', () => ({
  openSignalling(options: SignallingOptions) {
    wire.options = options
    return {
      send: (message: FromClient) => wire.sent.push(message) > 0,
      reconnect: () => void wire.reconnects++,
      close() {},
    }
  },
}))
vi.stubGlobal('location', new URL('http://localhost:4600'))
beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(wire, { sent: [], reconnects: 0 })
})
afterEach(() => void vi.useRealTimers())

function join() {
  const config = { test: true, iceServers: [] }
  const admission = { token: 'token', participant: 'ana', name: 'Ana', room: 'room', role: 'host' } as const
  const call = joinCall({ admission, config, media: createLocalMedia(config) })
  wire.options?.onMessage({ type: 'welcome', self: 'ana.tab', roster: [], lines: [] })
  /** The server sends back what was sent as the `at`th line. */
  const echo = (at: number) => {
    const line = wire.sent.filter((message) => message.type === 'line')[at]
    if (!line) throw new Error('Nothing was sent.')
    const { id, kind, text } = line
    const stamped = { participant: 'ana', name: 'Ana', room: 'room', at: Date.now() }
    wire.options?.onMessage({ type: 'line', line: { id: `ana.tab:${id}`, kind, text, ...stamped } })
  }
  return { draft: call.drafts.chat, echo }
}

test('what comes back in time is sent, and nothing is made anew', () => {
  const { draft, echo } = join()
  draft.write('Does anybody read this?')
  draft.send()
  echo(0)
  vi.advanceTimersByTime(60_000)
  expect(draft.get().text).toBe('')
  expect(wire.reconnects).toBe(0)
})

test('what comes back late is taken out of the field that it was given back to', () => {
  const { draft, echo } = join()
  draft.write('Does anybody')
  draft.send()
  draft.write('read this?')
  vi.advanceTimersByTime(5_000)
  expect(wire.reconnects).toBe(1)
  expect(draft.get().text).toBe('Does anybody read this?')
  echo(0)
  expect(draft.get().text).toBe('read this?')
})
