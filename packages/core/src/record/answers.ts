import { isNo } from '../state.ts'
import type { ConsentRecord, RecordedEvent, RecordedFeature } from './record-types.ts'
import { findNamed } from './revisions.ts'

// takes: a record · gives: each person’s latest answer, by feature and by revision

/**
 * What somebody's latest answer about one feature is, as a record has it: `told` for who has not answered and was
 * taken along, where a feature begins without a yes, also once `ended` says that nobody takes them along any more;
 * `expired` for a yes that counts no more by its person's absence or removal; `withdrawn` also for one that they ended
 * by having erased what was captured.
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
  /** Optional asks that were taken out of a yes which stands otherwise, each with the event that last took it out. */
  readonly takenBack?: ReadonlyMap<string, RecordedEvent>
  /** Where somebody was told: the removal that ended it. */
  readonly ended?: RecordedEvent
}

/** The latest answer about each feature, in the revision it was given to. */
export function selectAnswers(record: ConsentRecord): readonly RecordedAnswer[] {
  const { answers, latest } = readAnswers(record)
  return [...latest.values()].flatMap((feature) => answers.get(feature) ?? [])
}

/** The latest answer to each revision of each feature that was answered. */
export const selectAnswersByRevision = (
  record: ConsentRecord,
): ReadonlyMap<RecordedFeature, RecordedAnswer> => readAnswers(record).answers

/** Revisions among what was answered of which nobody has the declaration any more, each by a name for an error. */
export const selectUnknown = (answers: readonly RecordedAnswer[]): readonly string[] =>
  answers.flatMap(({ feature: { asks, id, revision } }) =>
    asks === undefined ? [`"${id}" in revision ${revision}`] : [],
  )

function readAnswers({ events, features }: ConsentRecord) {
  const answers = new Map<RecordedFeature, RecordedAnswer>()
  /** By the feature's id: the revision that was asked last, and the one that was answered last. */
  const asked = new Map<string, RecordedFeature>()
  const latest = new Map<string, RecordedFeature>()
  /** The last no to what was never on by then: what it would ask, nobody can say yet. */
  const early = new Map<string, RecordedEvent>()
  for (const event of events) {
    if (event.type === 'participant.removed') endAll(answers, event)
    const { feature: id = '' } = event
    const met = findNamed(features, event, asked.get(id))
    if (met !== undefined) asked.set(id, met)
    const no = early.get(id)
    if (met !== undefined && no !== undefined && !latest.has(id)) {
      const state = no.type === 'consent.declined' ? 'declined' : 'withdrawn'
      answers.set(met, { feature: met, event: no, state, grants: [] })
      latest.set(id, met)
    }
    const feature = asked.get(id)
    if (feature === undefined) {
      if (isWholeNo(event)) early.set(id, event)
      continue
    }
    const last = latest.get(id)
    const before = last && answers.get(last)
    const yes = before?.yes
    const put = (answer: Omit<RecordedAnswer, 'feature' | 'event'>, to = feature): void => {
      answers.set(to, { feature: to, event, ...answer })
      latest.set(id, to)
    }
    switch (event.type) {
      case 'consent.accepted':
        put({ state: 'accepted', grants: event.grants ?? [], yes: event })
        break
      case 'consent.declined':
        put({ state: 'declined', grants: [], ...(yes && { yes }) })
        break
      case 'consent.withdrawn': {
        const { asks } = event
        if (asks === undefined) {
          endYeses(answers, event, 'withdrawn', id)
          put({ state: 'withdrawn', grants: [], ...(yes && { yes }) })
        } else if (before?.state === 'accepted') {
          // Optional asks are taken out of a yes, and change nothing where there is none.
          const grants = before.grants.filter((ask) => !asks.includes(ask))
          const takenBack = new Map([
            ...(before.takenBack ?? []),
            ...asks.map((ask) => [ask, event] as const),
          ])
          put({ state: 'accepted', grants, takenBack, ...(yes && { yes }) }, before.feature)
        }
        break
      }
      case 'notice.shown':
      case 'notice.lapsed': {
        const isTold = event.of === 'objection' || (event.of === undefined && feature.basis === 'notice')
        // A no lasts over revisions; whoever was told of one is told of the next.
        // Erasing ends a yes, and is no no.
        const isErased = before?.event.type === 'erasure.requested'
        const isRefused = before !== undefined && isNo(before) && !isErased
        const isEnded = before?.state === 'expired' || before?.ended !== undefined || isErased
        const isAnswered = before?.feature === feature && !isEnded
        if (isTold && !isRefused && !isAnswered) put({ state: 'told', grants: [] })
        break
      }
      case 'erasure.requested':
        endYeses(answers, event, 'withdrawn', id)
        break
      case 'consent.expired':
        endYeses(answers, event, 'expired', id)
        put({ state: 'expired', grants: [], ...(yes && { yes }) })
    }
  }
  return { answers, latest }
}

const isWholeNo = ({ asks, type }: RecordedEvent): boolean =>
  type === 'consent.declined' || (type === 'consent.withdrawn' && asks === undefined)

type Answers = Map<RecordedFeature, RecordedAnswer>

/** Ends every yes about a feature, to whichever revision it was given. */
function endYeses(answers: Answers, event: RecordedEvent, state: 'withdrawn' | 'expired', id: string): void {
  for (const [feature, { yes, ...answer }] of answers)
    if (feature.id === id && answer.state === 'accepted')
      answers.set(feature, { feature, event, state, grants: [], ...(yes && { yes }) })
}

/** Whoever was put out of the call is captured no more, and asked as if for the first time if they are let back in; a no lasts. */
function endAll(answers: Answers, event: RecordedEvent): void {
  for (const [feature, answer] of answers) {
    if (answer.state === 'told') answers.set(feature, { ended: event, ...answer })
    endYeses(answers, event, 'expired', feature.id)
  }
}
