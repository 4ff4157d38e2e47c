import type { Authority } from './authority-types.ts'

/** What says that links are to end. */
type Ending = Pick<Authority, 'onCut' | 'onEnd'>

/** Somebody who was let in, as far as their authority may end it. */
interface Visitor {
  end(cause: 'closed'): void
}

/**
 * Who is let in where, so that an authority that ends, or cuts somebody off, is listened to once and not once a link.
 *
 * takes: who comes and goes · gives: the end of each link whose authority says so
 */
export interface Visitors {
  /** @param participant whose tokens may be cut off; undefined for a worker */
  enter(authority: Ending, visitor: Visitor, participant: string | undefined): void
  leave(authority: Ending, visitor: Visitor): void
}

export function createVisitors(): Visitors {
  const places = new Map<Ending, Map<Visitor, string | undefined>>()

  function open(authority: Ending): Map<Visitor, string | undefined> {
    const visitors = new Map<Visitor, string | undefined>()
    places.set(authority, visitors)
    authority.onCut((participant) => {
      endAll([...visitors].flatMap(([visitor, whose]) => (whose === participant ? [visitor] : [])))
    })
    authority.onEnd(() => {
      places.delete(authority)
      endAll([...visitors.keys()])
    })
    return visitors
  }

  return {
    enter(authority, visitor, participant) {
      const visitors = places.get(authority) ?? open(authority)
      visitors.set(visitor, participant)
      // Over already, between being looked up and now.
      if (places.get(authority) !== visitors) visitor.end('closed')
    },
    leave: (authority, visitor) => void places.get(authority)?.delete(visitor),
  }
}

/** Whatever the end of one has thrown, the others end as well. */
function endAll(visitors: readonly Visitor[]): void {
  const failures: unknown[] = []
  for (const visitor of visitors) {
    try {
      visitor.end('closed')
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
