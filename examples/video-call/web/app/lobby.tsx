import type { ReactNode } from 'react'
import type { LocalMedia } from '../call/media.ts'
import type { Admission } from '../call/rooms-api.ts'
import { useLocalMedia } from '../call/use-call.ts'
import { Avatar } from './avatar.tsx'
import { DeviceButtons } from './device-buttons.tsx'
import { LevelMeter } from './level-meter.tsx'
import { ScreenHeading } from './screen-heading.tsx'
import { Video } from './video.tsx'

export interface LobbyProps {
  readonly admission: Admission
  readonly media: LocalMedia
  readonly onJoin: () => void
  /** What is asked before joining, when an AI feature is on already. */
  readonly notice?: ReactNode
}

/** See yourself before anybody else does. */
export function Lobby({ admission, media, onJoin, notice }: LobbyProps) {
  const { tracks, state, trouble, opening } = useLocalMedia(media)
  const isOpening = opening === 'microphone-and-camera'
  return (
    <main className="lobby">
      <section className="preview" aria-label="Your preview">
        {tracks.camera ? (
          <Video track={tracks.camera} fit="cover" mirrored />
        ) : (
          <Avatar name={admission.name} />
        )}
        <div className="preview-tools">
          <DeviceButtons media={media} />
          {tracks.microphone && state.microphone === 'on' && <LevelMeter track={tracks.microphone} />}
        </div>
      </section>
      <section className="ready" aria-labelledby="ready">
        <p className="wordmark">Ask First</p>
        <ScreenHeading title={`Ready, ${admission.name}?`} id="ready" data-askfirst-home="last" />
        <p className="lead">
          {admission.role === 'host' ? 'You are the host of this meeting.' : 'You join as a guest.'}{' '}
          <span role="status">{isOpening ? 'Looking for camera and microphone …' : describe(trouble)}</span>
        </p>
        {notice}
        <button type="button" className="button primary" onClick={onJoin}>
          Join now
        </button>
      </section>
    </main>
  )
}

function describe({ microphone, camera }: { microphone: string; camera: string }): string {
  const missing = [microphone !== 'none' && 'microphone', camera !== 'none' && 'camera'].filter(Boolean)
  if (missing.length === 0) return ''
  const denied = microphone === 'not-allowed' || camera === 'not-allowed'
  const why = denied ? 'Your browser does not allow the' : 'There is no'
  return `${why} ${missing.join(denied ? ' and ' : ' and no ')}. You can join without.`
}
