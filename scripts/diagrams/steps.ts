import type { Actor, Command, MeetingState } from '@askfirst/core/authority'

/** A command, and who sends it. */
export interface Step {
  readonly command: Command
  readonly actor: Actor
  readonly by: string
}

const personOf = (participant: 'host' | 'guest'): Actor => ({
  use: 'person',
  participant,
  connection: `${participant}-device`,
  role: participant === 'host' ? 'host' : 'attendee',
  kind: 'person',
})

/** Everything that a host and a guest could send now; decide says what of it is possible. */
export function stepsOf(state: MeetingState): readonly Step[] {
  const feature = state.features.get('summary')
  if (feature === undefined) return []
  const { entry, activation, runs } = feature
  const base = { id: 'command', feature: 'summary' }
  const notice = { revision: entry.feature.revision, hash: entry.hash, lang: 'en' }
  const run = activation?.id ?? 'none'
  const evidence = { method: 'button' } as const
  const grants: string[] = []

  const enable = (own: 'accept' | 'decline'): Command => ({
    ...{ ...base, ...evidence, notice, type: 'feature.enable', activation: `run-${(runs?.count ?? 0) + 1}` },
    decision: own === 'accept' ? { answer: own, grants, seen: decisionOf(state, 'host') } : { answer: own },
  })
  const host: Command[] = [
    enable('accept'),
    enable('decline'),
    { ...base, type: 'feature.disable', activation: run },
    { ...base, ...evidence, type: 'consent.withdraw' },
  ]
  const guest: Command[] = [
    { ...base, type: 'notice.show', activation: run, notice, visibleMs: 2_000 },
    {
      ...{ ...base, ...evidence, type: 'consent.accept', activation: run, notice, grants },
      seen: decisionOf(state, 'guest'),
    },
    { ...base, ...evidence, type: 'consent.decline' },
    { ...base, ...evidence, type: 'consent.withdraw' },
    { ...base, type: 'consent.defer', activation: run },
  ]
  return [
    ...host.map((command) => ({ command, actor: personOf('host'), by: 'host' })),
    ...guest.map((command) => ({ command, actor: personOf('guest'), by: 'guest' })),
    ...comings('host', entry.hash),
    ...comings('guest', entry.hash),
    {
      command: { ...base, type: 'host.lapse', activation: run },
      actor: { use: 'authority' },
      by: 'authority',
    },
  ]
}

/** Coming, going and being cut off, with one device. */
function comings(participant: 'host' | 'guest', hash: string): readonly Step[] {
  const id = 'command'
  const connection = `${participant}-device`
  const actor = personOf(participant)
  const own: Command[] = [
    { id, type: 'participant.join', place: 'lobby' },
    { id, type: 'participant.join', place: 'call' },
    { id, type: 'participant.leave' },
    { id, type: 'indicator.show', knows: [hash] },
    { id, type: 'indicator.hide' },
  ]
  return [
    ...own.map((command) => ({ command, actor, by: participant })),
    {
      command: { id, type: 'participant.lapse', participant, connection, cause: 'closed' },
      actor: { use: 'authority' },
      by: 'authority',
    },
  ]
}

const decisionOf = (state: MeetingState, participant: string): number =>
  state.participants.get(participant)?.answers.summary?.decision ?? 0
