import { toCanonical } from '../evidence/canonical.ts'
import type { Digest } from '../ports.ts'
import type { FeatureOptions } from './feature.ts'

// takes: a feature · gives: the hash of all that it declares

/** SHA-256, hex, of everything a feature declares, in canonical form (RFC 8785). */
export const toDeclarationHash = (feature: FeatureOptions, digest: Digest): Promise<string> =>
  digest(toCanonical(feature))
