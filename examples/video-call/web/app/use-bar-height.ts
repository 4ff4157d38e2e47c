import { type RefCallback, useCallback } from 'react'

/** Writes the height of a bar to a CSS length on its parent, so that nothing covers it however it wraps. */
export function useBarHeight(name: '--top-bar' | '--bottom-bar'): RefCallback<HTMLElement> {
  return useCallback(
    (bar) => {
      if (!bar) return
      const observer = new ResizeObserver(() =>
        bar.parentElement?.style.setProperty(name, `${bar.offsetHeight}px`),
      )
      observer.observe(bar)
      return () => observer.disconnect()
    },
    [name],
  )
}
