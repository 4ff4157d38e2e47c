import { createReceipt, type Receipt } from '@askfirst/core/evidence'
import type { Reading } from './reading.ts'

/**
 * The person's own signed copy of what a meeting has of them, with the runs of the features they were asked about.
 *
 * Undefined where there is nothing of them, or nothing that was signed.
 */
export function makeReceipt(reading: Reading, participant: string): Receipt | undefined {
  const { evidence, events, naming, tree } = reading
  const { checkpoints, meeting, people } = evidence
  const person = people.find((one) => one.participant === participant && naming.has(one.handle))
  const checkpoint = checkpoints.at(-1)
  if (person === undefined || checkpoint === undefined) return undefined
  const bodies = evidence.events.map(({ body }) => body)
  const theirs = naming.get(person.handle) ?? []
  const features = new Set(
    theirs.flatMap((number) => {
      const event = events[number - 1]
      return event !== undefined && 'feature' in event ? [event.feature] : []
    }),
  )
  const runs = reading.runs.flatMap(({ number, feature }) => (features.has(feature) ? [number] : []))
  const numbers = [...new Set([...theirs, ...runs])].sort((some, other) => some - other)
  const receipt = createReceipt({ meeting, person, bodies, tree, checkpoint, numbers })
  return receipt.events.length === 0 ? undefined : receipt
}
