import { type Company, defineFeature, leaveMeOut, type Policy } from '@askfirst/core'
import type { Text } from '../src/text.ts'
import { describeNotice, type NoticeContext, type NoticeWords } from '../src/words.ts'

// takes: the words of a language · gives: the longest notice of every policy there may be, to whoever may be shown it

// biome-ignore-start lint/suspicious/noThenProperty: the policy's own word
const limits = [
  undefined,
  { afterMs: 120_000, then: 'exclude' },
  { afterMs: 120_000, then: 'leave' },
] as const
// biome-ignore-end lint/suspicious/noThenProperty: the policy's own word
/** How far a yes reaches: as little as it may, and as far in time but no further than a room. */
const reaches = [{}, { lasts: 'meeting', scope: 'room' }] as const

const changes: readonly Partial<Policy>[] = (['consent', 'objection', 'notice'] as const).flatMap((basis) =>
  (['exclude', 'leave', 'stop'] as const).flatMap((decline) =>
    (['each', 'all'] as const).flatMap((start) =>
      limits.flatMap((unanswered) =>
        (['counts', 'named'] as const).flatMap((disclosure) =>
          (['hosts', 'anyone'] as const).flatMap((turnOn) =>
            reaches.map((reach) => ({
              basis,
              decline,
              start,
              disclosure,
              turnOn,
              ...reach,
              ...(unanswered && { unanswered }),
            })),
          ),
        ),
      ),
    ),
  ),
)

/** Two kinds of data, a model and a place, and a training ask; undefined for a policy that no feature may have. */
function toFeature(change: Partial<Policy>) {
  try {
    return defineFeature({
      id: 'summary',
      revision: 1,
      policy: { ...leaveMeOut, ...change },
      asks: {
        summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
        improve: { purpose: 'train-models', data: ['transcript'] },
      },
      processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
      retention: { days: 30 },
    })
  } catch {
    return undefined
  }
}
const features = changes.flatMap((change) => toFeature(change) ?? [])

/** Before and after it has begun, in the lobby, and while the time to answer is nearly over: where that may be. */
function listMoments({ basis, decline, unanswered }: Policy): Partial<NoticeContext>[] {
  return [
    {},
    ...(basis === 'consent' ? [] : [{ hasBegun: true }]),
    ...(decline === 'leave' ? [{ isInLobby: true }] : []),
    ...(unanswered === undefined ? [] : [{ isEnding: true }]),
  ]
}

/** Where people are alone or many, the notice says no more than where they are two or few; nor does it with names. */
const listCompanies = ({ disclosure }: Policy): Company[] =>
  disclosure === 'named' ? ['few'] : ['pair', 'few']

/** What is said, with the policy and the situation in which it is. */
export function listNotices(text: Text): { where: string; isEnding: boolean; notice: NoticeWords }[] {
  return features.flatMap((feature) =>
    listMoments(feature.policy).flatMap((moment) =>
      listCompanies(feature.policy).flatMap((company) =>
        (['person', 'room'] as const).map((kind) => {
          const context = { company, kind, by: 'Ana', ...moment } as const
          return {
            where: JSON.stringify([feature.policy, context]),
            isEnding: moment.isEnding === true,
            notice: describeNotice(feature, text, context),
          }
        }),
      ),
    ),
  )
}
