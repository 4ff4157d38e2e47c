import { type Catalogue, type CatalogueEntry, toEntry } from '../model/catalogue.ts'
import { defineFeature, type FeatureOptions } from '../model/feature.ts'
import type { NoticeRegistry } from '../model/notice-registry.ts'
import type { NoticeText } from '../model/notice-text.ts'
import { toDeclaredId } from '../model/owned-id.ts'

// takes: features of now and registered texts · gives: the declaration that an event was about

/** Where declarations are looked up: those of now, and every one that a text was registered for. */
export interface Declarations {
  readonly catalogue: Catalogue
  /** Checked by `readNotices`. @default none: only what is declared now is known */
  readonly notices?: NoticeRegistry | undefined
}

/**
 * A feature as it was declared in a revision; undefined where nobody has that declaration any more.
 *
 * @param hash of a text that was shown for it, where there was one: it tells two declarations of one revision apart
 */
export function findDeclared(
  { catalogue, notices }: Declarations,
  feature: string,
  revision: number,
  hash?: string,
): CatalogueEntry | undefined {
  const id = toDeclaredId(feature)
  const now = catalogue.get(id)
  const isOfNow = now?.feature.revision === revision && (hash === undefined || now.texts.has(hash))
  if (isOfNow) return now
  const cited = notices?.texts.findLast(
    (text) => text.feature === id && text.revision === revision && (hash === undefined || text.hash === hash),
  )
  return cited && readDeclared(cited, notices)
}

/** Every declaration of a feature that somebody has, that of now first. */
export function selectDeclared({ catalogue, notices }: Declarations, id: string): readonly CatalogueEntry[] {
  const now = catalogue.get(id)
  const others = new Map<string, NoticeText>()
  for (const text of notices?.texts ?? []) {
    if (text.feature === id && text.declaration !== now?.hash) others.set(text.declaration, text)
  }
  const before = [...others.values()].flatMap((text) => readDeclared(text, notices) ?? [])
  return now === undefined ? before : [now, ...before]
}

function readDeclared(
  { declaration, feature: id, parameters, revision }: NoticeText,
  notices: NoticeRegistry | undefined,
): CatalogueEntry | undefined {
  const ofIt = notices?.texts.filter((text) => text.declaration === declaration) ?? []
  try {
    const feature = defineFeature({ ...(parameters as unknown as FeatureOptions), id, revision })
    return toEntry(feature, declaration, ofIt)
  } catch {
    // Of a later version, whose rules are not known here.
    return undefined
  }
}
