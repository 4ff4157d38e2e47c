import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'

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

/** A line of text, until it is measured. */
const LINE_PX = 24

/** A tally by names of very many: the page holds those in sight, and says how many there are. */
export function Roster<P extends Person>({ people, label, line }: RosterProps<P>) {
  const scrolled = useRef<HTMLElement>(null)
  const { getTotalSize, getVirtualItems, measureElement } = useVirtualizer({
    count: people.length,
    getScrollElement: () => scrolled.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => people[index]?.participant ?? index,
    overscan: 10,
  })
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
