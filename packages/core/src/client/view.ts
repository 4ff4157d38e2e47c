import type { GateReason, GateStatus } from '../gate-rule.ts'
import type { Ask, FeatureOptions } from '../model/feature.ts'
import { isAskable, isHost } from '../model/participant.ts'
import type { ActivationView, Company, FeatureView, Tally } from '../project.ts'
import type { Phase } from '../state.ts'
import type { ClientState } from './client-state.ts'

// takes: what the client knows · gives: what to show, and which actions are allowed
// never: says "included" unless the gate is open, the connection live and no "stop" on its way

/**
 * How a person stands towards a feature, as the indicator says it.
 *
 * `question` an answer is wanted · `later` put off, still left out · `sending` a yes is on its way ·
 * `waiting` yes, but nothing is captured yet · `included` captured now · `stopping` a no is on its way ·
 * `left-out` not captured, by the person's own word · `offline` not captured, the authority is out of reach ·
 * `outdated` not captured, this page has another declaration than the one that is on
 */
export type Standing =
  | 'off'
  | 'question'
  | 'later'
  | 'sending'
  | 'waiting'
  | 'included'
  | 'stopping'
  | 'left-out'
  | 'offline'
  | 'outdated'
  | 'not-asked'

/** What a person may do about a feature right now; a surface shows a control for each. */
export type Action = 'accept' | 'decline' | 'leave' | 'defer' | 'withdraw' | 'erase' | 'enable' | 'disable'

/** One ask of a feature, as it stands for one person. */
export interface AskStatus {
  readonly id: string
  readonly ask: Ask
  readonly granted: boolean
  readonly gate: GateStatus
}

/** One feature, ready to be shown to one person. */
export interface FeatureStatus {
  readonly id: string
  readonly feature: FeatureOptions
  readonly phase: Phase
  readonly standing: Standing
  /** What the person may do now; everything else would be rejected. */
  readonly actions: readonly Action[]
  readonly asks: readonly AskStatus[]
  readonly activation?: ActivationView | undefined
  readonly company: Company
  /** Number of the person's latest decision that this view has seen. */
  readonly decision: number
  /** Whether the authority has it that this notice was shown to this person in this run. */
  readonly shown: boolean
  /** Told of this run and not asked, because the person's no from an earlier one lasts. */
  readonly told: boolean
  /** Why nothing is captured, where there is a reason. */
  readonly reason?: GateReason | undefined
  readonly tally?: Tally | undefined
  readonly erasure?: FeatureView['erasure']
}

/** The status of one feature, or undefined for a feature that is not in the catalogue. */
export function viewFeature(state: ClientState, id: string): FeatureStatus | undefined {
  const entry = state.catalogue.get(id)
  if (entry === undefined) return undefined
  const view = state.view?.features[id]
  const { feature } = entry
  const gates = view?.gates ?? {}
  const asks = Object.entries(feature.asks).map(([askId, ask]) => ({
    id: askId,
    ask,
    granted: view?.answer.grants.includes(askId) ?? false,
    gate: gates[askId] ?? CLOSED,
  }))
  const isOutdated = view === undefined ? state.view !== undefined : view.hash !== entry.hash
  const standing = standingOf(state, id, asks, isOutdated)
  const firstClosed = asks.find(({ ask, gate }) => ask.required === true && !gate.open)
  return {
    id,
    feature,
    phase: view?.phase ?? 'off',
    standing,
    actions: actionsOf(state, id, feature, standing, isOutdated),
    asks,
    activation: view?.activation,
    company: state.view?.company ?? 'alone',
    decision: view?.answer.decision ?? 0,
    shown: view?.answer.shown ?? false,
    told: standing === 'left-out' && view?.answer.told === true,
    reason: firstClosed?.gate.open === false ? firstClosed.gate.reason : undefined,
    tally: state.view?.tallies[id],
    erasure: view?.erasure,
  }
}

/** All features of the catalogue, in its order. */
export function viewFeatures(state: ClientState): readonly FeatureStatus[] {
  return [...state.catalogue.keys()].flatMap((id) => viewFeature(state, id) ?? [])
}

/** Whether a feature is on that this page has no declaration of: not of this person, and yet worth a word. */
export function hasUnknown({ catalogue, view }: ClientState): boolean {
  return Object.entries(view?.features ?? {}).some(([id, { phase }]) => phase !== 'off' && !catalogue.has(id))
}

const CLOSED: GateStatus = { open: false, reason: 'authority-lost' }

function standingOf(
  state: ClientState,
  id: string,
  asks: readonly AskStatus[],
  isOutdated: boolean,
): Standing {
  const view = state.view?.features[id]
  if (state.view !== undefined && !isAskable(state.view.you.kind)) return 'not-asked'
  if (isPending(state, id, 'consent.withdraw', 'consent.decline')) return 'stopping'
  if (view === undefined || view.phase === 'off')
    return state.connection === 'live' ? 'off' : offlineOr(state)
  if (state.connection !== 'live') return 'offline'
  if (isOutdated) return 'outdated'
  switch (view.answer.state) {
    case 'accepted':
      return asks.some(({ gate }) => gate.open) ? 'included' : 'waiting'
    case 'declined':
    case 'withdrawn':
      return isPending(state, id, 'consent.accept') ? 'sending' : 'left-out'
    case 'unasked':
      return 'off'
    default:
      if (isPending(state, id, 'consent.accept')) return 'sending'
      return view.answer.state === 'deferred' ? 'later' : 'question'
  }
}

/** Before the first view nothing is on as far as this client knows; after it, being offline is news. */
const offlineOr = (state: ClientState): Standing =>
  state.view === undefined || state.connection === 'connecting' ? 'off' : 'offline'

function actionsOf(
  state: ClientState,
  id: string,
  feature: FeatureOptions,
  standing: Standing,
  isOutdated: boolean,
): Action[] {
  const { view } = state
  const actions: Action[] = []
  if (view === undefined || !isAskable(view.you.kind)) return actions
  const answer = view.features[id]?.answer
  const no: Action = feature.policy.decline === 'leave' ? 'leave' : 'decline'
  if (standing === 'question') actions.push('accept', no, 'defer')
  if (standing === 'later') actions.push('accept', no)
  if (standing === 'left-out' && view.features[id]?.phase !== 'off') actions.push('accept')
  if (
    standing === 'included' ||
    standing === 'waiting' ||
    (standing === 'offline' && answer?.state === 'accepted')
  ) {
    actions.push('withdraw')
  }
  const isYes = answer?.state === 'accepted' && standing !== 'off'
  if (state.connection === 'live' && answer?.captured === true && !isYes) actions.push('erase')
  if (state.connection === 'live' && view.you.place === 'call' && isHost(view.you.role)) {
    const phase = view.features[id]?.phase ?? 'off'
    if (phase !== 'off') actions.push('disable')
    else if (!isOutdated && view.you.kind === 'person' && !isPending(state, id, 'feature.enable')) {
      actions.push('enable')
    }
  }
  return actions
}

/** A withdrawal of some asks only is not a no to the feature. */
function isPending(state: ClientState, feature: string, ...types: readonly string[]): boolean {
  return state.pending.some(
    (command) => command.feature === feature && types.includes(command.type) && command.asks === undefined,
  )
}
