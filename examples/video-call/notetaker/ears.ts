import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift'
import type { RosterEntry, Signal } from '../shared/signalling-messages.ts'
import { createOpusStream, type OpusStream } from './opus-stream.ts'

/** A piece of one person's sound that was admitted, decoded. */
export interface Frame {
  readonly participant: string
  readonly connection: string
  /** Mono, 48 kHz. */
  readonly pcm: Float32Array
  readonly sequence: number
  readonly receivedAt: number
}

/** A packet as it arrived. */
export interface Packet {
  readonly participant: string
  readonly connection: string
  readonly gate: 'open' | 'closed'
}

export interface Hearing {
  /** Packets that arrived, and those that were admitted to the decoder. */
  readonly packets: { received: number; admitted: number }
  /** Seconds of sound louder than -60 dBFS. */
  seconds: number
}

export interface EarsOptions {
  send(to: string, signal: Signal): void
  /** Asked for every packet, before anything of it is decoded or kept. @default closed */
  readonly admit?: (participant: string) => boolean
  readonly onFrame?: (frame: Frame) => void
  /** Hears of every packet that arrives, admitted or not. */
  readonly onPacket?: (packet: Packet) => void
  readonly iceServers?: { urls: string }[]
}

/** The notetaker's end of everybody's audio link. */
export interface Ears {
  /** `from` is the connection as the signalling server stamped it: whose sound this is comes from the token. */
  signal(from: RosterEntry, signal: Signal): Promise<void>
  /** Closes the link of one connection. */
  hangUp(connection: string): void
  /** Drops what waits to be decoded, and the decoder's memory, of all of a person's devices. */
  discard(participant: string): void
  hearing(participant: string): Hearing
  readonly participants: () => readonly string[]
  close(): void
}

const quietest = 10 ** (-60 / 20)
const loudness = (pcm: Float32Array) =>
  Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length)

interface Ear {
  readonly participant: string
  readonly session: string
  readonly peer: RTCPeerConnection
  readonly stream: OpusStream
}

export function createEars(options: EarsOptions): Ears {
  const { send, admit = () => false, onFrame, onPacket, iceServers = [] } = options
  const ears = new Map<string, Ear>()
  const hearings = new Map<string, Hearing>()

  const hearing = (participant: string): Hearing => {
    const known = hearings.get(participant)
    if (known) return known
    const fresh: Hearing = { packets: { received: 0, admitted: 0 }, seconds: 0 }
    hearings.set(participant, fresh)
    return fresh
  }

  const listen = ({ connection, participant }: RosterEntry, session: string): Ear => {
    const peer = new RTCPeerConnection({
      iceServers,
      codecs: {
        audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 })],
        video: [],
      },
    })
    const heard = hearing(participant)
    const stream = createOpusStream(({ pcm, sequence }) => {
      // Admitted when it arrived, refused by now: it waited for an earlier packet while the gate closed.
      if (!admit(participant)) return
      if (loudness(pcm) > quietest) heard.seconds += pcm.length / 48_000
      onFrame?.({ participant, connection, pcm, sequence, receivedAt: Date.now() })
    })
    peer.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ header, payload }) => {
        heard.packets.received++
        const gate = admit(participant) ? 'open' : 'closed'
        onPacket?.({ participant, connection, gate })
        if (gate === 'closed') return
        heard.packets.admitted++
        stream.push(header.sequenceNumber, payload)
      })
    })
    peer.connectionStateChange.subscribe((state) => {
      if (state === 'failed' && ears.get(connection)?.peer === peer) hangUp(connection)
    })
    return { participant, session, peer, stream }
  }

  const hangUp = (connection: string) => {
    const ear = ears.get(connection)
    if (!ear) return
    ears.delete(connection)
    ear.stream.close()
    void ear.peer.close()
  }

  return {
    async signal(from, signal) {
      const { connection } = from
      if (signal.type === 'candidate') {
        const ear = ears.get(connection)
        if (ear?.session !== signal.session) return
        const { candidate, sdpMid, sdpMLineIndex } = signal.candidate
        await ear.peer.addIceCandidate({
          candidate,
          ...(sdpMid != null && { sdpMid }),
          ...(sdpMLineIndex != null && { sdpMLineIndex }),
        })
        return
      }
      const { description, session } = signal
      if (description.type !== 'offer' || description.sdp === undefined) return
      if (ears.get(connection)?.session !== session) {
        hangUp(connection)
        ears.set(connection, listen(from, session))
      }
      const ear = ears.get(connection)
      if (!ear) return
      await ear.peer.setRemoteDescription({ type: 'offer', sdp: description.sdp })
      await ear.peer.setLocalDescription(await ear.peer.createAnswer())
      // By now gathered: the answer carries all candidates, and none can overtake it.
      const answer = ear.peer.localDescription
      if (answer && ears.get(connection) === ear) {
        send(connection, { type: 'description', session, description: { type: 'answer', sdp: answer.sdp } })
      }
    },
    hangUp,
    discard(participant) {
      for (const ear of ears.values()) if (ear.participant === participant) ear.stream.discard()
    },
    hearing,
    participants: () => [...hearings.keys()],
    close() {
      for (const connection of [...ears.keys()]) hangUp(connection)
    },
  }
}
