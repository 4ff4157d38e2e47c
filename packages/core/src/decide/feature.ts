import type { CommandOf } from '../commands.ts'
import { isHost } from '../model/participant.ts'
import { isPresent, type MeetingState } from '../state.ts'
import { acceptEvent, noEvent, shownEvent, wrongNotice } from './consent.ts'
import { accepted, type Decision, type FeatureDecider, rejected } from './decision.ts'

/**
 * Turns a feature on, with the own decision of who does it: enabled, shown and decided are one append,
 * since the preview showed that person exactly what everybody will be asked.
 */
export const decideEnable: FeatureDecider<'feature.enable'> = (state, command, person, feature) => {
  const { activation, decision, notice } = command
  const wrong = wrongNotice(feature, notice)
  if (!isHost(person.role)) return rejected('not-allowed')
  if (person.kind !== 'person') return rejected('not-a-person')
  const participant = state.participants.get(person.participant)
  if (participant === undefined || !isPresent(participant)) return rejected('not-present')
  if (feature.activation !== undefined) return rejected('already-on')
  if (feature.runs.has(activation)) return rejected('stale-activation')
  if (wrong !== undefined) return rejected(wrong)
  const shown = shownEvent({ ...command, visibleMs: command.visibleMs }, person.participant)
  const own =
    decision.answer === 'accept'
      ? acceptEvent(state, { ...command, ...decision }, person, feature)
      : noEvent('consent.declined', state, command, person)
  if (typeof own === 'string') return rejected(own)
  // Where no means leaving or stopping, turning it on while staying out of it is not an answer.
  if (decision.answer === 'decline' && feature.entry.feature.policy.decline !== 'exclude') {
    return rejected('not-offered')
  }
  return accepted(
    {
      type: 'feature.enabled',
      feature: command.feature,
      activation,
      revision: notice.revision,
    },
    shown,
    own,
  )
}

/** Turns a run off: any host may, and who turned it on. Off already is not an error. */
export const decideDisable: FeatureDecider<'feature.disable'> = (_state, command, person, feature) => {
  const { activation } = feature
  if (!isHost(person.role) && activation?.by !== person.participant) return rejected('not-allowed')
  if (activation === undefined) return accepted()
  if (activation.id !== command.activation) return rejected('stale-activation')
  return accepted({
    type: 'feature.disabled',
    feature: command.feature,
    activation: command.activation,
    cause: 'person',
  })
}

/** Ends a run whose policy does not let it go on without a host: decided again, since one may be back. */
export function decideHostLapse(state: MeetingState, command: CommandOf<'host.lapse'>): Decision {
  const { feature: id, activation } = command
  const feature = state.features.get(id)
  if (feature?.activation?.id !== activation || state.hosts > 0) return accepted()
  if (feature.entry.feature.policy.hostless === 'keep') return accepted()
  return accepted({ type: 'feature.disabled', feature: id, activation, cause: 'hostless' })
}
