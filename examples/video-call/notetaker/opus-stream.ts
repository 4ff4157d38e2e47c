import { OpusDecoder } from 'opus-decoder'

/** Decoded sound: mono, 48 kHz. */
export interface DecodedFrame {
  readonly pcm: Float32Array
  readonly sequence: number
}

/** One sender's Opus packets to sound, in order. */
export interface OpusStream {
  push(sequence: number, payload: Uint8Array): void
  /** Forgets every packet that waits and everything the decoder remembers. */
  discard(): void
  close(): void
}

/** Packets that wait for a missing one; 60 ms of sound. */
const reorderDepth = 3

/** 16-bit sequence numbers wrap: how far `a` is ahead of `b`, from -32768 to 32767. */
export const sequenceDistance = (a: number, b: number) => ((a - b + 0x8000) & 0xffff) - 0x8000

export function createOpusStream(onFrame: (frame: DecodedFrame) => void): OpusStream {
  let waiting = new Map<number, Uint8Array>()
  let next: number | undefined
  let decoder = startDecoder()

  function startDecoder() {
    const started = {
      opus: new OpusDecoder({ channels: 2 }),
      state: 'starting' as 'starting' | 'ready' | 'freed',
    }
    void started.opus.ready.then(() => {
      if (started.state === 'freed') return started.opus.free()
      started.state = 'ready'
      drain()
    })
    return started
  }

  function stopDecoder() {
    if (decoder.state === 'ready') decoder.opus.free()
    decoder.state = 'freed'
  }

  function drain() {
    while (decoder.state === 'ready' && waiting.size > 0) {
      const first = Math.min(
        ...[...waiting.keys()].map((sequence) => sequenceDistance(sequence, next ?? sequence)),
      )
      const sequence = next === undefined ? waiting.keys().next().value : (next + first) & 0xffff
      if (sequence === undefined) return
      if (next !== undefined && sequence !== next && waiting.size <= reorderDepth) return
      const payload = waiting.get(sequence)
      waiting.delete(sequence)
      next = (sequence + 1) & 0xffff
      if (!payload) return
      const { channelData, samplesDecoded } = decoder.opus.decodeFrame(payload)
      const [left, right] = channelData
      if (left && samplesDecoded > 0) {
        onFrame({ pcm: right ? left.map((sample, n) => (sample + (right[n] ?? 0)) / 2) : left, sequence })
      }
    }
  }

  return {
    push(sequence, payload) {
      if (decoder.state === 'freed') return
      if (next !== undefined && sequenceDistance(sequence, next) < 0) return
      waiting.set(sequence, payload)
      drain()
    },
    discard() {
      stopDecoder()
      waiting = new Map()
      next = undefined
      decoder = startDecoder()
    },
    close() {
      stopDecoder()
      waiting = new Map()
    },
  }
}
