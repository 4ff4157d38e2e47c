import { afterEach, expect, test, vi } from 'vitest'
import type { Signal } from '../../shared/signalling-messages.ts'
import { createMesh } from './mesh.ts'

class FakeConnection {
  static readonly made: FakeConnection[] = []
  connectionState: RTCPeerConnectionState = 'new'
  signalingState = 'stable'
  localDescription = { toJSON: () => ({ type: 'offer', sdp: 'an offer' }) }
  onnegotiationneeded?: () => void
  constructor() {
    FakeConnection.made.push(this)
  }
  private isDue = false
  /** Of three in a row, told once. */
  addTransceiver() {
    if (!this.isDue) queueMicrotask(() => this.onnegotiationneeded?.())
    this.isDue = true
  }
  getTransceivers = () => []
  setLocalDescription = async () => {}
  close() {
    this.connectionState = 'closed'
  }
}
vi.stubGlobal('RTCPeerConnection', FakeConnection)
vi.stubGlobal('MediaStream', class {})
afterEach(() => FakeConnection.made.splice(0))

const settle = () => new Promise((resolve) => setTimeout(resolve))
const meshOf = (self: string) => {
  const sent: Signal[] = []
  const mesh = createMesh({
    iceServers: [],
    send: (_, signal) => void sent.push(signal),
    onChange: () => {},
  })
  return { mesh, sent, meet: (...others: string[]) => mesh.reconcile(self, others) }
}

test('who was away, and takes for working what the other one closed meanwhile, calls anew', async () => {
  const ana = meshOf('a')
  const ben = meshOf('b')
  ana.meet()
  ben.meet('a')
  await settle()
  expect(ben.sent).toHaveLength(1)
  for (const connection of FakeConnection.made) connection.connectionState = 'connected'

  ana.mesh.left('b')
  ben.meet('a')
  ana.mesh.joined('b')
  for (const signal of ana.sent) await ben.mesh.signal('a', signal)
  await settle()
  expect(ben.sent).toHaveLength(2)
  expect(ben.sent[1]?.session).not.toBe(ben.sent[0]?.session)
})

test('who comes for the first time calls once, whatever the other one knows of that', async () => {
  const ana = meshOf('a')
  const ben = meshOf('b')
  ana.meet()
  ben.meet('a')
  ana.mesh.joined('b')
  for (const signal of ana.sent) await ben.mesh.signal('a', signal)
  await settle()
  expect(ana.sent).toHaveLength(1)
  expect(ben.sent).toHaveLength(1)
})
