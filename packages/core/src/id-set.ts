// takes: ids, one after the other · gives: a set that shares what it has with the one before

/**
 * Ids to which some are added, and of which none is taken: of all runs of a feature, since an id serves once or an
 * old yes would serve a new run.
 *
 * States that were forked or copied share it, so it is never changed. Layers of which each is larger than the one
 * above it: a copy of all of them with each one more would cost the square of the meeting.
 */
export interface IdSet {
  readonly count: number
  readonly ids: ReadonlySet<string>
  readonly below: IdSet | undefined
}

export function addId(set: IdSet | undefined, id: string): IdSet {
  const ids = [id]
  let below = set
  for (; below !== undefined && below.ids.size <= ids.length; below = below.below) ids.push(...below.ids)
  return { count: (set?.count ?? 0) + 1, ids: new Set(ids), below }
}

/** Whether the id was ever added. */
export function hasId(set: IdSet | undefined, id: string): boolean {
  for (let layer = set; layer !== undefined; layer = layer.below) if (layer.ids.has(id)) return true
  return false
}
