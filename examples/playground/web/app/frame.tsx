import { type CSSProperties, useEffect, useRef, useState } from 'react'

interface FrameProps {
  readonly title: string
  /** Of the page inside; a change of it reloads nothing. */
  readonly hash: string
  readonly style?: CSSProperties
}

/** A page of its own inside this one, as a person's screen is: its own viewport, focus, dialogs and keys. */
export function Frame({ title, hash, style }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [first] = useState(hash)
  const last = useRef(first)
  useEffect(() => {
    if (last.current === hash) return
    last.current = hash
    // Replaced, so that "back" leads out of the playground and not through every knob.
    frame.current?.contentWindow?.location.replace(`seat.html${hash}`)
  }, [hash])
  return <iframe ref={frame} title={title} src={`seat.html${first}`} loading="lazy" style={style} />
}
