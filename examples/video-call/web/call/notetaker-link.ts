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
  /** The notetaker's connection; without one it hangs up. One that is still connected is left alone. */
  reconcile(agent: string | undefined): void
  signal(from: string, signal: Signal): Promise<void>
  hangUp(): void
}

interface Connected {
  readonly agent: string
  readonly session: string
  readonly pc: RTCPeerConnection
  readonly sender: RTCRtpSender
}

/** Waits this long before trying again what failed. */
const retryMs = 1_000

export function createNotetakerLink({ iceServers, send }: NotetakerLinkOptions): NotetakerConnection {
  let track: MediaStreamTrack | null = null
  let agent: string | undefined
  let current: Connected | undefined

  /** A connection that cannot change its track is ended: it must not go on with the one it has. */
  const put = ({ pc, sender }: Pick<Connected, 'pc' | 'sender'>, next: MediaStreamTrack | null) => {
    sender.replaceTrack(next).catch(() => pc.close())
  }

  const hangUp = () => {
    const closing = current
    current = undefined
    if (!closing) return
    closing.pc.onconnectionstatechange = null
    put(closing, null)
    closing.pc.close()
  }

  const call = (to: string) => {
    hangUp()
    const session = crypto.randomUUID()
    const pc = new RTCPeerConnection({ iceServers })
    const { sender } = pc.addTransceiver('audio', { direction: 'sendonly' })
    current = { agent: to, session, pc, sender }
    if (track) put(current, track)
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
    const offer = async () => {
      await pc.setLocalDescription()
      const { localDescription } = pc
      if (localDescription) send(to, { type: 'description', session, description: localDescription.toJSON() })
    }
    // It was hung up before it had anything to say.
    offer().catch(() => {})
  }

  return {
    open(next) {
      track = next
      if (current) put(current, next)
    },
    close() {
      track = null
      if (current) put(current, null)
    },
    state: () => current?.pc.connectionState ?? 'absent',
    async sentPackets() {
      const stats = await current?.sender.getStats()
      return [...(stats?.values() ?? [])].find(({ type }) => type === 'outbound-rtp')?.packetsSent ?? 0
    },
    reconcile(next) {
      agent = next
      if (next === undefined) return hangUp()
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
