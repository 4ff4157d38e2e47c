import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LocalMediaState } from '../call/media.ts'
import { createStore } from '../call/store.ts'
import { captionWhilePermitted } from './own-captions.ts'

type Heard = { resultIndex: number; results: unknown }

/** Stands for the browser's recogniser, which Node has none of. */
class Recogniser {
  static all: Recogniser[] = []
  static available = vi.fn(async () => 'available')
  static onStart = (_: Recogniser): void => {}
  state: 'new' | 'started' | 'aborted' = 'new'
  onresult: ((event: Heard) => void) | null = null
  onerror: ((event: { error: string }) => void) | null = null
  onend: (() => void) | null = null
  constructor() {
    Recogniser.all.push(this)
  }
  start() {
    this.state = 'started'
    Recogniser.onStart(this)
  }
  abort() {
    this.state = 'aborted'
  }
  hears(transcript: string) {
    const result = Object.assign([{ transcript }], { isFinal: true })
    this.onresult?.({ resultIndex: 0, results: [result] })
  }
}
const listening = () => Recogniser.all.filter(({ state }) => state === 'started')

const closed = { microphone: null, camera: null, screen: null }
const withMicrophone = (microphone: 'on' | 'off'): LocalMediaState => ({
  opening: 'nothing',
  state: { microphone, camera: 'off', screen: 'off' },
  tracks: closed,
  trouble: { microphone: 'none', camera: 'none' },
})

beforeEach(() => {
  Recogniser.all = []
  Recogniser.onStart = () => {}
  vi.useFakeTimers()
  vi.stubGlobal('SpeechRecognition', Recogniser)
  vi.stubGlobal('document', { documentElement: { lang: 'en' } })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function start() {
  const media = createStore(withMicrophone('on'))
  const consent = { permits: vi.fn(() => true), onGate: () => () => {} }
  const said: string[] = []
  const undo = captionWhilePermitted({ consent, media, sendCaption: (text) => void said.push(text) })
  return { media, consent, said, undo, settle: (ms = 0) => vi.advanceTimersByTimeAsync(ms) }
}

test('who is muted is not listened to, and nothing of them is sent', async () => {
  const { media, said, settle } = start()
  await settle()
  const [first] = listening()
  first?.hears('before')
  media.set(withMicrophone('off'))
  expect(listening()).toEqual([])
  first?.hears('while muted')
  expect(said).toEqual(['before'])
  media.set(withMicrophone('on'))
  listening()[0]?.hears('after')
  expect(said).toEqual(['before', 'after'])
})

test('a recogniser that is found after the end is not started', async () => {
  const { undo, settle } = start()
  undo()
  await settle()
  expect(Recogniser.all).toEqual([])
})

test('one that is not allowed to listen is not asked again', async () => {
  Recogniser.onStart = (one) => {
    one.onerror?.({ error: 'not-allowed' })
    one.onend?.()
  }
  const { settle } = start()
  await settle(10_000)
  expect(Recogniser.all).toHaveLength(1)
})

test('one that ends goes on after a while, and never while muted', async () => {
  Recogniser.onStart = (one) => one.onend?.()
  const { media, settle } = start()
  await settle(2_000)
  expect(Recogniser.all.length).toBeGreaterThan(1)
  expect(Recogniser.all.length).toBeLessThan(10)
  media.set(withMicrophone('off'))
  const asked = Recogniser.all.length
  await settle(2_000)
  expect(Recogniser.all).toHaveLength(asked)
})
