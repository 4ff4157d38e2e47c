import type { ConnectedGate } from '../gate/connect-gate.ts'
import type { Undo } from '../ports.ts'
import type { Enforcement } from './enforcement.ts'

// takes: a connected gate and an enforcement · gives: the lists of the one to the other, or that the authority is lost

/**
 * Gives an enforcement every list that a connected gate has, those at hand first, and tells it when the
 * authority is lost: `createEnforcement({ …, report: gate.report })` says the other way what came of it.
 */
export function feedEnforcement(
  gate: Pick<ConnectedGate, 'isLive' | 'lists' | 'onChange'>,
  enforcement: Pick<Enforcement, 'take' | 'lose'>,
): Undo {
  /** The features whose lists the enforcement was given last. */
  let given: readonly string[] = []
  const feed = (): void => {
    const isLive = gate.isLive()
    const lists = isLive ? gate.lists() : []
    const features = lists.map(({ feature }) => feature)
    // A gate has a list for good, off or on. Where one is gone, it was closed because the authority was lost.
    if (!isLive || given.some((feature) => !features.includes(feature))) enforcement.lose()
    given = features
    if (isLive) enforcement.take(lists)
  }
  feed()
  return gate.onChange(feed)
}
