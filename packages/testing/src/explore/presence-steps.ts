import type { Command } from '@askfirst/core/authority'
import type { Declared } from './rules.ts'
import type { Truth } from './truth.ts'
import { AUTHORITY, actorOf, id, type Own, type Step } from './wish.ts'
import type { ExploredPerson, World } from './world.ts'

// takes: a world, a person, one of their devices · gives: how it might come, go and show the indicator, as steps

/** How one device of a person comes, goes and shows the indicator. */
export function presenceOf(
  world: World,
  person: ExploredPerson,
  declared: readonly Declared[],
  device: number,
): Step[] {
  const actorIn = actorOf(person, device)
  const on = device === 1 ? '' : ' on the second device'
  const { happens, revisions } = world.bounds
  const as = (says: string, command: Command, by: (truth: Truth) => Own = actorIn): Step => ({
    says: `${person.name} ${says}${on}`,
    wish: (truth) => ({ command, actor: by(truth) }),
  })
  const participant = person.name
  const connection = `${participant}-${device}`
  const lapse: Command = { type: 'participant.lapse', id, participant, connection, cause: 'closed' }
  const lost = { command: lapse, actor: AUTHORITY }
  const steps: Step[] = [
    as('joins', { type: 'participant.join', id, place: 'call' }),
    as('hides the indicator', { type: 'indicator.hide', id }),
    as('leaves', { type: 'participant.leave', id }),
    { says: `${person.name} is lost${on}`, wish: () => lost },
    {
      says: `${person.name} shows the indicator${on}`,
      wish: (truth, now) => ({
        actor: actorIn(truth),
        command: { type: 'indicator.show', id, knows: [...new Set(now.map(({ hash }) => hash))] },
      }),
    },
  ]
  if (happens.includes('rooms'))
    steps.push(
      as('goes into the breakout room', { type: 'participant.join', id, place: 'call', room: 'aside' }),
    )
  if (revisions > 1)
    steps.push(as('shows the indicator of an old page', { type: 'indicator.show', id, knows: ['another'] }))
  if (happens.includes('lobby'))
    steps.push(as('waits in the lobby', { type: 'participant.join', id, place: 'lobby' }))
  for (const also of person.alsoAs ?? []) {
    steps.push(
      as(
        `joins as ${Object.values(also).join(' ')}`,
        { type: 'participant.join', id, place: 'call' },
        (truth) => ({ ...actorIn(truth), ...also }),
      ),
    )
  }
  // Nobody loses somebody else's device but the authority.
  if (happens.includes('hostile')) steps.push(as('says to be lost', lapse))
  for (const { id: feature, feature: declaration } of declared) {
    if (declaration.policy.decline !== 'leave' && !happens.includes('hostile')) continue
    steps.push({
      says: `${person.name} leaves instead of answering ${feature}${on}`,
      wish: (truth) => {
        const activation = truth.running[feature]?.run
        if (activation === undefined) return undefined
        const command = { type: 'participant.leave', id, instead: { feature, activation } } as const
        return { actor: actorIn(truth), command }
      },
    })
  }
  return steps
}
