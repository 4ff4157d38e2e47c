// takes: the rule that was broken, and what happened, why, what to do · gives: the error to throw for it

/**
 * A mistake of the integrator: thrown where it was made, never sent over a wire.
 *
 * The message says what happened, why it is a mistake and what to do; `rule` names the rule, and the
 * row of `docs/errors.md` that explains it: packed as `@askfirst/core/dist/errors.md`.
 */
export class AskFirstError extends Error {
  override readonly name = 'AskFirstError'
  readonly rule: string

  constructor(rule: string, text: { what: string; why: string; fix: string }) {
    super(`${text.what} ${text.why} ${text.fix} (rule "${rule}" of @askfirst/core/dist/errors.md)`)
    this.rule = rule
  }
}
