import type { FeatureOptions } from '@askfirst/core'
import type { ConsentHooks } from './hooks.ts'
import type { ConsentKeys } from './keys.ts'
import type { LogLevel } from './log.ts'
import type { ConsentServerOptions, ServerLimits } from './server-options.ts'

/** What `askfirst serve --config <file>` reads: flags and environment variables count before it. */
export interface ServeConfig
  extends ConsentHooks,
    Pick<
      ConsentServerOptions,
      | 'unreachableAfterMs'
      | 'gateLeaseMs'
      | 'hostlessAfterMs'
      | 'expireAfterMs'
      | 'enforceWithinMs'
      | 'forgetAfterMs'
      | 'drainMs'
      | 'hookWithinMs'
      | 'facts'
      | 'webhooks'
    > {
  /** What `defineFeature` returned. */
  readonly features?: readonly FeatureOptions[]
  /** SQLite file, made if it is not there, or the address of a PostgreSQL: `postgres://…`. */
  readonly ledger?: string
  /** File of keys that checkpoints are signed with; made if it is not there. @default beside a SQLite file */
  readonly signing?: string
  /** What tokens are signed or verified with; a secret is better off in a file or a variable. */
  readonly keys?: ConsentKeys
  /** File that `askfirst notices build` wrote. */
  readonly notices?: string
  /** @default 8787 */
  readonly port?: number
  /** @default '127.0.0.1' */
  readonly host?: string
  /** @default '/consent' */
  readonly path?: string
  /** @default any */
  readonly origins?: readonly string[]
  /** @default 'info' */
  readonly log?: LogLevel
  readonly limits?: Partial<ServerLimits>
}

/** Gives a config file of `askfirst serve` its types; it changes nothing. */
export const defineServeConfig = (config: ServeConfig): ServeConfig => config
