import { AskFirstError, type FeatureOptions } from '@askfirst/core'
import { assertFeatures } from './assert-features.ts'
import { assertNode } from './assert-node.ts'
import type { ConsentKeys } from './keys.ts'
import type { AppToken, GateToken, KeeperToken, PersonToken, ProcessorToken } from './token-types.ts'
import { createTokens, type Tokens } from './tokens.ts'

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

/** What tokens are minted with where no consent server is. */
export interface MintOptions {
  /** Those of the consent server, with its `issuer` and `audience`: `{ secret }` or `{ privateKey }`. */
  readonly keys: ConsentKeys
  /** Those of the consent server, for the tokens of AI workers. @default none: nothing is minted for workers */
  readonly features?: readonly FeatureOptions[]
}

/**
 * Mints tokens with the keys alone: on your app's server, where the consent server runs apart from it, as
 * `askfirst serve` does.
 *
 * @throws AskFirstError where the keys cannot be right, or only verify
 */
export function createMint(options: MintOptions): Mint {
  assertNode()
  const { features, keys } = options ?? {}
  const tokens = createTokens(keys)
  tokens.assertSigns()
  if (features !== undefined) assertFeatures(features)
  return mintWith(tokens, features ?? [])
}

/**
 * Mints only what the server can serve.
 *
 * @param owes the features of which a processor has still to erase something in a meeting. @default none
 */
export function mintWith(
  tokens: Tokens,
  features: readonly FeatureOptions[],
  owes: (meeting: string, processor: string) => Promise<readonly string[]> = async () => [],
): Mint {
  const byId = new Map(features.map((feature) => [feature.id, feature]))
  const ids = [...byId.keys()].join(', ')
  const wrongFeatures = (what: string): AskFirstError =>
    new AskFirstError('token-features', {
      what,
      why: 'A worker would wait for gates that never open.',
      fix:
        ids === ''
          ? 'Pass the features of the server here too: createMint({ keys, features }).'
          : `Pass an array of the features themselves, not their ids: ${ids}, or add the feature to createConsentServer, or to createMint.`,
    })
  function assertServed(
    named: readonly { readonly id: string }[] | undefined,
    also: readonly string[] = [],
  ): void {
    if (!Array.isArray(named)) {
      throw wrongFeatures(`features of the token is ${named === undefined ? 'missing' : 'no array'}.`)
    }
    const at = named.findIndex((one) => !byId.has(one?.id) && !also.includes(one?.id))
    if (at < 0) return
    const name = JSON.stringify(named[at]?.id ?? named[at])
    throw wrongFeatures(`The token names feature ${name}, which this server does not have.`)
  }
  return {
    mintToken: tokens.mintPerson,
    async mintGateToken(token) {
      assertServed(token.features)
      return tokens.mintGate(token)
    },
    async mintProcessorToken(token) {
      const { features: named, meeting, processor } = token
      const isNamed = (id: string): boolean =>
        byId.get(id)?.processors.some(({ name }) => name === processor) === true
      const isOther = Array.isArray(named) && named.some((one) => !isNamed(one?.id))
      // Who was named when people agreed has its duties still, also of what is declared no more. Gates it reads none.
      const owed = isOther ? await owes(meeting, processor) : []
      assertServed(named, owed)
      const stranger = named.find(({ id }) => !isNamed(id) && !owed.includes(id))
      if (stranger !== undefined) {
        throw new AskFirstError('token-processor', {
          what: `"${processor}" is not a processor of feature "${stranger.id}".`,
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
