import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createNotetakerLink } from './notetaker-link.ts'

/** As much of a connection as the link uses, and what is on its sender. */
class Connection {
  connectionState: 'new' | 'connected' | 'closed' = 'new'
  localDescription = null
  track: unknown = null
  isBroken = false
  onicecandidate = null
  onconnectionstatechange = null
  constructor() {
    made.push(this)
  }
  addTransceiver() {
    return { sender: { replaceTrack: (track: unknown) => this.replaceTrack(track) } }
  }
  async replaceTrack(track: unknown) {
    if (this.isBroken || this.connectionState === 'closed') throw new DOMException('', 'InvalidStateError')
    this.track = track
  }
  async setLocalDescription() {
    if (this.connectionState === 'closed') throw new DOMException('', 'InvalidStateError')
  }
  close() {
    this.connectionState = 'closed'
  }
}
let made: Connection[] = []
const unhandled = vi.fn()
const track = {} as MediaStreamTrack
const settle = () => new Promise((resolve) => setTimeout(resolve, 5))
const make = () => createNotetakerLink({ iceServers: [], send: () => {} })

beforeEach(() => {
  made = []
  unhandled.mockClear()
  vi.stubGlobal('RTCPeerConnection', Connection)
  process.on('unhandledRejection', unhandled)
})
afterEach(() => {
  process.off('unhandledRejection', unhandled)
  vi.unstubAllGlobals()
})

test('when the notetaker leaves, its connection is ended and holds no track', async () => {
  const link = make()
  link.reconcile('notetaker')
  link.open(track)
  await settle()
  expect(made[0]?.track).toBe(track)
  link.reconcile(undefined)
  expect(link.state()).toBe('absent')
  expect(made[0]).toMatchObject({ connectionState: 'closed', track: null })
})

test('a sender that cannot be emptied is closed, and nothing is left unhandled', async () => {
  const link = make()
  link.reconcile('notetaker')
  link.open(track)
  await settle()
  for (const one of made) one.isBroken = true
  link.close()
  await settle()
  expect(made[0]?.connectionState).toBe('closed')
  link.hangUp()
  await settle()
  expect(unhandled).not.toHaveBeenCalled()
})
