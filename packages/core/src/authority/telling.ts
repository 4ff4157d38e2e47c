import { isReady } from '../gate-rule.ts'
import { type Lists, project } from '../project/lookers.ts'
import type { Others } from '../project/others.ts'
import {
  type Beside,
  type Company,
  type FeatureView,
  isAlike,
  type Likeness,
  projectFeature,
  projectYou,
  selectLikeness,
  type Viewer,
} from '../project.ts'
import type { ServerMessage, ViewChange } from '../protocol/server-messages.ts'
import type { MeetingState, Phase } from '../state.ts'
import type { Writable } from '../writable.ts'
import { type Session, setDue } from './session.ts'
import type { Slices } from './slices.ts'
import type { Stage, Stages } from './stages.ts'
import type { Tallies } from './tallies.ts'

// takes: one device's session, and what is due to it · gives: messages, numbered, each as things are by then
// never: what was true when it became due and is not any more

/** What was said in this go, of which feature and to what likeness. There are a few: to compare them is faster than to name them. */
type Alike = { readonly id: string; readonly likeness: Likeness; readonly change: ViewChange }[]

export interface TellingOptions {
  readonly state: MeetingState
  readonly beside: Beside & Lists
  readonly stages: Stages
  readonly tallies: Tallies
  readonly slices: Slices<Session>
  /** What concerns everybody alike, as it is now. */
  common(): { readonly company: Company; readonly others: Others }
  /** Calls what may throw, so that nobody else suffers from it. */
  isolate(call: () => void): void
}

export function createTelling({ state, beside, stages, tallies, slices, common, isolate }: TellingOptions) {
  const say = (session: Session, message: ServerMessage): void => isolate(() => session.send?.(message))
  const post = (session: Session, change: ViewChange): void => {
    session.number += 1
    say(session, { type: 'update', number: session.number, change })
  }

  function snapshot(session: Session): void {
    session.number += 1
    const view = project(state, { use: 'person', viewer: session.viewer }, beside)
    slices.skip(session)
    session.due = undefined
    session.you = 'told'
    Object.assign(session, common())
    session.moves = stages.moves()
    session.tallies = tallies.give(view.tallies)
    say(session, { type: 'snapshot', number: session.number, view })
  }

  /**
   * Says what is due now. What is due to somebody whose link is gone stays so, for when they are back.
   *
   * @param isTurn whether it is told in a round of the crowd: where features are is by itself no reason to be told sooner
   */
  function flush(session: Session, isTurn: boolean, alike?: Alike): void {
    if (session.send === undefined) return
    const { company, others } = common()
    const isDue = session.due !== undefined || session.you === 'due'
    if (!isDue && !isTurn && session.company === company && session.others === others) return
    const moved = stages.since(session.moves)
    if (moved === undefined) {
      snapshot(session)
      return
    }
    const change: Writable<ViewChange> = {}
    if (moved.size > 0) addPhases(session, moved, change)
    if (session.you === 'due') change.you = projectYou(state, session.viewer, beside)
    if (session.company !== company) change.company = company
    if (session.others !== others) change.others = others
    const { due, viewer } = session
    session.due = undefined
    session.moves = stages.moves()
    session.you = 'told'
    session.company = company
    session.others = others
    const isMore = Object.keys(change).length > 0
    if (due !== undefined)
      post(session, isMore ? addFeatures(change, due, viewer) : toFeatures(due, viewer, alike))
    else if (isMore) post(session, change)
  }
  function addFeatures(change: Writable<ViewChange>, due: readonly string[], viewer: Viewer): ViewChange {
    const features: Record<string, FeatureView> = {}
    for (const id of due) features[id] = projectFeature(state, id, viewer, beside)
    change.features = features
    return change
  }
  /** The same change for all who are told the same in one go: it is made once and written once. */
  function toFeatures(due: readonly string[], viewer: Viewer, alike: Alike | undefined): ViewChange {
    const [id = ''] = due
    const likeness =
      alike !== undefined && due.length === 1 ? selectLikeness(state, id, viewer, beside) : undefined
    if (likeness === undefined) return addFeatures({}, due, viewer)
    const told = alike?.find((one) => one.id === id && isAlike(one.likeness, likeness))
    if (told !== undefined) return told.change
    const change = addFeatures({}, due, viewer)
    alike?.push({ id, likeness, change })
    return change
  }
  /** The phases of features that have moved, and of which nothing else is to be told. */
  function addPhases(
    session: Session,
    moved: ReadonlyMap<string, Stage | undefined>,
    change: Writable<ViewChange>,
  ): void {
    const phases: Record<string, Phase> = {}
    for (const [id, was] of moved) {
      const stage = stages.of(id)
      if (stage === undefined || session.due?.includes(id) === true) continue
      if (was === undefined || isOfGates(id, session, was, stage)) setDue(session, id)
      else if (was.phase !== stage.phase) phases[id] = stage.phase
    }
    if (Object.keys(phases).length > 0) change.phases = phases
  }
  /** Whether a feature at another stage gives the viewer's own gates another reason. */
  function isOfGates(id: string, { viewer }: Session, was: Stage, stage: Stage): boolean {
    if (was.closedForAll === stage.closedForAll) return false
    const [person, feature] = [state.participants.get(viewer.participant), state.features.get(id)]
    return person !== undefined && feature !== undefined && isReady(person, feature)
  }

  /** Says what is due, and what it would have been told in its slice. */
  function tell(session: Session): void {
    flush(session, slices.take(session))
  }
  /** Whoever has everything that was said is told what is due since; whoever missed any of it gets all of it anew. */
  function resync(session: Session, number: number): void {
    if (number !== session.number) {
      snapshot(session)
      return
    }
    slices.take(session)
    flush(session, true)
  }

  return {
    say,
    post,
    snapshot,
    /** Says what is due to many in one go, in which nothing changes: what they are told alike is made once. */
    flushMany(): (session: Session) => void {
      const alike: Alike = []
      return (session) => flush(session, true, alike)
    },
    tell,
    resync,
  }
}
