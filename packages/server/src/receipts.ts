import type { MeetingEvent } from '@askfirst/core/authority'
import {
  createMerkleTree,
  createReceipt,
  type MeetingEvidence,
  openBody,
  type PersonKey,
  type Receipt,
  selectHandles,
} from '@askfirst/core/evidence'
import { nodeHash } from './ledger/sealed-ledger.ts'

/**
 * The person's own signed copy of what a meeting has of them, with the runs of the features they were asked about.
 *
 * Undefined where there is nothing of them, or nothing that was signed.
 */
export function makeReceipt(evidence: MeetingEvidence, participant: string): Receipt | undefined {
  const { checkpoints, events, meeting, people } = evidence
  const person = people.findLast((one) => one.participant === participant)
  const checkpoint = checkpoints.at(-1)
  if (person === undefined || checkpoint === undefined) return undefined
  const bodies = events.map(({ body }) => body)
  const features = selectFeatures(bodies, person)
  const receipt = createReceipt({
    meeting,
    person,
    bodies,
    tree: createMerkleTree(
      events.map(({ leaf }) => leaf),
      nodeHash,
    ),
    checkpoint,
    includes: (event) => isRun(event) && features.has(event.feature),
  })
  return receipt.events.length === 0 ? undefined : receipt
}

const isRun = (
  event: MeetingEvent,
): event is Extract<MeetingEvent, { type: `feature.${'en' | 'dis'}abled` }> =>
  event.type === 'feature.enabled' || event.type === 'feature.disabled'

function selectFeatures(bodies: readonly string[], { handle }: PersonKey): ReadonlySet<string> {
  const theirs = bodies.filter((body) => selectHandles(body).has(handle))
  return new Set(
    theirs.flatMap((body) => {
      const event = openBody(body)?.event
      return event !== undefined && 'feature' in event ? [event.feature] : []
    }),
  )
}
