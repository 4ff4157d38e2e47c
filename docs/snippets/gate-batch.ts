// #region batch
import type { Gate } from '@askfirst/core/gate'

export function createFilter(gate: Gate, participants: readonly string[]) {
  const ask = gate.ask('meeting-summary', 'summarise')
  const tracks = participants.map((id) => ({ id, handle: gate.participant(id) }))
  return () => {
    const batch = gate.batch()
    return tracks.filter(({ handle }) => batch.permits(handle, ask))
  }
}
// #endregion
