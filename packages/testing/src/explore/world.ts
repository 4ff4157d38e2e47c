import type { FeatureOptions, ParticipantKind, Role } from '@askfirst/core'
import { type Catalogue, createCatalogue } from '@askfirst/core/authority'

// takes: who is there, which features, how far to go · gives: the catalogue of each revision; the types of all that

/** Somebody whose every move is explored. */
export interface ExploredPerson {
  readonly name: string
  /** @default 'attendee' */
  readonly role?: Role
  /** @default 'person' */
  readonly kind?: ParticipantKind
  /** @default bounds.connections */
  readonly devices?: number
  /** What later tokens of the same identity may say. @default none */
  readonly alsoAs?: readonly { readonly role?: Role; readonly kind?: ParticipantKind }[]
}

/** What happens in a meeting beside coming, going and answering. */
export type Happening =
  /** People wait in the lobby. */
  | 'lobby'
  /** Somebody asks for what was taken to be erased, and processors say that they have. */
  | 'erasure'
  /** There is a breakout room. */
  | 'rooms'
  /** Hosts and the app put people out of the call and give them roles. */
  | 'moderation'
  /** The app says who is in the call, right or wrong. */
  | 'roster'
  /** Enforcers report, fail, and are silent. */
  | 'enforcement'
  /** Times run out: to object and to answer. */
  | 'waits'
  /** Those, and the time to come back. */
  | 'timers'
  /** Half a minute passes, or ten. */
  | 'clock'
  /** People ask for a run to be turned off; hosts ask once more. */
  | 'requests'
  /** Whoever is there sends what is not theirs to send. */
  | 'hostile'

/** How far an exploration goes: what is counted here happens at most so often in one meeting. */
export interface Bounds {
  readonly activations: number
  readonly revisions: 1 | 2
  readonly connections: number
  readonly happens: readonly Happening[]
}

/** Who is there, which features there are, and how often things happen. */
export interface World {
  readonly people: readonly ExploredPerson[]
  readonly features: readonly FeatureOptions[]
  readonly bounds: Bounds
  /** Whether a deploy names one processor more and leaves the revision as it is, as nobody should. @default false */
  readonly rewords?: true
}

/** The catalogue of each revision, in the order they are deployed. */
export async function cataloguesOf({ features, bounds, rewords }: World): Promise<readonly Catalogue[]> {
  const revisions = Array.from({ length: bounds.revisions }, (_, age) =>
    features.map((feature) => {
      if (rewords !== true) return { ...feature, revision: feature.revision + age }
      return age === 0 ? feature : { ...feature, processors: [...feature.processors, { name: 'Later' }] }
    }),
  )
  // Short names do where nobody looks for a collision.
  let texts = 0
  const digest = async (): Promise<string> => {
    texts += 1
    return `text-${texts}`
  }
  const catalogues: Catalogue[] = []
  for (const all of revisions) catalogues.push(await createCatalogue(all, digest))
  return catalogues
}
