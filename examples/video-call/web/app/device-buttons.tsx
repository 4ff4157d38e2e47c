import { Mic, MicOff, Video, VideoOff } from 'lucide-react'
import type { LocalMedia } from '../call/media.ts'
import { useLocalMedia } from '../call/use-call.ts'

/** Microphone and camera on and off, in the lobby and in the call. */
export function DeviceButtons({ media }: { readonly media: LocalMedia }) {
  const { state, trouble, opening } = useLocalMedia(media)
  const isMicrophoneOn = state.microphone === 'on'
  const isCameraOn = state.camera === 'on'
  return (
    <>
      <button
        type="button"
        className="round"
        aria-pressed={isMicrophoneOn}
        data-trouble={trouble.microphone}
        title={isMicrophoneOn ? 'Mute' : 'Unmute'}
        aria-label="Microphone"
        onClick={() => media.setMicrophone(isMicrophoneOn ? 'off' : 'on')}
      >
        {isMicrophoneOn ? <Mic /> : <MicOff />}
      </button>
      <button
        type="button"
        className="round"
        aria-pressed={isCameraOn}
        data-trouble={trouble.camera}
        title={isCameraOn ? 'Turn camera off' : 'Turn camera on'}
        aria-label="Camera"
        disabled={opening === 'camera'}
        onClick={() => media.setCamera(isCameraOn ? 'off' : 'on')}
      >
        {isCameraOn ? <Video /> : <VideoOff />}
      </button>
    </>
  )
}
