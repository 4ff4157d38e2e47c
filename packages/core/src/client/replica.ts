import type { PersonView } from '../project.ts'
import type { ServerMessage, ViewChange } from '../protocol/server-messages.ts'

// takes: numbered updates off the wire · gives: the view they add up to, or the gap in them
// never: shows a view with a hole in it

/** Where a replica stands: the view, the session it belongs to and the last update in it. */
export interface ReplicaState {
  readonly session: string
  readonly number: number
  readonly view: PersonView | undefined
}

export type ReplicaStep =
  | { readonly kind: 'applied'; readonly state: ReplicaState }
  /** Seen before. */
  | { readonly kind: 'ignored' }
  /** Something in between is missing: ask for what comes after `from`. */
  | { readonly kind: 'gap'; readonly from: number }

export const EMPTY_REPLICA: ReplicaState = { session: '', number: 0, view: undefined }

/** Another session: a number is of its session, so that nothing of this one has arrived before its snapshot has. */
export const beginSession = (state: ReplicaState, session: string): ReplicaState => ({
  ...state,
  session,
  number: 0,
})

/** Applies a snapshot or an update; pure. */
export function applyUpdate(
  state: ReplicaState,
  message: Extract<ServerMessage, { type: 'snapshot' | 'update' }>,
): ReplicaStep {
  if (message.type === 'snapshot') {
    return { kind: 'applied', state: { ...state, number: message.number, view: message.view } }
  }
  if (message.number <= state.number) return { kind: 'ignored' }
  if (state.view === undefined || message.number > state.number + 1)
    return { kind: 'gap', from: state.number }
  const view = changeView(state.view, message.change)
  return { kind: 'applied', state: { ...state, number: message.number, view } }
}

function changeView(view: PersonView, change: ViewChange): PersonView {
  const tallies = { ...view.tallies }
  for (const [feature, tally] of Object.entries(change.tallies ?? {})) {
    if (tally === null) delete tallies[feature]
    else tallies[feature] = tally
  }
  for (const [feature, { people, offRequests }] of Object.entries(change.named ?? {})) {
    const tally = tallies[feature]
    if (tally?.disclosure !== 'named') continue
    const named = new Map(tally.people.map((one) => [one.participant, one]))
    for (const one of people) {
      if (one.included === null) named.delete(one.participant)
      else named.set(one.participant, one)
    }
    tallies[feature] = { ...tally, people: [...named.values()], ...(offRequests && { offRequests }) }
  }
  const features = { ...view.features, ...change.features }
  for (const [id, phase] of Object.entries(change.phases ?? {})) {
    const feature = features[id]
    if (feature !== undefined) features[id] = { ...feature, phase }
  }
  return {
    ...view,
    you: change.you ?? view.you,
    company: change.company ?? view.company,
    others: change.others ?? view.others,
    features,
    tallies,
  }
}
