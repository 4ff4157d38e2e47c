import { useEffect, useState } from 'react'

/** Waits this long before it loads again what could not be loaded. */
const RETRY_MS = 2_000
/** Loads ahead once the page had this long for what is needed now. */
const AHEAD_MS = 1_000

/**
 * A part that has a file of its own; undefined until it is there. One that cannot be loaded takes nothing else
 * along: it is tried again for as long as it is wanted.
 *
 * @param load the same function on every render
 */
export function useLoaded<Part>(
  load: () => Promise<Part>,
  need: 'never' | 'ahead' | 'now',
): Part | undefined {
  const [loaded, setLoaded] = useState<{ readonly part: Part }>()
  useEffect(() => {
    if (loaded !== undefined || need === 'never') return
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const attempt = (): void => {
      load().then(
        (part) => isOver || setLoaded({ part }),
        () => {
          if (!isOver && need === 'now') timer = setTimeout(attempt, RETRY_MS)
        },
      )
    }
    if (need === 'now') attempt()
    else timer = setTimeout(attempt, AHEAD_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [load, need, loaded])
  return loaded?.part
}
