import { isReady } from '../gate-rule.ts'
import { type Lists, project } from '../project/lookers.ts'
import type { Others } from '../project/others.ts'
import { type Beside, type Company, type FeatureView, projectFeature, projectYou } from '../project.ts'
import type { ServerMessage, ViewChange } from '../protocol/server-messages.ts'
import type { MeetingState, Phase } from '../state.ts'
import type { Session, Stage } from './session.ts'
import type { Slices } from './slices.ts'
import type { Stages } from './stages.ts'
import type { Tallies } from './tallies.ts'

// takes: one device's session, and what is due to it · gives: messages, numbered, each as things are by then
// never: what was true when it became due and is not any more

const KEPT_UPDATES = 64

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
    session.recent.push({ number: session.number, change })
    if (session.recent.length > KEPT_UPDATES) session.recent.shift()
    say(session, { type: 'update', number: session.number, change })
  }
  const setStage = (session: Session, id: string): void => {
    const stage = stages.of(id)
    if (stage !== undefined) session.stages.set(id, stage)
  }

  function snapshot(session: Session): void {
    session.number += 1
    session.recent.length = 0
    const view = project(state, { use: 'person', viewer: session.viewer }, beside)
    slices.skip(session)
    session.due.clear()
    session.you = 'told'
    Object.assign(session, common())
    session.tallies = tallies.give(view.tallies)
    for (const id of Object.keys(view.features)) setStage(session, id)
    say(session, { type: 'snapshot', number: session.number, view })
  }

  /** Says what is due now. */
  function flush(session: Session): void {
    const { due, viewer } = session
    const features: Record<string, FeatureView> = {}
    const phases: Record<string, Phase> = {}
    for (const [id, what] of due) {
      const [was, stage] = [session.stages.get(id), stages.of(id)]
      setStage(session, id)
      if (what === 'all' || stage === undefined || isOfGates(id, session, was, stage)) {
        features[id] = projectFeature(state, id, viewer, beside)
      } else if (was?.phase !== stage.phase) phases[id] = stage.phase
    }
    due.clear()
    const { company, others } = common()
    const change: ViewChange = {
      ...(session.you === 'due' && { you: projectYou(state, viewer, beside) }),
      ...(session.company !== company && { company }),
      ...(session.others !== others && { others }),
      ...(Object.keys(features).length > 0 && { features }),
      ...(Object.keys(phases).length > 0 && { phases }),
    }
    session.you = 'told'
    session.company = company
    session.others = others
    if (Object.keys(change).length > 0) post(session, change)
  }
  /** Whether a feature at another stage gives the viewer's own gates another reason. */
  function isOfGates(id: string, { viewer }: Session, was: Stage | undefined, stage: Stage): boolean {
    if (was?.barred === stage.barred) return false
    const [person, feature] = [state.participants.get(viewer.participant), state.features.get(id)]
    return person !== undefined && feature !== undefined && isReady(person, feature)
  }

  /** Says what is due, and what it would have been told in its slice. */
  function tell(session: Session): void {
    slices.take(session)
    flush(session)
  }
  /** As if it had been said before the link was lost: whoever comes back is not taken for up to date without it. */
  function tellNobody(session: Session): void {
    const { send } = session
    session.send = undefined
    tell(session)
    session.send = send
  }

  /** Whether everything after that update is still at hand. */
  function canGoOn({ number, recent }: Session, from: number): boolean {
    const oldest = recent[0]?.number ?? number + 1
    return from <= number && from >= oldest - 1
  }
  function resync(session: Session, number: number): void {
    tellNobody(session)
    if (!canGoOn(session, number)) {
      snapshot(session)
      return
    }
    for (const update of session.recent) {
      if (update.number > number) say(session, { type: 'update', ...update })
    }
  }

  return { say, post, snapshot, flush, tell, tellNobody, canGoOn, resync }
}
