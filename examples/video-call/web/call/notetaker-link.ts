import type { Signal } from '../../shared/signalling-messages.ts'
import { toCandidate } from './mesh.ts'

/**
 * This browser's connection to the AI notetaker. Its audio sender is empty: nothing of anybody flows until consent
 * code calls `open`, and nothing flows any more when `close` returns.
 */
export interface NotetakerLink {
  /** Sends this track from now on, also over a connection that is made anew. */
  open(track: MediaStreamTrack): void
  /** Takes the track off the sender before it returns. */
  close(): void
  state(): RTCPeerConnectionState | 'absent'
  /** Packets that left for the notetaker over this connection, as the browser counts them. */
  sentPackets(): Promise<number>
}

export interface NotetakerLinkOptions {
  readonly iceServers: RTCIceServer[]
  readonly send: (to: string, signal: Signal) => void
}

/** The link, and what signalling tells it. */
export interface NotetakerConnection extends NotetakerLink {
  /** The notetaker's connection, or none. One that is still connected is left alone. */
  reconcile(agent: string | undefined): void
  signal(from: string, signal: Signal): Promise<void>
  hangUp(): void
}

/** Waits this long before trying again what failed. */
const retryMs = 1_000

export function createNotetakerLink({ iceServers, send }: NotetakerLinkOptions): NotetakerConnection {
  let track: MediaStreamTrack | null = null
  let agent: string | undefined
  let current: { agent: string; session: string; pc: RTCPeerConnection; sender: RTCRtpSender } | undefined

  const hangUp = () => {
    const closing = current
    current = undefined
    if (!closing) return
    closing.pc.onconnectionstatechange = null
    void closing.sender.replaceTrack(null)
    closing.pc.close()
  }

  const call = (to: string) => {
    hangUp()
    const session = crypto.randomUUID()
    const pc = new RTCPeerConnection({ iceServers })
    const { sender } = pc.addTransceiver('audio', { direction: 'sendonly' })
    if (track) void sender.replaceTrack(track)
    current = { agent: to, session, pc, sender }
    const isCurrent = () => current?.session === session
    pc.onicecandidate = ({ candidate }) => {
      if (candidate) send(to, { type: 'candidate', session, candidate: toCandidate(candidate) })
    }
    pc.onconnectionstatechange = () => {
      if (pc.connectionState !== 'failed') return
      setTimeout(() => {
        if (isCurrent() && agent !== undefined) call(agent)
      }, retryMs)
    }
    void pc.setLocalDescription().then(() => {
      const { localDescription } = pc
      if (localDescription) send(to, { type: 'description', session, description: localDescription.toJSON() })
    })
  }

  return {
    open(next) {
      track = next
      void current?.sender.replaceTrack(next)
    },
    close() {
      track = null
      void current?.sender.replaceTrack(null)
    },
    state: () => current?.pc.connectionState ?? 'absent',
    async sentPackets() {
      const stats = await current?.sender.getStats()
      return [...(stats?.values() ?? [])].find(({ type }) => type === 'outbound-rtp')?.packetsSent ?? 0
    },
    reconcile(next) {
      agent = next
      if (next === undefined) return
      const works = current?.agent === next && current.pc.connectionState === 'connected'
      if (!works) call(next)
    },
    async signal(from, signal) {
      if (current?.agent !== from || current.session !== signal.session) return
      const { pc } = current
      if (signal.type === 'candidate') return pc.addIceCandidate(signal.candidate)
      if (signal.description.type === 'answer' && pc.signalingState === 'have-local-offer') {
        await pc.setRemoteDescription({ type: 'answer', sdp: signal.description.sdp ?? '' })
      }
    },
    hangUp,
  }
}
