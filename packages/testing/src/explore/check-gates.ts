import { gateOf } from '@askfirst/core/authority'
import type { Moment, Say } from './invariants.ts'
import { type Declared, isReady, obstaclesForAll, ownObstacles, rulesAgainst } from './rules.ts'

// takes: a state, and what the events say · gives: each gate that is not as they say, by the rule that it breaks
// What is counted, shown and told of a gate is compared with the gate itself: one breach has one name.

/** Says each gate of a feature that is open or closed against what the events say. */
export function checkGates(
  { state, truth }: Moment,
  one: Declared,
  names: readonly string[],
  say: Say,
): void {
  const { id } = one
  const known = state.features.get(id)
  if (known === undefined) return
  const forAll = obstaclesForAll(truth, one)
  for (const name of names) {
    const isOwn = isReady(truth, one, name)
    for (const ask of one.asks) {
      const { open } = gateOf(state.participants.get(name), known, ask)
      const isRequired = one.required.includes(ask)
      // An optional ask has to hold by itself, and is not taken before the feature itself may be.
      const due =
        forAll.length === 0 && isOwn && (isRequired || ownObstacles(truth, one, name, ask).length === 0)
      if (open === due) continue
      if (!open) {
        say(15, `the part of ${name} is done for ${ask} of ${id}, and the gate is closed`)
        continue
      }
      for (const rule of rulesAgainst(truth, one, name, ask))
        say(rule, `the gate of ${name} for ${ask} of ${id} is open`)
    }
  }
  const isClosedForAll = forAll.length > 0 && truth.running[id] !== undefined
  if (isClosedForAll && known.closedForAll === undefined)
    for (const rule of forAll) say(rule, `${id} is not held back for everybody`)
  if (!isClosedForAll && known.closedForAll !== undefined)
    say(15, `${id} is held back as ${known.closedForAll}`)
}

/** Whether every gate of a feature is as the events say; if not, what follows from it is no second breach. */
export function areGatesRight(moment: Moment, one: Declared, names: readonly string[]): boolean {
  let areRight = true
  checkGates(moment, one, names, () => {
    areRight = false
  })
  return areRight
}
