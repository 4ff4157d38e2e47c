import type { CommandOf } from '../src/commands.ts'
import type { Actor, ParticipantKind, Role } from '../src/model/participant.ts'
import { base, type Wish } from './devices.ts'

// Who wishes and is no person: the app's server, AI workers, and the authority itself.

type Named = { readonly participant: string; readonly actor: Actor }
type Report = CommandOf<'enforcement.report'>

/** Somebody in the call as whoever runs it says. */
const entryOf = ({ participant, actor }: Named) => ({
  participant,
  kind: actor.use === 'person' ? actor.kind : ('person' as ParticipantKind),
})

const reportsOf = (actor: Actor) => ({
  actor,
  reportsRoster: (...inCall: Named[]): Wish => ({
    command: { ...base(), type: 'roster.report', participants: inCall.map(entryOf) },
    actor,
  }),
  confirms: (feature: string, change: Partial<Report> = {}): Wish => ({
    command: {
      ...base(),
      type: 'enforcement.report',
      feature,
      term: 0,
      epoch: 1,
      outcome: 'confirmed',
      uncovered: [],
      ...change,
    },
    actor,
  }),
})

/** The app's server. */
const appActor: Actor = { use: 'app', app: 'web' }
export const app = {
  ...reportsOf(appActor),
  removes: ({ participant }: Named): Wish => ({
    command: { ...base(), type: 'participant.remove', participant },
    actor: appActor,
  }),
  makes: ({ participant }: Named, role: Role): Wish => ({
    command: { ...base(), type: 'role.change', participant, role },
    actor: appActor,
  }),
}

/** An AI worker, for some features. */
export const worker = (name: string, ...features: string[]) =>
  reportsOf({ use: 'gate', worker: name, features })

const own = { use: 'authority' } as const
export const authority = {
  starts: (): Wish => ({ command: { ...base(), type: 'authority.start' }, actor: own }),
  /** Nobody who may turn it off has been there for a minute. */
  seesNoHost: (feature: string, activation = 'run-1'): Wish => ({
    command: { ...base(), type: 'host.lapse', feature, activation },
    actor: own,
  }),
  /** Nothing was heard from an enforcer of what it was told. */
  hearsNothingOf: (enforcer: string, feature: string, epoch = 2, term = 0): Wish => ({
    command: { ...base(), type: 'enforcement.lapse', feature, enforcer, term, epoch },
    actor: own,
  }),
  /** The same of one that will not be back. */
  givesUp: (enforcer: string, feature: string, epoch = 2): Wish => ({
    command: { ...base(), type: 'enforcement.lapse', feature, enforcer, term: 0, epoch, isLast: true },
    actor: own,
  }),
  /** What somebody asked for who wishes to stay unknown. */
  deliversRequest: (feature: string, activation = 'run-1'): Wish => ({
    command: { ...base(), type: 'feature.requestOff', feature, activation, anonymous: true },
    actor: own,
  }),
}
