import type { Undo } from '../ports.ts'
import type { Others } from '../project/others.ts'
import type { Company, Viewer } from '../project.ts'
import type { ServerMessage } from '../protocol/server-messages.ts'
import type { ToldTallies } from './tallies.ts'

// takes: one device of a person · gives: what it has been told, and what is due to it

export type Send = (message: ServerMessage) => void

/** What one device of a person has been told, and has still to be. There are thousands: what is empty is not there. */
export interface Session {
  readonly id: string
  viewer: Viewer & { readonly connection: string }
  send: Send | undefined
  /** How much was said; whoever comes back with this number has missed nothing of it. */
  number: number
  forget: Undo | undefined
  /** Features of which everything is to be said next, as it will be by then. A list: of thousands each has one or none. */
  due: readonly string[] | undefined
  you: 'due' | 'told'
  /** What was said last of what concerns everybody alike. */
  company: Company | undefined
  others: Others | undefined
  /** How many moves of features it has been told of. */
  moves: number
  /** What did not change is not said again. */
  tallies: ToldTallies | undefined
}

export const createSession = (id: string, viewer: Session['viewer']): Session => ({
  id,
  viewer,
  send: undefined,
  number: 0,
  forget: undefined,
  due: undefined,
  you: 'told',
  company: undefined,
  others: undefined,
  moves: 0,
  tallies: undefined,
})

/** All of a feature is to be said. */
export function setDue(session: Session, feature: string): void {
  const { due } = session
  if (due === undefined) session.due = [feature]
  else if (!due.includes(feature)) session.due = due.concat(feature)
}
