import type { MediaState } from '../../shared/signalling-messages.ts'
import type { OutgoingTracks } from './mesh.ts'
import type { CallConfig } from './rooms-api.ts'
import { createStore, type Store } from './store.ts'
import { testCapture } from './test-tone.ts'

/** Why there is no microphone or camera to switch on. */
export type DeviceTrouble = 'none' | 'not-allowed' | 'not-found'

export interface LocalMediaState {
  /** Being asked for right now. */
  readonly opening: 'microphone-and-camera' | 'camera' | 'screen' | 'nothing'
  readonly state: MediaState
  readonly tracks: OutgoingTracks
  readonly trouble: { readonly microphone: DeviceTrouble; readonly camera: DeviceTrouble }
}

/** This device's microphone, camera and screen. */
export interface LocalMedia extends Store<LocalMediaState> {
  /** Asks for camera and microphone; having neither is fine. */
  open(wants?: { microphone: 'on' | 'off' }): Promise<void>
  setMicrophone(to: 'on' | 'off'): Promise<void>
  setCamera(to: 'on' | 'off'): Promise<void>
  setScreen(to: 'on' | 'off'): Promise<void>
  close(): void
}

const camera = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24 } }
const microphone = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }

function toTrouble(reason: unknown): DeviceTrouble {
  return reason instanceof DOMException && reason.name === 'NotAllowedError' ? 'not-allowed' : 'not-found'
}

export function createLocalMedia(config: CallConfig): LocalMedia {
  const store = createStore<LocalMediaState>({
    opening: 'nothing',
    state: { microphone: 'off', camera: 'off', screen: 'off' },
    tracks: { microphone: null, camera: null, screen: null },
    trouble: { microphone: 'none', camera: 'none' },
  })
  const inTest = testCapture(config)
  const capture = async (wants: MediaStreamConstraints) =>
    inTest ? inTest(wants) : await navigator.mediaDevices.getUserMedia(wants)

  let life: 'open' | 'closed' = 'open'
  const put = (slot: keyof OutgoingTracks, track: MediaStreamTrack | null, to: 'on' | 'off') => {
    // The person left while the device was still opening.
    if (life === 'closed') return track?.stop()
    const { tracks, state } = store.get()
    const before = tracks[slot]
    store.set({ tracks: { ...tracks, [slot]: track }, state: { ...state, [slot]: to } })
    if (before === track) return
    // Asked for twice, a device gives two: one that nothing refers to any more would stay on.
    before?.stop()
    track?.addEventListener('ended', () => {
      if (store.get().tracks[slot] === track) put(slot, null, 'off')
    })
  }
  const fail = (slot: 'microphone' | 'camera', reason: unknown) =>
    store.set({ trouble: { ...store.get().trouble, [slot]: toTrouble(reason) } })

  let wanted: 'on' | 'off' = 'off'
  const openMicrophone = async (to: 'on' | 'off') => {
    wanted = to
    try {
      const [track] = (await capture({ audio: microphone })).getAudioTracks()
      if (!track) return
      // Muted meanwhile is muted.
      track.enabled = wanted === 'on'
      put('microphone', track, wanted)
      store.set({ trouble: { ...store.get().trouble, microphone: 'none' } })
    } catch (reason) {
      fail('microphone', reason)
    }
  }
  const openCamera = async () => {
    try {
      const [track] = (await capture({ video: camera })).getVideoTracks()
      if (track) put('camera', track, 'on')
      store.set({ trouble: { ...store.get().trouble, camera: 'none' } })
    } catch (reason) {
      fail('camera', reason)
    }
  }
  const during = async (opening: LocalMediaState['opening'], work: () => Promise<unknown>) => {
    store.set({ opening })
    await work()
    store.set({ opening: 'nothing' })
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    open(wants = { microphone: 'on' }) {
      life = 'open'
      return during('microphone-and-camera', async () => {
        await openMicrophone(wants.microphone)
        await openCamera()
      })
    },
    async setMicrophone(to) {
      wanted = to
      const track = store.get().tracks.microphone
      if (!track) return to === 'on' ? openMicrophone('on') : undefined
      track.enabled = to === 'on'
      put('microphone', track, to)
    },
    async setCamera(to) {
      if (to === 'on') return during('camera', openCamera)
      // Stopped, not disabled: the camera's light goes off.
      store.get().tracks.camera?.stop()
      put('camera', null, 'off')
    },
    async setScreen(to) {
      store.get().tracks.screen?.stop()
      put('screen', null, 'off')
      if (to === 'off') return
      await during('screen', async () => {
        const stream = await navigator.mediaDevices
          .getDisplayMedia({ video: { frameRate: 15 } })
          .catch(() => null)
        const [track] = stream?.getVideoTracks() ?? []
        if (track) put('screen', track, 'on')
      })
    },
    close() {
      life = 'closed'
      for (const track of Object.values(store.get().tracks)) track?.stop()
      store.set({
        state: { microphone: 'off', camera: 'off', screen: 'off' },
        tracks: { microphone: null, camera: null, screen: null },
      })
    },
  }
}
