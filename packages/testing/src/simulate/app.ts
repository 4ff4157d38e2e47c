import type { Clock, Ids, Role } from '@askfirst/core'
import type { Authority, Command, Identity, MeetingEvent } from '@askfirst/core/authority'
import { MEETING, PEOPLE } from './cast.ts'

// takes: what the ledger says of removals and roles · gives: tokens, and what the app itself tells an authority
// never: gives whom it put out a newer token before it let them in again

type Said = Command extends infer C ? (C extends Command ? Omit<C, 'id'> : never) : never
interface Pass {
  readonly role: Role
  readonly issuedAt: number
}

/** The app's own server. */
export interface App {
  /** What a page of somebody is given now: whether or not it still counts. */
  passOf(participant: string): Pass
  toToken(participant: string, pass: Pass): string
  /** Who needs a newer token. */
  cut(): readonly string[]
  /** Number of the event that put somebody out, until they are let in again. */
  removedAt(participant: string): number | undefined
  /** Lets somebody in again, or gives them a token that says their role. */
  renew(participant: string): void
  onEvent(event: MeetingEvent): void
  tell(authority: Authority, said: Said): ReturnType<Authority['dispatch']>
}

export function createApp(clock: Clock, ids: Ids): App {
  const roles = new Map<string, Role>(PEOPLE.map(({ name, role }) => [name, role]))
  const roleOf = (participant: string): Role => roles.get(participant) ?? 'attendee'
  const passes = new Map<string, Pass>()
  const cut = new Set<string>()
  const removed = new Map<string, number>()
  const issue = (participant: string): Pass => {
    const pass = { role: roleOf(participant), issuedAt: clock.now() }
    passes.set(participant, pass)
    return pass
  }
  /** A new one each time, as an app's server does, and the old one for who is to get no other. */
  const passOf = (participant: string): Pass => {
    const old = passes.get(participant)
    return old !== undefined && cut.has(participant) ? old : issue(participant)
  }
  return {
    passOf,
    toToken(participant, { role, issuedAt }) {
      const identity: Identity = {
        use: 'person',
        meeting: MEETING,
        participant,
        role,
        kind: 'person',
        issuedAt,
      }
      return JSON.stringify(identity)
    },
    cut: () => [...cut],
    removedAt: (participant) => removed.get(participant),
    renew(participant) {
      cut.delete(participant)
      removed.delete(participant)
    },
    onEvent(event) {
      if (event.type !== 'participant.removed' && event.type !== 'role.changed') return
      cut.add(event.participant)
      if (event.type === 'role.changed') roles.set(event.participant, event.role)
      else removed.set(event.participant, event.number)
    },
    tell: (authority, said) =>
      authority.dispatch({ ...said, id: ids() } as Command, { use: 'app', app: 'the app' }),
  }
}
