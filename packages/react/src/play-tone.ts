/** Long enough to be noticed, short and soft enough for somebody who is speaking. */
const TONE_MS = 350
const LOUDEST = 0.1
const PITCH_HZ = 587
/** What could not sound by then is not made up for: it would say that something old is new. */
const LATEST_MS = 1_000

/**
 * Plays a short, soft tone, for `sound` of a notice. Made by Web Audio: no file, and nothing that `default-src 'self'`
 * forbids.
 *
 * `silent` where the browser lets nothing sound, such as before the first press on the page; never late, never throws.
 */
export async function playTone(): Promise<'played' | 'silent'> {
  try {
    const context = new AudioContext()
    try {
      await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, LATEST_MS))])
      if (context.state !== 'running') return 'silent'
      await ring(context)
      return 'played'
    } finally {
      await context.close()
    }
  } catch {
    return 'silent'
  }
}

/** Swells and fades, so that nothing clicks. */
function ring(context: AudioContext): Promise<unknown> {
  const [from, end] = [context.currentTime, context.currentTime + TONE_MS / 1_000]
  const volume = new GainNode(context, { gain: 0 })
  volume.gain.linearRampToValueAtTime(LOUDEST, from + 0.02)
  volume.gain.linearRampToValueAtTime(0, end)
  const tone = new OscillatorNode(context, { frequency: PITCH_HZ })
  tone.connect(volume).connect(context.destination)
  tone.start(from)
  tone.stop(end)
  return new Promise((resolve) => {
    tone.onended = resolve
  })
}
