import { type ConsentClient, type FeatureStatus, viewFeatures } from '@askfirst/core'
import type { Knobs } from '../knobs/knobs.ts'

type Answer = 'yes' | 'no' | 'nothing'
const MIXED: readonly Answer[] = ['yes', 'no', 'yes', 'nothing']
const toAnswer = (others: Knobs['others'], at: number): Answer =>
  others === 'mixed' ? (MIXED[at % MIXED.length] ?? 'nothing') : others === 'yes' ? 'yes' : 'nothing'

/** Says that the notice was shown, and answers it as a person would who has read it. */
export async function answer(
  client: ConsentClient,
  { id, feature }: FeatureStatus,
  said: Answer,
): Promise<void> {
  await client.show(id, { visibleMs: 2_000, lang: 'en' })
  if (said === 'yes' && feature.policy.basis === 'consent') await client.accept(id)
  if (said === 'no')
    await (feature.policy.decline === 'leave' ? client.leave({ instead: id }) : client.decline(id))
}

/** Somebody without a screen here: answers each question once, some seconds after it is put. */
export function answerAlone(client: ConsentClient, others: Knobs['others'], at: number): () => void {
  const answered = new Set<string>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const look = (): void => {
    for (const status of viewFeatures(client.store.getState())) {
      const key = `${status.id} ${status.activation?.id}`
      if (status.standing !== 'question' || answered.has(key)) continue
      answered.add(key)
      const timer = setTimeout(
        () => {
          timers.delete(timer)
          void answer(client, status, toAnswer(others, at))
        },
        2_500 + 350 * at,
      )
      timers.add(timer)
    }
  }
  const undo = client.store.subscribe(look)
  look()
  return () => {
    undo()
    for (const timer of timers) clearTimeout(timer)
  }
}
