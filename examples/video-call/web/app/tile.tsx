import { Maximize2, MicOff, Minimize2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Line } from '../../shared/signalling-messages.ts'
import { Avatar } from './avatar.tsx'
import { Sound, Video } from './video.tsx'

export interface TileProps {
  readonly name: string
  /** Beside the name: `you`, `your other device`, `screen`. */
  readonly detail?: string
  readonly video: MediaStreamTrack | undefined
  readonly sound?: MediaStream | undefined
  readonly kind: 'camera' | 'screen'
  readonly isMirrored?: boolean
  readonly isMuted?: boolean
  readonly connection?: RTCPeerConnectionState
  readonly caption?: Line | undefined
}

/** One picture of the call. The figure itself goes fullscreen, so that what is put into it is seen there too. */
export function Tile(props: TileProps) {
  const { name, detail, video, sound, kind, isMirrored = false, isMuted = false, connection, caption } = props
  const ref = useRef<HTMLElement>(null)
  const isFullscreen = useIsFullscreen(ref)
  const label = detail ? `${name} (${detail})` : name
  const toggle = () => (isFullscreen ? document.exitFullscreen() : ref.current?.requestFullscreen())

  return (
    <figure className="tile" ref={ref} data-kind={kind} aria-label={label}>
      {video ? (
        <Video
          track={video}
          fit={kind === 'screen' || isFullscreen ? 'contain' : 'cover'}
          mirrored={isMirrored}
        />
      ) : (
        <Avatar name={name} />
      )}
      {sound && <Sound stream={sound} />}
      {caption && <p className="caption">{caption.text}</p>}
      <figcaption>
        {isMuted && <MicOff className="muted" aria-label="muted" role="img" />}
        <span className="name">{name}</span>
        {detail && <span className="detail">{detail}</span>}
        {connection !== undefined && connection !== 'connected' && (
          <span className="detail">connecting …</span>
        )}
      </figcaption>
      <button
        type="button"
        className="corner"
        onClick={toggle}
        aria-label={isFullscreen ? 'Leave fullscreen' : `Show ${label} fullscreen`}
        title={isFullscreen ? 'Leave fullscreen' : 'Fullscreen'}
      >
        {isFullscreen ? <Minimize2 /> : <Maximize2 />}
      </button>
    </figure>
  )
}

function useIsFullscreen(ref: { readonly current: HTMLElement | null }): boolean {
  const [isFullscreen, setFullscreen] = useState(false)
  useEffect(() => {
    const update = () =>
      setFullscreen(document.fullscreenElement !== null && document.fullscreenElement === ref.current)
    document.addEventListener('fullscreenchange', update)
    return () => document.removeEventListener('fullscreenchange', update)
  }, [ref])
  return isFullscreen
}
