import type { ConsentRecord, RecordedEvent, RecordedFeature } from './record-types.ts'

/**
 * What somebody's latest answer about one feature is, as a record has it: `told` for who has not answered and was
 * taken along, where a feature begins without a yes; `expired` for a yes that counts no more by its person's absence or
 * removal.
 */
export interface RecordedAnswer {
  readonly feature: RecordedFeature
  /** The event that it was given, or ended, with. */
  readonly event: RecordedEvent
  readonly state: 'accepted' | 'declined' | 'withdrawn' | 'expired' | 'told'
  /** Asks granted; none unless accepted. */
  readonly grants: readonly string[]
  /** The yes, where there was one. */
  readonly yes?: RecordedEvent
}

/** The latest answer about each feature, in the revision it was given to. */
export function selectAnswers({ events, features }: ConsentRecord): readonly RecordedAnswer[] {
  const answers = new Map<string, RecordedAnswer>()
  const latest = new Map<string, RecordedFeature>()
  for (const event of events) {
    if (event.type === 'participant.removed') endAll(answers, event)
    const { feature: id = '' } = event
    const revision = event.notice?.revision ?? event.revision
    const met = features.find((one) => one.id === id && one.revision === revision)
    if (met !== undefined) latest.set(id, met)
    const feature = latest.get(id)
    if (feature === undefined) continue
    const before = answers.get(id)
    const yes = before?.yes
    switch (event.type) {
      case 'consent.accepted':
        answers.set(id, { feature, event, state: 'accepted', grants: event.grants ?? [], yes: event })
        break
      case 'consent.declined':
        answers.set(id, { feature, event, state: 'declined', grants: [], ...(yes && { yes }) })
        break
      case 'consent.withdrawn': {
        const { asks } = event
        // Optional asks are taken out of a yes, and change nothing where there is none.
        if (asks !== undefined) {
          if (before?.state !== 'accepted') break
          answers.set(id, { ...before, event, grants: before.grants.filter((ask) => !asks.includes(ask)) })
        } else answers.set(id, { feature, event, state: 'withdrawn', grants: [], ...(yes && { yes }) })
        break
      }
      case 'notice.shown':
      case 'notice.lapsed': {
        const isTold = event.of === 'objection' || (event.of === undefined && feature.basis === 'notice')
        const isAnswered = before !== undefined && before.state !== 'expired'
        if (isTold && !isAnswered) answers.set(id, { feature, event, state: 'told', grants: [] })
        break
      }
      case 'consent.expired':
        answers.set(id, { feature, event, state: 'expired', grants: [], ...(yes && { yes }) })
    }
  }
  return [...answers.values()]
}

/** Whoever was put out of the call is captured no more, and asked as if for the first time if they are let back in; a no lasts. */
function endAll(answers: Map<string, RecordedAnswer>, event: RecordedEvent): void {
  for (const [id, answer] of answers) {
    if (answer.state === 'accepted') answers.set(id, { ...answer, event, state: 'expired', grants: [] })
    if (answer.state === 'told') answers.delete(id)
  }
}
