import { toDeclaredId } from '../model/owned-id.ts'
import { type Beside, type PersonView, projectPerson, type Viewer } from '../project.ts'
import type { AllowList } from '../protocol/gate-messages.ts'
import type { MeetingState } from '../state.ts'
import { type KeeperView, projectKeeper } from './keeper.ts'

// takes: the state and who is looking, as their token says · gives: all that one may see, and nothing else
// never: what a looker of another kind is for

/** What each kind of looker is given. */
export interface Projections {
  /** Host, cohost, attendee, bot: their own answers, and by role and disclosure what others' come to. */
  readonly person: PersonView
  /** A gate client, processor or the app's server: whole allow-lists of its features, and never a reason. */
  readonly worker: readonly AllowList[]
  /** The controller's record keeper: every answer by name. */
  readonly keeper: KeeperView
}

/** Who is looking. */
export type Looker =
  | { readonly use: 'person'; readonly viewer: Viewer }
  | { readonly use: 'worker'; readonly features: readonly string[] }
  | { readonly use: 'keeper' /** @default everybody */; readonly participant?: string | undefined }

/** What a projection of lists takes from beside the state: lists have a number, and less in them while a close is on its way. */
export interface Lists {
  /** The whole list of a feature, as it is let through now. */
  list(feature: string): AllowList
}

/** Everything that somebody may see, whole. What changes of it is told in parts, by the same rules: see `project.ts`. */
export function project<L extends Looker>(
  state: MeetingState,
  looker: L,
  beside: Beside & Lists,
): Projections[L['use']]
export function project(
  state: MeetingState,
  looker: Looker,
  beside: Beside & Lists,
): Projections[keyof Projections] {
  switch (looker.use) {
    case 'person':
      return projectPerson(state, looker.viewer, beside)
    case 'worker':
      return [...state.features.keys()]
        .filter((id) => looker.features.includes(toDeclaredId(id)))
        .map(beside.list)
    case 'keeper':
      return projectKeeper(state, looker.participant)
  }
}
