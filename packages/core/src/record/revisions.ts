import type { ConsentRecord, RecordedEvent, RecordedFeature } from './record-types.ts'

// takes: a record · gives: which revision of its feature each event is about

/**
 * The feature that each event is about, in the revision that applied: the one that the event names; the one of the yes,
 * where a yes is taken back or ended, or what was captured is erased; otherwise the one that was met last before.
 *
 * Events that are about no feature of the record are not in it.
 */
export function selectRevisions({
  events,
  features,
}: Pick<ConsentRecord, 'events' | 'features'>): ReadonlyMap<RecordedEvent, RecordedFeature> {
  const revisions = new Map<RecordedEvent, RecordedFeature>()
  /** By the feature's id. */
  const met = new Map<string, RecordedFeature>()
  const answeredYes = new Map<string, RecordedFeature>()
  for (const event of events) {
    const { feature: id, type } = event
    if (id === undefined) continue
    const revision = event.notice?.revision ?? event.revision
    const named = findNamed(features, event, met.get(id))
    if (named !== undefined) met.set(id, named)
    if (named !== undefined && type === 'consent.accepted') answeredYes.set(id, named)
    const before = (OF_A_YES.includes(type) ? answeredYes.get(id) : undefined) ?? met.get(id)
    const about = revision === undefined ? before : named
    if (about !== undefined) revisions.set(event, about)
  }
  return revisions
}

/**
 * The feature that an event names, by its text where it has one: two declarations may have the same revision, and
 * without a text it is the one that was met last.
 */
export function findNamed(
  features: readonly RecordedFeature[],
  { feature, notice, revision }: RecordedEvent,
  last: RecordedFeature | undefined,
): RecordedFeature | undefined {
  if (notice === undefined && last !== undefined && last.revision === revision) return last
  return features.find(({ id, notices, ...one }) => {
    if (id !== feature) return false
    return notice === undefined
      ? one.revision === revision
      : one.revision === notice.revision && notices.some(({ hash }) => hash === notice.hash)
  })
}

const OF_A_YES: readonly string[] = [
  'consent.withdrawn',
  'consent.expired',
  'erasure.requested',
  'erasure.acknowledged',
] satisfies readonly RecordedEvent['type'][]
