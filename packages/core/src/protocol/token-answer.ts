import * as v from 'valibot'

// gives: the type of what became of a newer token

/** What became of a newer token; the connection goes on with the one it had where that was not taken. */
export interface TokenAnswer {
  readonly type: 'token'
  /** How long the connection goes on from now. */
  readonly tokenMs?: number | undefined
  /** Why the newer token was not taken. */
  readonly refusal?: string | undefined
}

/** Whatever keeps the connection reads the rest of it, and nobody else: what a page loads stays small. */
export const tokenAnswer = v.object({ type: v.literal('token') }) satisfies v.GenericSchema<
  unknown,
  TokenAnswer
>
