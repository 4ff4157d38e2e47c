/**
 * Ids of all runs of a feature so far: an id serves once, or an old yes would serve a new run.
 *
 * States that were forked or copied share it, so it is never changed. Layers of which each is larger than the one
 * above it: a copy of all of them with each run would cost the square of the meeting.
 */
export interface Runs {
  readonly count: number
  readonly ids: ReadonlySet<string>
  readonly below: Runs | undefined
}

export function addRun(runs: Runs | undefined, id: string): Runs {
  const ids = [id]
  let below = runs
  for (; below !== undefined && below.ids.size <= ids.length; below = below.below) ids.push(...below.ids)
  return { count: (runs?.count ?? 0) + 1, ids: new Set(ids), below }
}

export function hasRun(runs: Runs | undefined, id: string): boolean {
  for (let layer = runs; layer !== undefined; layer = layer.below) if (layer.ids.has(id)) return true
  return false
}
