import { type FeatureState, type MeetingState, type Phase, selectPhase } from '../state.ts'

// takes: the state · gives: where each feature is for everybody, and which have moved since a number

/** Where a feature is, for everybody. */
export interface Stage {
  readonly phase: Phase
  readonly closedForAll: FeatureState['closedForAll']
}

export interface Stages {
  of(id: string): Stage | undefined
  /** How many moves there were: whoever was told everything by now is told those after it. */
  moves(): number
  /** Features that moved after so many moves, each once, with where it was before; undefined where that is forgotten. */
  since(moves: number): ReadonlyMap<string, Stage | undefined> | undefined
  /** Looks at features that may be at another stage by what was committed; whether one that was on is not any more. */
  look(changed: Iterable<string>): boolean
}

const NONE: ReadonlyMap<string, Stage | undefined> = new Map()
/** Moves that are remembered. Whoever has missed more is told everything. */
const REMEMBERED = 1_000

/** Where features are, as everybody may see it. */
export function createStages(state: MeetingState): Stages {
  const stages = new Map<string, Stage>()
  const moves: { readonly id: string; readonly was: Stage | undefined }[] = []
  let forgotten = 0
  /** What moved since the number that was asked last: a crowd asks for the same one. */
  let last:
    | { readonly from: number; readonly to: number; readonly before: ReadonlyMap<string, Stage | undefined> }
    | undefined

  function look(changed: Iterable<string>): boolean {
    let isOver = false
    for (const id of changed) {
      const feature = state.features.get(id)
      if (feature === undefined) continue
      const was = stages.get(id)
      const stage = { phase: selectPhase(feature), closedForAll: feature.closedForAll }
      if (was !== undefined && isSameStage(was, stage)) continue
      if (was?.phase === 'on') isOver = true
      stages.set(id, stage)
      moves.push({ id, was })
      if (moves.length < 2 * REMEMBERED) continue
      moves.splice(0, REMEMBERED)
      forgotten += REMEMBERED
    }
    return isOver
  }
  look(state.features.keys())

  function since(from: number): ReadonlyMap<string, Stage | undefined> | undefined {
    const to = forgotten + moves.length
    if (from === to) return NONE
    if (from < forgotten) return undefined
    if (last?.from === from && last.to === to) return last.before
    const before = new Map<string, Stage | undefined>()
    for (const { id, was } of moves.slice(from - forgotten)) if (!before.has(id)) before.set(id, was)
    last = { from, to, before }
    return before
  }

  return { of: (id) => stages.get(id), moves: () => forgotten + moves.length, since, look }
}

const isSameStage = (one: Stage, other: Stage): boolean =>
  one.phase === other.phase && one.closedForAll === other.closedForAll
