/** Power of one frequency in mono samples, relative to a full-scale sine (1 = that sine alone). */
export function tonePower(samples: Float32Array, frequencyHz: number, sampleRate: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRate)
  let previous = 0
  let beforePrevious = 0
  for (const sample of samples) {
    const current = sample + coefficient * previous - beforePrevious
    beforePrevious = previous
    previous = current
  }
  const power = previous ** 2 + beforePrevious ** 2 - coefficient * previous * beforePrevious
  return samples.length === 0 ? 0 : power / (samples.length / 2) ** 2
}

export interface ToneDetectorOptions {
  /** Multiples of 10 Hz, so that each falls between the windows' side lobes of the others. */
  readonly frequenciesHz: readonly number[]
  /** @default 100 */
  readonly windowMs?: number
  /** Power above which a tone counts as heard; -40 dBFS. @default 0.0001 */
  readonly threshold?: number
}

/** Remembers when each of some tones was last heard in one person's sound. */
export interface ToneDetector {
  push(pcm: Float32Array, at: number): void
  /** Frequency in Hz to the time it was last heard at. */
  readonly lastHeardAt: ReadonlyMap<number, number>
}

export function createToneDetector(options: ToneDetectorOptions): ToneDetector {
  const { frequenciesHz, windowMs = 100, threshold = 1e-4 } = options
  const window = new Float32Array((48_000 * windowMs) / 1000)
  const lastHeardAt = new Map<number, number>()
  let filled = 0

  const hear = (at: number) => {
    const powers = frequenciesHz.map((frequencyHz) => tonePower(window, frequencyHz, 48_000))
    const loudest = Math.max(...powers)
    powers.forEach((power, index) => {
      const frequencyHz = frequenciesHz[index]
      // A window cut in mid-tone leaks a little into every other frequency: -20 dB below the loudest is not heard.
      if (frequencyHz !== undefined && power > threshold && power > loudest / 100) {
        lastHeardAt.set(frequencyHz, at)
      }
    })
  }

  return {
    lastHeardAt,
    push(pcm, at) {
      for (let read = 0; read < pcm.length; ) {
        const part = pcm.subarray(read, read + window.length - filled)
        window.set(part, filled)
        filled += part.length
        read += part.length
        if (filled < window.length) return
        hear(at)
        filled = 0
      }
    },
  }
}
