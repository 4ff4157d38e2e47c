import { toDeclaredId } from '../model/owned-id.ts'
import { isNoCommand } from '../no-commands.ts'
import type { FeatureView } from '../project.ts'
import type { ClientState } from './client-state.ts'
import { toKey } from './local-gate.ts'

// takes: all a device knows · gives: the asks that are open on it

/** The asks that are open on this device by all it knows: the view, the connection, nos on their way. */
export function selectOpen({
  catalogue,
  connection,
  indicator,
  place,
  view,
  pending,
}: ClientState): ReadonlySet<string> {
  const open = new Set<string>()
  if (connection !== 'live' || indicator === 'hidden' || place !== 'call' || view === undefined) return open
  for (const [feature, { gates, hash }] of Object.entries(view.features)) {
    // A page with another declaration says so: another device of this person may be captured, not this one.
    if (catalogue.get(toDeclaredId(feature))?.hash !== hash) continue
    const nos = pending.filter((command) => command.feature === feature && isNoCommand(command))
    if (nos.some(({ asks }) => asks === undefined)) continue
    const stopping = nos.flatMap(({ asks }) => asks ?? [])
    for (const [ask, gate] of Object.entries(gates)) {
      if (gate.open && !stopping.includes(ask)) open.add(toKey(feature, ask))
    }
  }
  return open
}

/** Whether any of the person's gates of a feature is open, whichever device of theirs it is open for. */
export const hasOpen = ({ gates }: FeatureView, asks: readonly string[] = Object.keys(gates)): boolean =>
  asks.some((ask) => gates[ask]?.open === true)
