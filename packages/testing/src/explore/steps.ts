import { answersOf } from './answer-steps.ts'
import { othersOf } from './other-steps.ts'
import { presenceOf } from './presence-steps.ts'
import type { Declared } from './rules.ts'
import { AUTHORITY, id, type Step, type Wish } from './wish.ts'
import type { World } from './world.ts'

// takes: a world · gives: everything that anybody in it may wish for, sensible or not, as sentences
// never: leaves out a wish because the core ought to reject it

/** Every step of this world; `declared` is what can run in it. */
export function stepsOf(world: World, declared: readonly Declared[]): readonly Step[] {
  const { happens, connections, revisions } = world.bounds
  const restart: Wish = { command: { type: 'authority.start', id }, actor: AUTHORITY }
  const steps: Step[] = [{ says: 'the authority restarts', wish: () => restart }]
  if (revisions > 1) steps.push({ says: 'the next revision is deployed', wish: () => 'redeploy' })
  if (happens.includes('clock')) {
    steps.push({ says: 'half a minute passes', wish: () => 30_000 })
    steps.push({ says: 'ten minutes pass', wish: () => 600_000 })
  }
  for (const person of world.people) {
    for (const at of declared.keys()) steps.push(...answersOf(world, person, declared, at))
    for (let device = 1; device <= (person.devices ?? connections); device += 1) {
      steps.push(...presenceOf(world, person, declared, device))
    }
  }
  return [...steps, ...othersOf(world, declared)]
}
