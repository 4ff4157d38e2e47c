/**
 * A feature that anyone may turn on runs once for each who did, under an id of its own: what is asked, answered
 * and let through for one owner has nothing to do with another's.
 *
 * takes: a feature and an owner · gives: the id their run goes by, and back
 */
export const toOwnedId = (feature: string, owner: string): string => `${feature}@${owner}`

/** The declared feature behind an id. Declared ids have no `@`: `defineFeature` refuses it. */
export function toDeclaredId(id: string): string {
  const at = id.indexOf('@')
  return at === -1 ? id : id.slice(0, at)
}

/** Whose run the id names; undefined for a feature that hosts turn on. */
export function toOwner(id: string): string | undefined {
  const at = id.indexOf('@')
  return at === -1 ? undefined : id.slice(at + 1)
}
