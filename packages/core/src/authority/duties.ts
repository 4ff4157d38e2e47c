import type { ErasureDuty } from '../protocol/gate-messages.ts'
import { type MeetingState, selectAnswer } from '../state.ts'

// takes: a participant’s answer · gives: what one processor has still to erase of them

/** What one processor has still to erase of one participant in one feature: one duty, or none. */
export function selectDuties(
  state: MeetingState,
  participant: string,
  feature: string,
  processor: string,
): readonly ErasureDuty[] {
  const { erasure } = selectAnswer(state.participants.get(participant), feature)
  if (erasure === undefined || !erasure.open.includes(processor)) return []
  return [{ participant, feature, request: erasure.request, requestedAt: erasure.requestedAt }]
}
