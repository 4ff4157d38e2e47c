import type { LocalMedia } from '../call/media.ts'
import type { CallConsent } from './consent-client.ts'

/** What this app uses of the browser's recogniser; the option `processLocally` is newer than the DOM types. */
interface Recogniser extends EventTarget {
  lang: string
  continuous: boolean
  processLocally: boolean
  onresult: ((event: { resultIndex: number; results: ArrayLike<RecogniserResult> }) => void) | null
  onerror: ((event: { readonly error: string }) => void) | null
  onend: (() => void) | null
  start(): void
  abort(): void
}
type RecogniserResult = ArrayLike<{ readonly transcript: string }> & { readonly isFinal: boolean }
interface RecogniserClass {
  new (): Recogniser
  available?(options: { langs: string[]; processLocally: true }): Promise<string>
}

/** The recogniser, if this browser says that it works on this device. Never one in a cloud. */
async function findOnDevice(lang: string): Promise<RecogniserClass | undefined> {
  const found: unknown = Reflect.get(globalThis, 'SpeechRecognition')
  const recogniser = found as RecogniserClass | undefined
  const status = await recogniser?.available?.({ langs: [lang], processLocally: true }).catch(() => 'no')
  return status === 'available' ? recogniser : undefined
}

/** Errors after which starting again can only fail again. */
const FINAL_ERRORS = ['not-allowed', 'service-not-allowed', 'audio-capture', 'language-not-supported']
/** Waits this long before listening again: a recogniser that ends at once must not be a loop. */
const AGAIN_MS = 500

export interface CaptionOptions {
  readonly consent: Pick<CallConsent, 'permits' | 'onGate'>
  readonly media: Pick<LocalMedia, 'get' | 'subscribe'>
  sendCaption(text: string): void
}

/**
 * Sends captions of what I say while my own captions gate is open and my microphone is on; does nothing without an
 * on-device recogniser.
 */
export function captionWhilePermitted({ consent, media, sendCaption }: CaptionOptions): () => void {
  const lang = document.documentElement.lang || 'en-US'
  let running: Recogniser | undefined
  let recogniser: RecogniserClass | undefined
  let life: 'on' | 'over' = 'on'
  let again: ReturnType<typeof setTimeout> | undefined

  const mayListen = () =>
    life === 'on' && media.get().state.microphone === 'on' && consent.permits('captions', 'caption')
  const stop = () => {
    clearTimeout(again)
    again = undefined
    const stopping = running
    running = undefined
    stopping?.abort()
  }
  const apply = () => {
    if (!mayListen()) return stop()
    if (running || !recogniser || again !== undefined) return
    const starting = new recogniser()
    starting.lang = lang
    starting.continuous = true
    starting.processLocally = true
    starting.onresult = ({ resultIndex, results }) => {
      const result = results[resultIndex]
      const text = result?.isFinal ? result[0]?.transcript.trim() : undefined
      if (text && running === starting && mayListen()) sendCaption(text)
    }
    starting.onerror = ({ error }) => {
      if (FINAL_ERRORS.includes(error)) recogniser = undefined
    }
    starting.onend = () => {
      if (running !== starting) return
      running = undefined
      again = setTimeout(() => {
        again = undefined
        apply()
      }, AGAIN_MS)
    }
    running = starting
    starting.start()
  }
  const undoGate = consent.onGate(apply)
  const undoMedia = media.subscribe(apply)
  void findOnDevice(lang).then((found) => {
    recogniser = found
    apply()
  })
  return () => {
    life = 'over'
    undoGate()
    undoMedia()
    stop()
  }
}
