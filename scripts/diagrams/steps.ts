import type { Actor, Command, MeetingState } from '@askfirst/core/authority'

type FeatureState = NonNullable<ReturnType<MeetingState['features']['get']>>

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

/** What is sent only in the meetings that are about it, and whether the host comes and goes. */
export type Theme = Command['type'] | 'hosts'

/** Everything that a host and a guest could send now; decide says what of it is possible. */
export function stepsOf(state: MeetingState, themes: readonly Theme[]): readonly Step[] {
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
    ...(themes.includes('hosts') ? comings('host', entry.hash) : []),
    ...comings('guest', entry.hash),
    ...extraSteps(state, feature, run).filter(({ command }) => themes.some((one) => one === command.type)),
  ]
}

/** The host in the call, able to say stop: how meetings begin in which no host comes and goes. */
export const arrivalOfHost = (hash: string): readonly Step[] =>
  comings('host', hash).filter(
    ({ command }) =>
      command.type === 'indicator.show' || (command.type === 'participant.join' && command.place === 'call'),
  )

function extraSteps(state: MeetingState, feature: FeatureState, run: string): readonly Step[] {
  const base = { id: 'command', feature: 'summary' }
  return [
    ...timeOf(run),
    { command: { ...base, type: 'notice.askAgain', activation: run }, actor: personOf('host'), by: 'host' },
    { command: rosterOf(state), actor: { use: 'app', app: 'app' }, by: 'app' },
    {
      command: {
        ...{ ...base, type: 'enforcement.report', term: state.term, outcome: 'confirmed', uncovered: [] },
        epoch: epochOf(feature),
      },
      actor: { use: 'gate', worker: 'worker', features: ['summary'] },
      by: 'worker',
    },
  ]
}

/** What time brings for the guest, and for everybody. */
function timeOf(activation: string): readonly Step[] {
  const of = { id: 'command', feature: 'summary', activation }
  const guest = { ...of, participant: 'guest' }
  const own: Command[] = [
    { ...of, type: 'host.lapse' },
    { ...guest, type: 'notice.lapse', of: 'objection' },
    { ...guest, type: 'notice.lapse', of: 'answer' },
    { ...guest, type: 'consent.expire' },
    { ...of, type: 'enforcement.lapse', enforcer: 'gate:worker', term: 0, epoch: 2 },
  ]
  return own.map((command) => ({ command, actor: { use: 'authority' }, by: 'authority' }))
}

/** Who is in the call, as it is: what a roster can be wrong in is for the tests. */
function rosterOf({ participants }: MeetingState): Command {
  const present = [...participants.values()].filter(({ connections }) =>
    connections.some(({ place }) => place === 'call'),
  )
  return {
    ...{ id: 'command', type: 'roster.report' },
    participants: present.map(({ participant, kind }) => ({ participant, kind })),
  }
}

/** A worker speaks of the first allow-list, and of the second once it was overdue. */
const epochOf = ({ enforcers }: FeatureState): number =>
  enforcers.some(({ enforcer }) => enforcer === 'gate:worker') ? 2 : 1

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
