import type { CallConfig } from './rooms-api.ts'

/**
 * For tests, and only where the server was started with ASKFIRST_TEST=1: `?tone=440` puts an oscillator in place of
 * the microphone, `&picture` a drawn camera. Nothing else in the app knows about it.
 */
export function testCapture(
  config: CallConfig,
): ((wants: MediaStreamConstraints) => MediaStream) | undefined {
  const query = new URLSearchParams(location.search)
  const frequencyHz = Number(query.get('tone'))
  if (!config.test || !(frequencyHz > 0)) return undefined
  return ({ audio, video }) => {
    if (video && !query.has('picture')) throw new DOMException('No camera in this test', 'NotFoundError')
    return new MediaStream([
      ...(audio ? toneTracks(frequencyHz) : []),
      ...(video ? pictureTracks(frequencyHz) : []),
    ])
  }
}

function toneTracks(frequencyHz: number) {
  const context = new AudioContext({ sampleRate: 48_000 })
  const oscillator = new OscillatorNode(context, { frequency: frequencyHz })
  const volume = new GainNode(context, { gain: 0.25 })
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
  oscillator.connect(volume).connect(destination)
  oscillator.start()
  return destination.stream.getAudioTracks()
}

function pictureTracks(frequencyHz: number) {
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 240
  const context = canvas.getContext('2d')
  let step = 0
  const draw = () => {
    if (!context) return
    const hue = frequencyHz % 360
    const sky = context.createLinearGradient(0, 0, 320, 240)
    sky.addColorStop(0, `hsl(${hue} 35% 62%)`)
    sky.addColorStop(1, `hsl(${hue + 40} 30% 34%)`)
    context.fillStyle = sky
    context.fillRect(0, 0, 320, 240)
    context.fillStyle = `hsl(${hue} 25% 86%)`
    context.beginPath()
    context.arc(160 + Math.sin(step++ / 10) * 3, 105, 42, 0, 7)
    context.ellipse(160, 250, 95, 85, 0, 0, 7)
    context.fill()
  }
  draw()
  const timer = setInterval(draw, 100)
  const tracks = canvas.captureStream(10).getVideoTracks()
  tracks[0]?.addEventListener('ended', () => clearInterval(timer))
  return tracks
}

declare global {
  interface Window {
    /** What tests reach of a call past the screen; only where the server was started with ASKFIRST_TEST=1. */
    callUnderTest?: unknown
  }
}

/** Lets a test act on the call as a page that was tampered with could. */
export function exposeToTest(config: CallConfig, call: unknown): void {
  if (config.test) window.callUnderTest = call
}
