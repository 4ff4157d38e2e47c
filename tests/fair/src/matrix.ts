import type { FairNoticeOptions } from '@askfirst/testing/fair'
import { type PolicyName, policies } from '../page/declared.ts'
import type { State } from '../page/scene.ts'
import { type Cell, listCells } from './pairwise.ts'
import type { Surface } from './surface.ts'
import { surfaces } from './surfaces.ts'

// Every prefab in every state that lasts, under every policy, in every way to look at it.

export const axes = {
  surface: Object.keys(surfaces),
  policy: Object.keys(policies),
  look: ['light', 'dark', 'forced colours'],
  language: ['en', 'en-XA', 'ar'],
  room: ['wide', '200 % text', '320 × 256'],
  motion: ['any', 'reduced'],
} as const
export type Axis = keyof typeof axes
export type FairCell = Cell<Axis>

export const surfaceOf = ({ surface }: FairCell): Surface => {
  const found = surfaces[surface]
  if (found === undefined) throw new Error(`no surface ${surface}`)
  return found
}
export const listFairCells = (): FairCell[] =>
  listCells<Axis>(axes, (cell) => surfaceOf(cell).under?.(cell.policy as PolicyName) !== false)

export const nameCell = (cell: FairCell): string => Object.values(cell).join(' · ')

/** What is written the same in every language; durations are Intl's, which knows no pseudo-locale. */
const NAMES = [
  'Acme AI',
  'acme-large-3',
  ...['Ana', 'Ben', 'Cleo', 'Dora', 'Ed', 'Fay', 'Gus', 'Scribe', 'Hall camera', 'Zed'],
  'EU',
  'F6',
  'Esc',
  'AI',
  'seconds',
  'minutes',
  'minute',
  'days',
  'and',
  ...['AM', 'PM'],
]

export function optionsOf(cell: FairCell): FairNoticeOptions {
  const { find, optionalAsks = 1, without } = surfaceOf(cell)
  const policy = policies[cell.policy as PolicyName]
  const isRefusable = find.accept !== null
  return {
    find,
    policy,
    lang: cell.language,
    names: NAMES,
    order: 'accept-first',
    ...(isRefusable && { optionalAsks }),
    without: { ...(cell.room === '200 % text' && { D26: 'it is about text of its usual size' }), ...without },
  }
}

/** The address of a cell, at the page's. */
export function toQuery(cell: FairCell, state: State = surfaceOf(cell).state): string {
  const { part, told, holds } = surfaceOf(cell)
  const text = cell.room === '200 % text' ? 'large' : 'normal'
  // Nobody is included before the time to object is over: the meeting runs ahead to it.
  const isAhead = state === 'included' && cell.policy === 'objection'
  const pace = holds ? '0' : isAhead ? '8' : '1'
  const query = { part, state, policy: cell.policy, lang: cell.language, text, pace, ...(told && { told }) }
  return `?${new URLSearchParams(query)}`
}

export function contextOf(cell: FairCell) {
  return {
    viewport: cell.room === '320 × 256' ? { width: 320, height: 256 } : { width: 1100, height: 720 },
    colorScheme: cell.look === 'dark' ? ('dark' as const) : ('light' as const),
    forcedColors: cell.look === 'forced colours' ? ('active' as const) : ('none' as const),
    reducedMotion: cell.motion === 'reduced' ? ('reduce' as const) : ('no-preference' as const),
  }
}
