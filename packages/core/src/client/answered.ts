import type { AnswerOptions } from './consent-client.ts'

// takes: how an answer was given, as measured · gives: the same as it is recorded

/** What a wish about a notice has to name. */
export interface Asked {
  readonly activation: string | undefined
  readonly seen: number
  readonly notice: { readonly revision: number; readonly hash: string; readonly lang: string }
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
