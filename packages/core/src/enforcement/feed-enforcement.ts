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
  const feed = (): void => {
    if (gate.isLive()) enforcement.take(gate.lists())
    else enforcement.lose()
  }
  feed()
  return gate.onChange(feed)
}
