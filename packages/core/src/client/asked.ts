import { selectTextHash } from '../model/catalogue.ts'
import { toDeclaredId, toOwnedId } from '../model/owned-id.ts'
import type { ClientState } from './client-state.ts'
import type { AnswerOptions } from './consent-client.ts'

// takes: what a device knows, and how an answer was given, as measured · gives: what a command names of it

/** What a wish about a notice has to name. */
export interface Asked {
  readonly activation: string | undefined
  readonly seen: number
  readonly notice: { readonly revision: number; readonly hash: string; readonly lang: string }
}

/** The notice of a feature in a language, of the run that is on if any is; undefined for what is not known here. */
export function selectAsked(
  { catalogue, view }: ClientState,
  feature: string,
  lang: string,
): Asked | undefined {
  const entry = catalogue.get(toDeclaredId(feature))
  const seen = view?.features[feature] ?? view?.features[toDeclaredId(feature)]
  if (entry === undefined || seen === undefined) return undefined
  return {
    activation: seen.activation?.id,
    seen: seen.answer.decision,
    notice: { revision: entry.feature.revision, hash: selectTextHash(entry, lang), lang },
  }
}

/** The run of a feature that is on. */
export const selectRun = ({ view }: ClientState, feature: string): string | undefined =>
  view?.features[feature]?.activation?.id

/** What anyone may turn on, this participant turns on for themselves. */
export function toRunId({ catalogue, view }: ClientState, feature: string): string {
  const isOwned = catalogue.get(feature)?.feature.policy.turnOn === 'anyone'
  return isOwned && view !== undefined ? toOwnedId(feature, view.you.participant) : feature
}

/** Measured times are fractions, sometimes nonsense: neither may cost an answer its validity. */
export const toWholeMs = (ms: number | undefined): number | undefined =>
  ms === undefined || !Number.isFinite(ms) ? undefined : Math.max(0, Math.round(ms))

/** What a command says of how it was given. */
export const answered = ({ method = 'button', armedMs, visibleMs }: AnswerOptions = {}) => ({
  method,
  armedMs: toWholeMs(armedMs),
  visibleMs: toWholeMs(visibleMs),
})
