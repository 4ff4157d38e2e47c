import { toDeclaredId } from '../model/owned-id.ts'
import { isAskable } from '../model/participant.ts'
import type { Enforced, Enforcer, Peer } from '../ports.ts'
import type { AllowList } from '../protocol/gate-messages.ts'

// takes: allow-lists · gives: whom they cover, and which of two is newer

type Epoch = Pick<AllowList, 'term' | 'epoch'>

/** Whether the first is older: by term, then by epoch. */
export const isOlder = (list: Epoch, than: Epoch): boolean =>
  list.term < than.term || (list.term === than.term && list.epoch < than.epoch)

/** Whether the list opens a gate of anybody. */
export const isOpen = (list: AllowList): boolean => list.allow.some(({ asks }) => asks.length > 0)

/** The list at its own epoch, naming nobody. */
export const toEmpty = (list: AllowList): AllowList => ({ ...list, allow: [] })

/** Whether an enforcer holds back the feature of a list: of a run of somebody's own, that run or the declared feature. */
export const isServing = ({ features }: Pick<Enforcer, 'features'>, feature: string): boolean =>
  features === undefined || features.includes(feature) || features.includes(toDeclaredId(feature))

/** The answer of whoever does not hold the feature back. */
export const toUnserved = ({ feature, term, epoch }: AllowList, why: string): Enforced => ({
  feature,
  term,
  epoch,
  why,
  effective: 'unconfirmed',
  uncovered: [],
})

/** Whether anything that the first has open is closed in the second, or belongs to another run. */
export function closesAnything(from: AllowList, to: AllowList): boolean {
  if (!isOpen(from)) return false
  if (from.activation !== to.activation) return true
  const open = new Map(to.allow.map(({ participant, asks }) => [participant, asks]))
  return from.allow.some(({ participant, asks }) => asks.some((ask) => !open.get(participant)?.includes(ask)))
}

/**
 * The list for an enforcer that cannot tell people apart: the asks that everybody present has open, for each of them;
 * nobody where there is none, or nobody is present.
 */
export function toCommon(list: AllowList, peers: readonly Peer[]): AllowList {
  const open = new Map(list.allow.map(({ participant, asks }) => [participant, asks]))
  const present = peers.filter(({ kind }) => isAskable(kind))
  const [first, ...others] = present.map(({ id }) => open.get(id) ?? [])
  const common = first?.filter((ask) => others.every((asks) => asks.includes(ask))) ?? []
  if (common.length === 0) return toEmpty(list)
  return { ...list, allow: present.map(({ id }) => ({ participant: id, asks: common })) }
}
