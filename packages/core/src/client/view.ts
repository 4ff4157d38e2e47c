import type { GateReason, GateStatus } from '../gate-rule.ts'
import { selectTextHash } from '../model/catalogue.ts'
import type { Ask, FeatureOptions } from '../model/feature.ts'
import { toDeclaredId, toOwnedId, toOwner } from '../model/owned-id.ts'
import { isAskable, isHosting } from '../model/participant.ts'
import type { ActivationView, Company, FeatureView, Tally } from '../project.ts'
import type { Phase } from '../state.ts'
import type { ClientState } from './client-state.ts'
import { hasOpen } from './open-asks.ts'

// takes: what the client knows · gives: what to show, and which actions are allowed
// never: says "included" unless the gate is open, the connection live and no "stop" on its way

/**
 * How a person stands towards a feature, as the indicator says it.
 *
 * `question` an answer is wanted · `later` put off, still left out · `sending` a yes is on its way ·
 * `waiting` yes, but nothing is captured yet · `included` captured now · `stopping` a no, or the end of the run, is on
 * its way, or not confirmed yet ·
 * `left-out` not captured, by the person's own word · `unknown` the authority is out of reach, and may not have closed
 * everything yet, or another device of theirs may be captured · `offline` the same, and all is closed ·
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
  | 'unknown'
  | 'offline'
  | 'outdated'
  | 'not-asked'

/** What a person may do about a feature right now; a surface shows a control for each. */
export type Action =
  | 'accept'
  | 'decline'
  | 'leave'
  | 'defer'
  | 'withdraw'
  | 'erase'
  | 'enable'
  | 'disable'
  | 'askAgain'
  | 'requestOff'
  | 'bar'
  | 'allow'

/** One ask of a feature, as it stands for one person. */
export interface AskStatus {
  readonly id: string
  readonly ask: Ask
  readonly granted: boolean
  readonly gate: GateStatus
}

/** One feature, ready to be shown to one person. */
export interface FeatureStatus {
  /** What it is answered and turned off by: the declared id, or `<feature>@<owner>` for somebody's own run. */
  readonly id: string
  /** Participant whose own run this is, of a feature that anyone may turn on. */
  readonly owner?: string | undefined
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
  /** Languages it was shown in, where texts are registered in several: a yes in another one is rejected. */
  readonly shownIn?: readonly string[] | undefined
  /** This page has another declaration than the authority: what it says that the feature takes may not be so. */
  readonly outdated: boolean
  /** Told of this run and not asked, because the person's no from an earlier one lasts. */
  readonly told: boolean
  /** Not all who enforce it have said that it is as the gates are: who is asked anew may be captured by a run before. */
  readonly unconfirmed: boolean
  /** Left out of this run, or the end of it, by the standing no of this page; the person may change it. */
  readonly stood: boolean
  /** Under the basis `objection`: whether the time to object is over. */
  readonly waited: boolean
  /** The time to answer is nearly over, and something is lost with it; "later" gives more. */
  readonly ending: boolean
  /** Of a feature that anyone may turn on: hosts allow nobody a run of their own. */
  readonly forbidden: boolean
  /** Why nothing is captured, where there is a reason. */
  readonly reason?: GateReason | undefined
  readonly tally?: Tally | undefined
  readonly erasure?: FeatureView['erasure']
}

/** The status of one feature, or undefined for a feature that is not in the catalogue. */
export function viewFeature(state: ClientState, id: string): FeatureStatus | undefined {
  const entry = state.catalogue.get(toDeclaredId(id))
  if (entry === undefined) return undefined
  const view = state.view?.features[id]
  const { feature } = entry
  // Closed once no lease can last any more; until then it is not known.
  const isLost = state.connection !== 'live' && state.unheard === 'offline'
  const gates = isLost ? {} : (view?.gates ?? {})
  const asks = Object.entries(feature.asks).map(([askId, ask]) => ({
    id: askId,
    ask,
    granted: view?.answer.grants.includes(askId) ?? false,
    gate: gates[askId] ?? CLOSED,
  }))
  const isOutdated = view === undefined ? state.view !== undefined : view.hash !== entry.hash
  const standing = standingOf(state, id, isOutdated)
  const firstClosed = asks.find(({ ask, gate }) => ask.required === true && !gate.open)
  return {
    id,
    owner: toOwner(id),
    feature,
    phase: view?.phase ?? 'off',
    standing,
    actions: [...answersOf(state, id, feature, standing), ...controlsOf(state, id, feature, isOutdated)],
    asks,
    activation: view?.activation,
    company: companyOf(state),
    decision: view?.answer.decision ?? 0,
    shown: view?.answer.shown ?? false,
    shownIn: view?.answer.texts?.flatMap((hash) => {
      const lang = entry.texts.get(hash)
      return lang !== undefined && selectTextHash(entry, lang) === hash ? [lang] : []
    }),
    outdated: isOutdated,
    told: standing === 'left-out' && view?.answer.told === true,
    unconfirmed: view?.unconfirmed ?? false,
    stood: isStood(state, id),
    waited: view?.answer.waited ?? false,
    ending: isEnding(view, feature, standing),
    forbidden: view?.forbidden ?? false,
    reason: firstClosed?.gate.open === false ? firstClosed.gate.reason : undefined,
    tally: state.view?.tallies[id],
    erasure: view?.erasure,
  }
}

