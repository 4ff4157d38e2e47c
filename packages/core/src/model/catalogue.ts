import canonicalize from 'canonicalize'
import { AskFirstError } from '../error.ts'
import type { Digest } from '../ports.ts'
import { defineFeature, type FeatureOptions } from './feature.ts'

/** A feature with the hash of its declaration, as registered with the authority. */
export interface CatalogueEntry {
  readonly feature: FeatureOptions
  /** SHA-256, hex, of the declaration in canonical form (RFC 8785). */
  readonly hash: string
}

/** The features an app declares, by id. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>

/**
 * Hashes and registers features.
 *
 * The hash covers everything the feature declares, its own words in every language included. Client and
 * authority each make it from their own copy: an answer to a declaration that the authority does not
 * have is rejected as `unknown-notice`.
 *
 * @throws AskFirstError where two features share an id, or one breaks a rule of `defineFeature`
 */
export async function createCatalogue(
  features: readonly FeatureOptions[],
  digest: Digest,
): Promise<Catalogue> {
  const catalogue = new Map<string, CatalogueEntry>()
  for (const feature of features) {
    if (catalogue.has(feature.id)) {
      throw new AskFirstError('feature-id', {
        what: `Two features have the id "${feature.id}".`,
        why: 'Answers are kept by feature id.',
        fix: 'Give each feature an id of its own; to change one, raise its revision.',
      })
    }
    // Whoever declared it without `defineFeature` meets its rules here.
    catalogue.set(feature.id, {
      feature: defineFeature(feature),
      hash: await digest(canonicalize(feature) ?? ''),
    })
  }
  return catalogue
}
