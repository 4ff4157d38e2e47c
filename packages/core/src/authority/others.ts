import { isStranger } from '../counts.ts'
import type { MeetingEvent } from '../events.ts'
import type { ParticipantKind } from '../model/participant.ts'
import { type Others, selectBot, toOthers } from '../project/others.ts'
import type { MeetingState } from '../state.ts'

/**
 * Who is in the call that is no person who was asked, kept as they come and go.
 *
 * takes: the state, then what is committed · gives: the same that is projected of them, without a look at everybody
 */
export function createOthers(state: MeetingState, nameOf: (participant: string) => string | undefined) {
  const bots = new Map<string, ParticipantKind>()
  const strangers = new Set<string>()

  function look(participant: string): void {
    const kind = selectBot(state, participant)
    if (kind === undefined) bots.delete(participant)
    else bots.set(participant, kind)
    if (isStranger(state, participant)) strangers.add(participant)
    else strangers.delete(participant)
  }
  for (const participant of state.participants.keys()) look(participant)
  for (const participant of state.roster.keys()) look(participant)
  let others = toOthers(bots, strangers, nameOf)
  let text = JSON.stringify(others)

  return {
    now: (): Others => others,
    /** Whether anybody is told something else by what was committed. */
    follow(facts: readonly MeetingEvent[]): boolean {
      let isAnybody = false
      for (const event of facts) {
        if (event.type === 'roster.reported') {
          for (const participant of event.left) look(participant)
          for (const { participant } of event.joined) look(participant)
          isAnybody = true
        } else if (event.type.startsWith('participant.') && 'participant' in event && event.participant) {
          look(event.participant)
          isAnybody ||= bots.size + strangers.size + others.bots.length + others.strangers.length > 0
        }
      }
      if (!isAnybody) return false
      const now = toOthers(bots, strangers, nameOf)
      const told = JSON.stringify(now)
      if (told === text) return false
      ;[others, text] = [now, told]
      return true
    },
  }
}