/** Those in the call, and who looks: who is in the lobby with all their devices will be one more than there are. */
function companyOf({ view }: ClientState): Company {
  const company = view?.company ?? 'alone'
  if (view?.you.place !== 'lobby') return company
  return company === 'alone' ? 'pair' : company === 'pair' ? 'few' : company
}

/** All features of the catalogue, in its order, each followed by the runs of it that people have of their own. */
export function viewFeatures(state: ClientState): readonly FeatureStatus[] {
  const runs = Object.entries(state.view?.features ?? {}).filter(([id]) => toOwner(id) !== undefined)
  return [...state.catalogue.keys()].flatMap((declared) => {
    const own = runs.flatMap(([id, view]) => (toDeclaredId(id) === declared && isOfUse(view) ? [id] : []))
    return [declared, ...own].flatMap((id) => viewFeature(state, id) ?? [])
  })
}

/** A run of somebody's own that is over is of use to who can still have something of it erased. */
const isOfUse = ({ answer, erasure, phase, unconfirmed }: FeatureView): boolean =>
  phase !== 'off' || answer.captured || erasure !== undefined || unconfirmed === true

/**
 * What is on that this page has no declaration of: nothing, something that takes nothing of this person, or something
 * that captures them, by another device of theirs or since it is not confirmed to be closed.
 */
export function selectUnknown({ catalogue, view }: ClientState): 'off' | 'on' | 'included' {
  const unknown = Object.entries(view?.features ?? {}).flatMap(([id, one]) => {
    if (catalogue.has(toDeclaredId(id))) return []
    if (one.phase !== 'off') return [hasOpen(one)]
    return one.unconfirmed === true ? [true] : []
  })
  return unknown.length === 0 ? 'off' : unknown.includes(true) ? 'included' : 'on'
}

/** Who has put it off loses nothing as the time ends, unless they have to leave then. */
const isEnding = (view: FeatureView | undefined, { policy }: FeatureOptions, standing: Standing): boolean =>
  view?.ending === true &&
  (standing === 'question' || (standing === 'later' && policy.unanswered?.then === 'leave'))

const CLOSED: GateStatus = { open: false, reason: 'authority-lost' }

function standingOf(state: ClientState, id: string, isOutdated: boolean): Standing {
  const view = state.view?.features[id]
  if (state.view !== undefined && !isAskable(state.view.you.kind)) return 'not-asked'
  if (isPending(state, id, 'consent.withdraw', 'consent.decline')) return 'stopping'
  if (view === undefined || view.phase === 'off') {
    if (state.connection !== 'live') return offlineOr(state)
    // Over, and not closed yet by all who enforce it.
    return view?.unconfirmed === true ? 'stopping' : 'off'
  }
  if (state.connection !== 'live') return state.unheard
  // Under a basis other than consent, nobody has to say yes to be captured; nor has it to be by this device.
  if (hasOpen(view)) return 'included'
  const { state: said } = view.answer
  const isNo = said === 'declined' || said === 'withdrawn'
  if (isOutdated && !(isNo && view.unconfirmed === true)) return 'outdated'
  if (hasYes(state, view)) return 'waiting'
  if (said === 'unasked') return 'off'
  if (isPending(state, id, 'consent.accept')) return 'sending'
  if (!isNo) return openOf(view, state.catalogue.get(toDeclaredId(id))?.feature.policy)
  // Said, and not enforced everywhere yet: the indicator says what is enforced.
  return view.unconfirmed === true ? 'stopping' : 'left-out'
}

/** Whether they agreed, be it that their way back in is not committed yet: nothing is said of who went. */
const hasYes = ({ place }: ClientState, { answer: { grants, state } }: FeatureView): boolean =>
  state === 'accepted' || (state === 'unasked' && place !== 'out' && grants.length > 0)

/** Whether what stands is what the standing no said, and no later word of the person's. */
function isStood({ stood, view }: ClientState, id: string): boolean {
  const said = stood[id]
  const seen = view?.features[id]
  if (said === undefined || seen?.answer.state !== 'declined') return false
  if (seen.unconfirmed === true || seen.answer.decision > said.decision + 1) return false
  return seen.activation === undefined ? said.ends : seen.activation.id === said.activation
}

