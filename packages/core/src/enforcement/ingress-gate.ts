import type { Gate } from '../gate/gate.ts'
import { isolate } from '../isolate.ts'
import type { DataKind, FeatureOptions } from '../model/feature.ts'
import { toOwner } from '../model/owned-id.ts'
import { isAskable } from '../model/participant.ts'
import type { IngressGate, IngressRevocation, Presence } from '../ports.ts'
import type { AllowList } from '../protocol/gate-messages.ts'
import { isOlder, toUnserved } from './lists.ts'

// takes: the worker's gate, whole lists where an enforcement gives them, who is present · gives: whether a frame may pass
// never: admits more than the gate permits, or what is mixed while anybody present has not said yes

/** The gate in front of a model, the feature that it works for, and who is in the call. */
export interface IngressGateOptions<F extends FeatureOptions> {
  /** The worker's gate: `await connectGate(…)`. */
  readonly gate: Pick<Gate, 'permits' | 'allowed' | 'onRevoke' | 'onChange'>
  /**
   * Of what anyone may turn on, with the id of the run it is for: `{ ...notes, id: 'notes@ben' }`. By the declared id
   * nothing runs, and it admits nobody.
   */
  readonly feature: F
  /** What the frames are used for; one open ask of these admits. @default every ask of the feature */
  readonly asks?: readonly (keyof F['asks'] & string)[]
  /** A roster that no page can forge. @default none: what is mixed is never admitted */
  readonly presence?: Pick<Presence, 'peers' | 'onChange'>
}

/**
 * Stands in front of a model: admits frames by person and kind of data, and says what to discard.
 *
 * Where it is one of an enforcement's enforcers it admits what both the gate and the enforcement's list allow.
 */
export function createIngressGate<const F extends FeatureOptions>(
  options: IngressGateOptions<F>,
): IngressGate {
  const { gate, feature, presence } = options
  const asksOf = new Map<DataKind, string[]>()
  for (const [ask, { data }] of Object.entries(feature.asks)) {
    if (options.asks?.includes(ask) === false) continue
    for (const kind of data) asksOf.set(kind, [...(asksOf.get(kind) ?? []), ask])
  }
  /** The newest list that an enforcement gave. */
  let held: AllowList | undefined
  /** Open asks by participant, of the last list; undefined where no enforcement gives any. */
  let listed: ReadonlyMap<string, readonly string[]> | undefined
  const listeners = new Set<(revocation: IngressRevocation) => void>()

  const isListed = (participant: string, ask: string): boolean =>
    listed === undefined || listed.get(participant)?.includes(ask) === true
  const permits = (participant: string, ask: string): boolean =>
    gate.permits(participant, feature.id, ask) && isListed(participant, ask)

  const admit = (participant: string | undefined, data: DataKind): boolean => {
    const asks = asksOf.get(data) ?? []
    if (participant !== undefined) return asks.some((ask) => permits(participant, ask))
    const present = presence?.peers().filter(({ kind }) => isAskable(kind)) ?? []
    return present.length > 0 && asks.some((ask) => present.every(({ id }) => permits(id, ask)))
  }

  const revoke = (participant: string | undefined, data: DataKind): void => {
    // The next buffer is discarded whatever becomes of this one.
    for (const listener of listeners) isolate(() => listener({ participant, data }))
  }
  const revokeAsk = (participant: string, ask: string): void => {
    for (const [kind, asks] of asksOf) {
      if (asks.includes(ask) && !admit(participant, kind)) revoke(participant, kind)
    }
  }

  /** Kinds that were admitted mixed when anything last changed. */
  let mixed: readonly DataKind[] = []
  const checkMixed = (): void => {
    const was = mixed
    mixed = [...asksOf.keys()].filter((kind) => admit(undefined, kind))
    for (const kind of was) if (!mixed.includes(kind)) revoke(undefined, kind)
  }
  gate.onRevoke(({ participant, feature: of, ask }) => {
    if (of !== feature.id) return
    if (isListed(participant, ask)) revokeAsk(participant, ask)
    checkMixed()
  })
  gate.onChange(checkMixed)
  presence?.onChange(checkMixed)
  checkMixed()

  return {
    point: 'ingress',
    // Other runs of what anyone may turn on are held back elsewhere: to fail at their lists would end them.
    features: feature.policy.turnOn === 'hosts' || toOwner(feature.id) ? [feature.id] : [],
    granularity: 'participant',
    admit,
    onRevoke(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async apply(list) {
      if (list.feature !== feature.id) return toUnserved(list, `ingress: holds back "${feature.id}" only`)
      const holds = held !== undefined && isOlder(list, held) ? held : list
      held = holds
      if (holds === list) {
        // What the gate has closed was told when it did.
        const open = [...new Set([...asksOf.values()].flat())].flatMap((ask) =>
          gate.allowed(feature.id, ask).flatMap((id) => (isListed(id, ask) ? [{ id, ask }] : [])),
        )
        listed = new Map(list.allow.map(({ participant, asks }) => [participant, asks]))
        for (const { id, ask } of open) if (!isListed(id, ask)) revokeAsk(id, ask)
        checkMixed()
      }
      return {
        feature: holds.feature,
        term: holds.term,
        epoch: holds.epoch,
        effective: 'enforced',
        uncovered: [],
      }
    },
  }
}
