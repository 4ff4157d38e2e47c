import type { Undo } from '../ports.ts'
import type { Others } from '../project/others.ts'
import type { Company, Viewer } from '../project.ts'
import type { ServerMessage, ViewChange } from '../protocol/server-messages.ts'
import type { FeatureState, Phase } from '../state.ts'
import type { ToldTallies } from './tallies.ts'

export type Send = (message: ServerMessage) => void

/** What one device of a person has been told, and has still to be. */
export interface Session {
  readonly id: string
  viewer: Viewer & { readonly connection: string }
  send: Send | undefined
  number: number
  /** The latest updates, oldest first, to go on from after a lost link. */
  readonly recent: { readonly number: number; readonly change: ViewChange }[]
  forget: Undo | undefined
  /** What is to be said next, as it will be by then: all of a feature, or its phase where that is all that changed. */
  readonly due: Map<string, 'all' | 'phase'>
  you: 'due' | 'told'
  /** What was said last of what concerns everybody alike. */
  company: Company | undefined
  others: Others | undefined
  readonly stages: Map<string, Stage>
  /** What did not change is not said again. */
  tallies: ToldTallies
}

/** Where a feature is, for everybody. */
export interface Stage {
  readonly phase: Phase
  readonly barred: FeatureState['barred']
}
export const isSameStage = (one: Stage | undefined, other: Stage | undefined): boolean =>
  one?.phase === other?.phase && one?.barred === other?.barred

export const createSession = (id: string, viewer: Session['viewer']): Session => ({
  id,
  viewer,
  send: undefined,
  number: 0,
  recent: [],
  forget: undefined,
  due: new Map(),
  you: 'told',
  company: undefined,
  others: undefined,
  stages: new Map(),
  tallies: new Map(),
})
