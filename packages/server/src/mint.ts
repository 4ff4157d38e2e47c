import { AskFirstError, type FeatureOptions } from '@askfirst/core'
import type { AppToken, GateToken, KeeperToken, PersonToken, ProcessorToken } from './token-types.ts'
import type { Tokens } from './tokens.ts'

/** Mints tokens: for whom your server knows to be who they are, and for nobody else. */
export interface Mint {
  /** A token for one person in one meeting: mint it for whom your server knows to be signed in. */
  mintToken(token: PersonToken): Promise<string>
  /** A token for an AI worker, good for these features of one meeting. */
  mintGateToken(token: GateToken): Promise<string>
  /** The same for a worker that also erases, in the name of a processor of each of these features. */
  mintProcessorToken(token: ProcessorToken): Promise<string>
  /** A token for the app's own server where it runs apart from this one: it reads all gates, and reports. */
  mintAppToken(token: AppToken): Promise<string>
  /** A token for whoever keeps records: over HTTP it reads those of one meeting and ends links to them, no more. */
  mintKeeperToken(token: KeeperToken): Promise<string>
}

/** Mints only what this server can serve. */
export function createMint(tokens: Tokens, features: readonly FeatureOptions[]): Mint {
  const byId = new Map(features.map((feature) => [feature.id, feature]))
  function assertServed(ids: readonly { readonly id: string }[]): void {
    const unknown = ids.find(({ id }) => !byId.has(id))
    if (unknown === undefined) return
    throw new AskFirstError('token-features', {
      what: `The token names feature ${JSON.stringify(unknown.id ?? unknown)}, which this server does not have.`,
      why: 'A worker would wait for gates that never open.',
      fix: `Pass the features themselves, not their ids: ${[...byId.keys()].join(', ')}, or add the feature to createConsentServer.`,
    })
  }
  return {
    mintToken: tokens.mintPerson,
    async mintGateToken(token) {
      assertServed(token.features)
      return tokens.mintGate(token)
    },
    async mintProcessorToken(token) {
      assertServed(token.features)
      const stranger = token.features.find(
        ({ id }) => byId.get(id)?.processors.some(({ name }) => name === token.processor) !== true,
      )
      if (stranger !== undefined) {
        throw new AskFirstError('token-processor', {
          what: `"${token.processor}" is not a processor of feature "${stranger.id}".`,
          why: 'People agreed to the processors that the notice names, and erasing is asked of them.',
          fix: `Use ${byId
            .get(stranger.id)
            ?.processors.map(({ name }) => `"${name}"`)
            .join(', ')}.`,
        })
      }
      return tokens.mintProcessor(token)
    },
    mintAppToken: tokens.mintApp,
    mintKeeperToken: tokens.mintKeeper,
  }
}
