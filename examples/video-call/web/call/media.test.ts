import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLocalMedia } from './media.ts'

/** A track of a device that is on until it is stopped. */
class Track extends EventTarget {
  readonly kind: 'audio' | 'video'
  readyState: 'live' | 'ended' = 'live'
  enabled = true
  constructor(kind: 'audio' | 'video') {
    super()
    this.kind = kind
    opened.push(this)
  }
  stop() {
    this.readyState = 'ended'
  }
}
let opened: Track[] = []
let allow: (() => void)[] = []
const live = () => opened.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live')
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) {
    for (const one of allow.splice(0)) one()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

beforeEach(() => {
  opened = []
  allow = []
  const getUserMedia = async ({ audio }: MediaStreamConstraints) => {
    await new Promise<void>((resolve) => allow.push(resolve))
    const tracks = [new Track(audio ? 'audio' : 'video')]
    const of = (kind: string) => () => tracks.filter((track) => track.kind === kind)
    return { getAudioTracks: of('audio'), getVideoTracks: of('video') }
  }
  vi.stubGlobal('location', { search: '' })
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
})
afterEach(() => vi.unstubAllGlobals())
const make = () => createLocalMedia({ test: false, iceServers: [] })

test('asked for twice, one microphone is on, and closing turns it off', async () => {
  const media = make()
  void media.setMicrophone('on')
  void media.setMicrophone('on')
  await settle()
  expect(live()).toEqual([media.get().tracks.microphone])
  media.close()
  expect(live()).toEqual([])
})

test('opened, closed and opened again, as React does it, one microphone is on', async () => {
  const media = make()
  void media.open()
  media.close()
  void media.open()
  await settle()
  expect(live()).toEqual([media.get().tracks.microphone])
})

test('muted while the microphone was still opening is muted', async () => {
  const media = make()
  void media.setMicrophone('on')
  void media.setMicrophone('off')
  await settle()
  expect(media.get().state.microphone).toBe('off')
  expect(live().map(({ enabled }) => enabled)).toEqual([false])
})
