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
    context.fillStyle = `hsl(${hue} 28% 62%)`
    context.fillRect(0, 0, 320, 240)
    const sway = Math.sin(step++ / 10) * 2
    const oval = (fill: string, x: number, y: number, width: number, height: number) => {
      context.fillStyle = fill
      context.beginPath()
      context.ellipse(x, y, width, height, 0, 0, 7)
      context.fill()
    }
    oval(`hsl(${hue} 30% 22%)`, 160 + sway, 104, 47, 52)
    oval(`hsl(${hue} 24% 80%)`, 160, 168, 19, 34)
    oval(`hsl(${hue} 30% 36%)`, 160, 270, 96, 88)
    oval(`hsl(${hue} 24% 86%)`, 160 + sway, 116, 37, 45)
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
