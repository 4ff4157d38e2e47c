import type { Authority, Command, MeetingEvent } from '@askfirst/core/authority'
import type { Someone, Truth } from '../explore/truth.ts'

type Dispatch = Authority['dispatch']
type Actor = Parameters<Dispatch>[1]

// takes: what reaches the authority · gives: what is to be closed though nothing of it is written yet
// never: asks the authority what it holds closed

/** Stops that have arrived and are not answered; also what was answered and ought to be in the ledger. */
export function createUnwritten(events: () => readonly MeetingEvent[]) {
  const stops = new Set<{ readonly command: Command; readonly actor: Actor }>()
  const lies: string[] = []
  return {
    /** Answers of yes that were acknowledged and are not in the ledger. */
    lies: (): readonly string[] => lies,
    clear: () => stops.clear(),
    watch:
      (dispatch: Dispatch): Dispatch =>
      (command, actor) => {
        const stop = { command, actor }
        stops.add(stop)
        const reply = dispatch(command, actor)
        void reply.then(({ ok }) => {
          stops.delete(stop)
          if (!ok || (command.type !== 'consent.accept' && command.type !== 'consent.withdraw')) return
          const isWritten = events().some((event) => event.command === command.id)
          if (command.type === 'consent.accept' && !isWritten) lies.push(command.id)
        })
        return reply
      },
    /** Whether somebody has stopped it. */
    isStopped(truth: Truth, name: string, feature: string, ask: string): boolean {
      for (const { command, actor } of stops) {
        if (command.type === 'feature.disable' && command.activation === truth.running[feature]?.run)
          return true
        if (actor.use !== 'person' || actor.participant !== name) continue
        if (command.type === 'consent.decline' && command.feature === feature) return true
        if (command.type !== 'consent.withdraw' || command.feature !== feature) continue
        if (command.asks === undefined || command.asks.includes(ask)) return true
      }
      return false
    },
    /** The truth without the devices that are on their way out. */
    without(truth: Truth): Truth {
      const people: Record<string, Someone> = { ...truth.people }
      for (const { command, actor } of stops) {
        const gone = goneBy(command, actor)
        const one = gone && people[gone.participant]
        if (gone === undefined || one === undefined) continue
        const { [gone.connection]: _, ...devices } = one.devices
        people[gone.participant] = { ...one, devices }
      }
      return { ...truth, people }
    },
  }
}

function goneBy(command: Command, actor: Actor) {
  if (command.type === 'participant.lapse') return command
  if (actor.use !== 'person') return undefined
  const isGone =
    command.type === 'participant.leave' ||
    command.type === 'indicator.hide' ||
    (command.type === 'participant.join' && command.place === 'lobby')
  return isGone ? actor : undefined
}
