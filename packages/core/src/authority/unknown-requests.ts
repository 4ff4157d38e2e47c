import type { CommandOf } from '../commands.ts'
import { decide } from '../decide.ts'
import type { MeetingEvent } from '../events.ts'
import type { Person } from '../model/participant.ts'
import type { Clock, Ids, Random, Undo } from '../ports.ts'
import { createRejection, type Reply, UNAVAILABLE } from '../rejection.ts'
import type { MeetingState } from '../state.ts'

// takes: requests to turn off by who wishes to stay unknown · gives: the authority's own, some time later
// never: writes down, or remembers beyond the run, who asked

type RequestOff = CommandOf<'feature.requestOff'>

type Run = Pick<RequestOff, 'feature' | 'activation'>
/** Clients make up the ids of runs: two features may have one in common. */
const toRun = ({ feature, activation }: Run): string => JSON.stringify([feature, activation])

export interface UnknownRequestsOptions {
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Random
  readonly state: MeetingState
  /** Sends it as the authority's. */
  dispatch(command: RequestOff): Promise<Reply>
}

const SHORTEST_MS = 5_000
const LONGEST_MS = 30_000

/** Holds each request for a random while, so that nobody can tell whose it was by when it came. */
export function createUnknownRequests({ clock, dispatch, ids, random, state }: UnknownRequestsOptions) {
  /** Who has asked, by run: in memory only, so that one person is one request. */
  const asked = new Map<string, Set<string>>()
  const waiting = new Set<() => void>()

  return {
    /** Resolves once it is delivered, with the authority's own reply. */
    take(command: RequestOff, person: Person): Promise<Reply> {
      const decision = decide(state, command, person, clock.now())
      if (!decision.ok) return Promise.resolve({ ok: false, rejection: decision.rejection })
      const { activation, feature } = command
      const run = toRun(command)
      const already = asked.get(run) ?? new Set()
      if (already.has(person.participant)) {
        return Promise.resolve({ ok: false, rejection: createRejection('requested-already') })
      }
      asked.set(run, already.add(person.participant))
      return new Promise((resolve) => {
        let undo: Undo = () => {}
        const giveUp = (): void => {
          undo()
          waiting.delete(giveUp)
          resolve(UNAVAILABLE)
        }
        waiting.add(giveUp)
        undo = clock.after(SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS), () => {
          waiting.delete(giveUp)
          void dispatch({ type: 'feature.requestOff', id: ids(), feature, activation, anonymous: true }).then(
            (reply) => {
              // It may be tried again: nothing of it is anywhere.
              if (!reply.ok) already.delete(person.participant)
              resolve(reply)
            },
          )
        })
      })
    },
    /** Whether somebody has asked without a name in that run. */
    has: (of: Run, participant: string) => asked.get(toRun(of))?.has(participant) === true,
    /** A run that is over is asked about no more. */
    follow(facts: readonly MeetingEvent[]): void {
      for (const event of facts) if (event.type === 'feature.disabled') asked.delete(toRun(event))
    },
    close(): void {
      for (const giveUp of [...waiting]) giveUp()
      asked.clear()
    },
  }
}
