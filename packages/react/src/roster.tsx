import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useCallback, useLayoutEffect, useRef } from 'react'

// Nothing of ours is imported here: what two files share is in a third, and everybody would load that.

interface Person {
  readonly participant: string
}
export interface RosterProps<P extends Person> {
  readonly people: readonly P[]
  /** What names the list, which can be scrolled with the keyboard. */
  readonly label: string
  line(person: P): ReactNode
}

/** A line of text where the page does not say how high one is. */
const LINE_PX = 24

/** A tally by names of very many: the page holds those in sight, and says how many there are. */
export function Roster<P extends Person>({ people, label, line }: RosterProps<P>) {
  const scrolled = useRef<HTMLElement>(null)
  const linePx = useRef(LINE_PX)
  // Another function, or a line that is not as high as expected, has all of them laid out anew, at each frame.
  const getItemKey = useCallback((index: number) => people[index]?.participant ?? index, [people])
  const { getTotalSize, getVirtualItems, measure, measureElement } = useVirtualizer({
    count: people.length,
    getScrollElement: () => scrolled.current,
    estimateSize: () => linePx.current,
    getItemKey,
    overscan: 10,
  })
  useLayoutEffect(() => {
    const styled = scrolled.current && Number.parseFloat(getComputedStyle(scrolled.current).lineHeight)
    linePx.current = Math.round(styled || LINE_PX)
    measure()
  }, [measure])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard
    <section ref={scrolled} className="askfirst-roster" aria-label={label} tabIndex={0}>
      <ul style={{ blockSize: getTotalSize() }}>
        {getVirtualItems().map(({ index, key, start }) => {
          const person = people[index]
          return (
            person && (
              <li
                key={key}
                ref={measureElement}
                data-index={index}
                aria-setsize={people.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                {line(person)}
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}
