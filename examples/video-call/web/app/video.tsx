import { useEffect, useRef } from 'react'

export interface VideoProps {
  readonly track: MediaStreamTrack | undefined
  readonly fit: 'cover' | 'contain'
  readonly mirrored?: boolean
}

/** One picture, without sound. */
export function Video({ track, fit, mirrored = false }: VideoProps) {
  const ref = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const video = ref.current
    if (!video) return
    video.srcObject = track ? new MediaStream([track]) : null
  }, [track])
  return (
    <video
      ref={ref}
      className="picture"
      data-fit={fit}
      data-mirrored={mirrored || undefined}
      autoPlay
      muted
      playsInline
    />
  )
}

/** One sound, without picture. */
export function Sound({ stream }: { readonly stream: MediaStream }) {
  const ref = useRef<HTMLAudioElement>(null)
  useEffect(() => {
    const audio = ref.current
    if (!audio) return
    audio.srcObject = stream
    // A page that was reloaded without a click may not play yet; the next click or key press starts it.
    const start = () => void audio.play().catch(() => undefined)
    start()
    addEventListener('pointerdown', start)
    addEventListener('keydown', start)
    return () => {
      removeEventListener('pointerdown', start)
      removeEventListener('keydown', start)
    }
  }, [stream])
  // biome-ignore lint/a11y/useMediaCaption: a live voice; typed captions are shown on the tile
  return <audio ref={ref} autoPlay />
}
