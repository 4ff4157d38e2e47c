import type { Actor, Command } from '@askfirst/core/authority'
import type { Declared } from './rules.ts'
import type { Truth } from './truth.ts'
import type { ExploredPerson } from './world.ts'

// takes: a person and a device · gives: who they are by their latest token; the types of wishes and steps

export interface Wish {
  readonly command: Command
  readonly actor: Actor
}

/**
 * One step of anybody; `undefined` where it makes no sense yet, a number where only time passes, in
 * milliseconds. `redeploy` is the authority's restart with the next revision.
 */
export interface Step {
  readonly says: string
  readonly wish: (truth: Truth, declared: readonly Declared[]) => Wish | 'redeploy' | number | undefined
}

export type Own = Extract<Actor, { use: 'person' }>
/** Ids count at the authority only: `decide` looks at none. */
export const id = 'wish'
export const AUTHORITY: Actor = { use: 'authority' }

/**
 * The token of one device, with the role that was last given: older ones are over. Of `any` device the first
 * that is connected, since devices that are exchanged are the same state.
 */
export function actorOf(
  { name, role = 'attendee', kind = 'person' }: ExploredPerson,
  device: number | 'any',
): (truth: Truth) => Own {
  const first = `${name}-${device === 'any' ? 1 : device}`
  let last: Own | undefined
  return (truth) => {
    const one = truth.people[name]
    const now = (one?.given ?? role) as Own['role']
    let connection = first
    if (device === 'any') {
      for (const key in one?.devices) {
        connection = key
        break
      }
    }
    // Nearly always the same: tokens are made anew for every state otherwise.
    if (last?.role === now && last.connection === connection) return last
    const bridge = kind === 'phone' ? { bridge: 'bridge' } : {}
    last = { use: 'person', participant: name, connection, role: now, kind, ...bridge }
    return last
  }
}

/** The feature's id in a sentence, where there is more than one. */
export const nameOf = (declared: readonly Declared[], at: number): string =>
  declared.length > 1 ? ` (${declared[at]?.id})` : ''
