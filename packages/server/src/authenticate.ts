import type { Identity } from '@askfirst/core/authority'
import type { KeeperIdentity } from './claims.ts'
import { askHook, type ConsentHooks } from './hooks.ts'
import type { Tokens } from './tokens.ts'

export interface AuthenticateOptions {
  readonly tokens: Tokens
  readonly onAuthenticate: ConsentHooks['onAuthenticate']
  readonly hookWithinMs: number
  onFault(error: unknown): void
}

type At = 'hello' | 'renewal' | 'request'

/** Says who holds a token, if the app has nothing against them: undefined where nobody can tell right now. */
export function createAuthenticate({ hookWithinMs, onAuthenticate, onFault, tokens }: AuthenticateOptions) {
  /** @throws an error whose message may be shown to who holds the token */
  async function ask<Holder extends Identity | KeeperIdentity>(
    identity: Holder,
    at: At,
  ): Promise<Holder | undefined> {
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

  return {
    /** @throws an error whose message may be shown to who holds the token */
    async authenticate(token: string, at: At): Promise<Identity | undefined> {
      const identity = await tokens.verify(token)
      if (identity?.use === 'keeper') {
        throw new Error("This is a keeper's token: it reads records, and is nobody in a meeting.")
      }
      return identity && ask(identity, at)
    },
    /** The same where keepers come too. */
    async authenticateAny(token: string, at: At): Promise<Identity | KeeperIdentity | undefined> {
      const identity = await tokens.verify(token)
      return identity && ask(identity, at)
    },
  }
}
