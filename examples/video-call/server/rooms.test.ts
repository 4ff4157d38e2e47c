import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRooms, type Member } from './rooms.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const member = (name: string): Member => ({
  entry: {
    ...{
      connection: `c-${name}`,
      participant: `p-${name}`,
      room: 'room',
      name,
      role: 'host',
      kind: 'person',
    },
    media: { microphone: 'off', camera: 'off', screen: 'off' },
  },
  send: () => {},
  close: () => {},
})
const line = (kind: 'chat' | 'caption') =>
  ({ ...{ id: kind, kind, room: 'room', participant: 'p-ana', name: 'ana', text: kind, at: 1 } }) as const

test('a room that stayed empty is forgotten with its chat, and one with somebody in it is not', () => {
  const rooms = createRooms(1_000)
  rooms.open('room')
  rooms.open('nobody-came')
  rooms.add(member('ana'))
  rooms.keep(line('chat'))
  vi.advanceTimersByTime(5_000)
  expect([rooms.has('room'), rooms.has('nobody-came')]).toEqual([true, false])

  rooms.remove(member('ana'))
  vi.advanceTimersByTime(900)
  rooms.add(member('ana'))
  vi.advanceTimersByTime(5_000)
  expect(rooms.lines('room')).toHaveLength(1)

  rooms.remove(member('ana'))
  vi.advanceTimersByTime(1_000)
  expect([rooms.has('room'), rooms.lines('room')]).toEqual([false, []])
})

test('whoever holds a token of a forgotten room opens it again by coming back', () => {
  const rooms = createRooms(1_000)
  rooms.add(member('ana'))
  expect(rooms.has('room')).toBe(true)
})

test('captions are kept for nobody', () => {
  const rooms = createRooms()
  rooms.keep(line('chat'))
  rooms.keep(line('caption'))
  expect(rooms.lines('room').map(({ kind }) => kind)).toEqual(['chat'])
})
