import type { Identity } from '@askfirst/core/authority'
import { askHook, type ConsentHooks } from './hooks.ts'
import type { Tokens } from './tokens.ts'

export interface AuthenticateOptions {
  readonly tokens: Tokens
  readonly onAuthenticate: ConsentHooks['onAuthenticate']
  readonly hookWithinMs: number
  onFault(error: unknown): void
}

/**
 * Says who holds a token, if the app has nothing against them: undefined where nobody can tell right now.
 *
 * @throws an error whose message may be shown to who holds the token
 */
export function createAuthenticate({ hookWithinMs, onAuthenticate, onFault, tokens }: AuthenticateOptions) {
  return async (token: string, at: 'hello' | 'renewal' | 'request'): Promise<Identity | undefined> => {
    const identity = await tokens.verify(token)
    if (identity === undefined) return undefined
    if (identity.use === 'keeper') {
      throw new Error("This is a keeper's token: it reads records, and is nobody in a meeting.")
    }
    if (onAuthenticate === undefined) return identity
    let refusal: string | undefined
    try {
      refusal = await askHook('onAuthenticate', hookWithinMs, () => onAuthenticate({ identity, at }))
    } catch (error) {
      onFault(error)
      return undefined
    }
    if (refusal !== undefined) throw new Error(refusal)
    return identity
  }
}
