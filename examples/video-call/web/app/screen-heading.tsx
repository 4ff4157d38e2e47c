import { type HTMLAttributes, useEffect, useRef } from 'react'

/** Of the screen that was there before; none yet as the page comes. */
let shown: string | undefined

/**
 * The heading of a screen. Where one takes the place of another, focus goes there from what is gone: it is read out, and
 * Tab goes on from it.
 */
export function ScreenHeading({ title, ...props }: { title: string } & HTMLAttributes<HTMLHeadingElement>) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Ask First`
    if (shown !== undefined && shown !== title && document.activeElement === document.body) {
      heading.current?.focus()
    }
    shown = title
  }, [title])
  return (
    <h1 ref={heading} tabIndex={-1} {...props}>
      {title}
    </h1>
  )
}