/** How it stands with somebody who has not said a word. */
function openOf({ answer }: FeatureView, policy: FeatureOptions['policy'] | undefined): Standing {
  if (answer.state === 'deferred') return 'later'
  // Who had to leave and is back is asked again.
  if (answer.state === 'unanswered') return policy?.unanswered?.then === 'leave' ? 'question' : 'later'
  // Told, and the time to object is over: what closes the gate now is nothing they could answer.
  const isTold = answer.state === 'shown' && policy?.basis !== 'consent'
  return isTold && (policy?.basis === 'notice' || answer.waited) ? 'waiting' : 'question'
}

/** Before the first view nothing is on as far as this client knows; after it, being offline is news. */
const offlineOr = (state: ClientState): Standing =>
  state.view === undefined || state.connection === 'connecting' ? 'off' : state.unheard

/** What the person may say for themselves. */
function answersOf(state: ClientState, id: string, feature: FeatureOptions, standing: Standing): Action[] {
  const { view } = state
  const actions: Action[] = []
  if (view === undefined || !isAskable(view.you.kind)) return actions
  const seen = view.features[id]
  const answer = seen?.answer
  const isLive = state.connection === 'live'
  const no: Action = feature.policy.decline === 'leave' ? 'leave' : 'decline'
  if (standing === 'question') actions.push('accept', no)
  if (standing === 'later') actions.push('accept', no)
  // What begins by itself cannot be put off; where the time is nearly over, it can be again.
  const isOpen = standing === 'question' && feature.policy.basis === 'consent'
  if (isOpen || (standing === 'later' && isEnding(seen, feature, standing))) actions.push('defer')
  if (standing === 'left-out' && seen?.phase !== 'off') actions.push('accept')
  if (
    standing === 'included' ||
    standing === 'waiting' ||
    (standing === state.unheard && seen && (hasYes(state, seen) || hasOpen(seen)))
  ) {
    actions.push('withdraw')
  }
  const isYes =
    (answer?.state === 'accepted' && standing !== 'off') || standing === 'included' || standing === 'waiting'
  if (isLive && answer?.captured === true && !isYes && !isToldOfOther(seen, feature)) actions.push('erase')
  const isOthers = !mayTurnOff(state, id) && standing !== 'outdated'
  if (isLive && isOthers && view.you.place === 'call' && seen !== undefined && seen.phase !== 'off') {
    actions.push('requestOff')
  }
  return actions
}

/** Told of what is declared otherwise by now: until they say no they would be taken along again. */
const isToldOfOther = (seen: FeatureView | undefined, { policy }: FeatureOptions): boolean =>
  policy.basis !== 'consent' &&
  (policy.basis === 'notice' || seen?.answer.waited === true) &&
  Object.values(seen?.gates ?? {}).some((gate) => !gate.open && gate.reason === 'stale-notice')

/** What the person may do about the feature for everybody, or about a run of their own. */
function controlsOf(
  state: ClientState,
  id: string,
  { policy }: FeatureOptions,
  isOutdated: boolean,
): Action[] {
  const { view } = state
  if (view === undefined || state.connection !== 'live' || view.you.place !== 'call') return []
  const { participant, role, kind } = view.you
  const seen = view.features[id]
  const isOn = seen !== undefined && seen.phase !== 'off'
  if (isOn)
    return mayTurnOff(state, id)
      ? [
          ...(seen.askedAgain === true || policy.basis !== 'consent' ? [] : (['askAgain'] as const)),
          'disable',
        ]
      : []
  const isOwned = policy.turnOn === 'anyone'
  if (!isAskable(kind) || (isOwned && toOwner(id) !== undefined)) return []
  const actions: Action[] = []
  const run = isOwned ? toOwnedId(id, participant) : id
  const mayTurnOn = isOwned
    ? seen?.forbidden !== true && (view.features[run]?.phase ?? 'off') === 'off'
    : isHosting(role)
  if (mayTurnOn && !isOutdated && kind === 'person' && !isPending(state, run, 'feature.enable')) {
    actions.push('enable')
  }
  if (isOwned && isHosting(role)) actions.push(seen?.forbidden === true ? 'allow' : 'bar')
  return actions
}

/** Hosts, and the owner of a run of their own. */
const mayTurnOff = ({ view }: ClientState, id: string): boolean =>
  view !== undefined && (isHosting(view.you.role) || toOwner(id) === view.you.participant)

/** A withdrawal of some asks only is not a no to the feature. */
function isPending(state: ClientState, feature: string, ...types: readonly string[]): boolean {
  return state.pending.some(
    (command) => command.feature === feature && types.includes(command.type) && command.asks === undefined,
  )
}
