import { type CSSProperties, useEffect, useRef, useState } from 'react'

interface FrameProps {
  readonly title: string
  /** Of the page inside; a change of it reloads nothing. */
  readonly hash: string
  readonly style?: CSSProperties
}

/** Loaded as it comes near: browsers begin so early that all of them would at once. */
const NEAR = '200px'

/** A page of its own inside this one, as a person's screen is: its own viewport, focus, dialogs and keys. */
export function Frame({ title, hash, style }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [first, setFirst] = useState<string>()
  const latest = useRef(hash)
  latest.current = hash
  const shown = useRef(first)
  useEffect(() => {
    if (frame.current === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        shown.current = latest.current
        setFirst(latest.current)
      },
      { rootMargin: NEAR },
    )
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (shown.current === undefined || shown.current === hash) return
    shown.current = hash
    // Replaced, so that "back" leads out of the playground and not through every knob.
    frame.current?.contentWindow?.location.replace(`seat.html${hash}`)
  }, [hash])
  return <iframe ref={frame} title={title} src={first && `seat.html${first}`} style={style} />
}
