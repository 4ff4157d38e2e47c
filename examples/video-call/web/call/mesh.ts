import type { Signal } from '../../shared/signalling-messages.ts'

/** What one connection sends to each other one; a slot is empty when there is nothing to send. */
export interface OutgoingTracks {
  readonly microphone: MediaStreamTrack | null
  readonly camera: MediaStreamTrack | null
  readonly screen: MediaStreamTrack | null
}
export type Slot = keyof OutgoingTracks

/** Both ends have these transceivers in this order, so that nothing is negotiated again when a track comes or goes. */
const slots = ['microphone', 'camera', 'screen'] as const satisfies readonly Slot[]
const kindOf = (slot: Slot) => (slot === 'microphone' ? 'audio' : 'video')

export interface PeerView {
  readonly connection: string
  readonly state: RTCPeerConnectionState
  readonly streams: Readonly<Record<Slot, MediaStream>>
}

interface Peer {
  readonly connection: string
  readonly session: string
  readonly pc: RTCPeerConnection
  readonly streams: Record<Slot, MediaStream>
  /** Not in the roster of a signalling server that has just come back; stays as long as its media does. */
  listing: 'listed' | 'unlisted'
  offering: boolean
  ignoresOffer: boolean
}

export interface MeshOptions {
  readonly iceServers: RTCIceServer[]
  readonly send: (to: string, signal: Signal) => void
  readonly onChange: (peers: readonly PeerView[]) => void
}

/** Direct connections to every other person's devices. */
export interface Mesh {
  /** After every connect: who is in the call now. Of two, the one with the greater id makes the first offer. */
  reconcile(self: string, others: readonly string[]): void
  /** Somebody came, or came back, of whom there is nothing here: the one with the greater id calls. */
  joined(connection: string): void
  left(connection: string): void
  signal(from: string, signal: Signal): Promise<void>
  setTracks(tracks: OutgoingTracks): void
  close(): void
}

export function createMesh({ iceServers, send, onChange }: MeshOptions): Mesh {
  const peers = new Map<string, Peer>()
  let self = ''
  let tracks: OutgoingTracks = { microphone: null, camera: null, screen: null }

  const changed = () =>
    onChange(
      [...peers.values()].map(({ connection, pc, streams }) => ({
        connection,
        streams,
        state: pc.connectionState,
      })),
    )

  const attachTracks = ({ pc }: Peer) => {
    pc.getTransceivers().forEach((transceiver, index) => {
      const slot = slots[index]
      if (!slot) return
      if (transceiver.direction !== 'sendrecv') transceiver.direction = 'sendrecv'
      if (transceiver.sender.track !== tracks[slot]) void transceiver.sender.replaceTrack(tracks[slot])
    })
  }

  const open = (connection: string, session: string): Peer => {
    drop(connection)
    const pc = new RTCPeerConnection({ iceServers })
    const streams = { microphone: new MediaStream(), camera: new MediaStream(), screen: new MediaStream() }
    const peer: Peer = {
      connection,
      session,
      pc,
      streams,
      listing: 'listed',
      offering: false,
      ignoresOffer: false,
    }
    pc.onicecandidate = ({ candidate }) => {
      if (candidate) send(connection, { type: 'candidate', session, candidate: toCandidate(candidate) })
    }
    pc.onnegotiationneeded = () => void offer(peer)
    pc.ontrack = ({ track, transceiver }) => {
      const slot = slots[pc.getTransceivers().indexOf(transceiver)]
      if (!slot) return
      streams[slot] = new MediaStream([track])
      changed()
    }
    pc.onconnectionstatechange = () => {
      if (pc.connectionState === 'failed') {
        if (peer.listing === 'listed') pc.restartIce()
        else drop(connection)
      }
      changed()
    }
    peers.set(connection, peer)
    return peer
  }

  /** A signal while the server is away is lost: `reconcile` offers again to whoever is not connected by then. */
  const offer = async (peer: Peer) => {
    const { pc, connection, session } = peer
    try {
      peer.offering = true
      await pc.setLocalDescription()
      if (pc.localDescription) {
        send(connection, { type: 'description', session, description: pc.localDescription.toJSON() })
      }
    } catch (reason) {
      if (pc.signalingState !== 'closed') throw reason
    } finally {
      peer.offering = false
    }
  }

  const call = (connection: string) => {
    const peer = open(connection, crypto.randomUUID())
    for (const slot of slots) peer.pc.addTransceiver(kindOf(slot), { direction: 'sendrecv' })
    attachTracks(peer)
  }

  const drop = (connection: string) => {
    const peer = peers.get(connection)
    if (!peer) return
    peers.delete(connection)
    peer.pc.onconnectionstatechange = null
    peer.pc.close()
  }

  return {
    reconcile(id, others) {
      self = id
      for (const peer of peers.values()) {
        peer.listing = others.includes(peer.connection) ? 'listed' : 'unlisted'
        if (peer.listing === 'unlisted' && peer.pc.connectionState !== 'connected') drop(peer.connection)
      }
      for (const connection of others) {
        const known = peers.get(connection)?.pc.connectionState
        const works = known === 'connected' || known === 'connecting' || known === 'disconnected'
        if (!works && self > connection) call(connection)
      }
      changed()
    },
    joined(connection) {
      if (peers.has(connection)) return
      if (self > connection) return call(connection)
      // Back after it was away, it may take its end of a connection that was closed here for one that works.
      const description = { type: 'rollback' } as const
      send(connection, { type: 'description', session: crypto.randomUUID(), description })
    },
    left(connection) {
      drop(connection)
      changed()
    },
    async signal(from, signal) {
      const polite = self < from
      let peer = peers.get(from)
      if (signal.type === 'candidate') {
        if (peer?.session !== signal.session) return
        const { pc, ignoresOffer } = peer
        await pc.addIceCandidate(signal.candidate).catch((reason: unknown) => {
          if (!ignoresOffer && pc.signalingState !== 'closed') throw reason
        })
        return
      }
      const { description, session } = signal
      if (description.type === 'rollback') {
        const isBegun = ['new', 'connecting'].includes(peer?.pc.connectionState ?? '')
        return polite || isBegun ? undefined : call(from)
      }
      if (peer?.session !== session) {
        if (description.type !== 'offer' || !polite) return
        peer = open(from, session)
      }
      const { pc } = peer
      const collides = description.type === 'offer' && (peer.offering || pc.signalingState !== 'stable')
      peer.ignoresOffer = !polite && collides
      if (peer.ignoresOffer) return
      await pc.setRemoteDescription({ type: description.type, sdp: description.sdp ?? '' })
      if (description.type !== 'offer') return
      attachTracks(peer)
      await pc.setLocalDescription()
      if (pc.localDescription) {
        send(from, { type: 'description', session, description: pc.localDescription.toJSON() })
      }
    },
    setTracks(next) {
      tracks = next
      for (const peer of peers.values()) attachTracks(peer)
    },
    close() {
      for (const connection of [...peers.keys()]) drop(connection)
      changed()
    },
  }
}

export function toCandidate({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidate) {
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment }
}
