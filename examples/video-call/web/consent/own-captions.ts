import type { CallConsent } from './consent-client.ts'

/** What this app uses of the browser's recogniser; the option `processLocally` is newer than the DOM types. */
interface Recogniser extends EventTarget {
  lang: string
  continuous: boolean
  processLocally: boolean
  onresult: ((event: { resultIndex: number; results: ArrayLike<RecogniserResult> }) => void) | null
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
  const found: unknown = Reflect.get(window, 'SpeechRecognition')
  const recogniser = found as RecogniserClass | undefined
  const status = await recogniser?.available?.({ langs: [lang], processLocally: true }).catch(() => 'no')
  return status === 'available' ? recogniser : undefined
}

/** Sends captions of what I say while my own captions gate is open; does nothing without an on-device recogniser. */
export function captionWhilePermitted(consent: CallConsent, sendCaption: (text: string) => void): () => void {
  const lang = document.documentElement.lang || 'en-US'
  let running: Recogniser | undefined
  let recogniser: RecogniserClass | undefined

  const stop = () => {
    const stopping = running
    running = undefined
    stopping?.abort()
  }
  const apply = () => {
    const isPermitted = consent.permits('captions', 'caption')
    if (!isPermitted) return stop()
    if (running || !recogniser) return
    const starting = new recogniser()
    starting.lang = lang
    starting.continuous = true
    starting.processLocally = true
    starting.onresult = ({ resultIndex, results }) => {
      const result = results[resultIndex]
      const text = result?.isFinal ? result[0]?.transcript.trim() : undefined
      if (text && running === starting && consent.permits('captions', 'caption')) sendCaption(text)
    }
    starting.onend = () => {
      if (running !== starting) return
      running = undefined
      apply()
    }
    running = starting
    starting.start()
  }
  const undo = consent.onGate(apply)
  void findOnDevice(lang).then((found) => {
    recogniser = found
    apply()
  })
  return () => {
    undo()
    stop()
  }
}
