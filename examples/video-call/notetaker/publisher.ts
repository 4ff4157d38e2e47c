import type { Line } from '../shared/signalling-messages.ts'
import { complain } from './fault.ts'
import type { Notes } from './notes.ts'

export interface PublisherOptions {
  readonly notes: Notes
  /** The run that is on; null while the feature is off, undefined while nobody knows. */
  readonly run: (room: string) => string | null | undefined
  readonly admits: (room: string, participant: string) => boolean
  readonly publish: (room: string, sentences: string[]) => void
}

/** Takes the lines of one feature, and shows rooms what is made of them. */
export interface Publisher {
  /** Keeps a line if its speaker's gate is open; `reuse` is asked at the moment of keeping. */
  take(line: Line, reuse: () => boolean): Promise<void>
  /** What the room was shown is no longer right. */
  mark(room: string): void
  /** Makes it anew for every room that was marked. Never rejects: what did not work out is tried the next time. */
  publishChanged(): Promise<void>
  /** Takes what the room was shown off its screens, and makes it anew if that can be done now. */
  replace(room: string): Promise<void>
}

export function createPublisher({ notes, run, admits, publish }: PublisherOptions): Publisher {
  const changed = new Set<string>()

  const remake = async (room: string): Promise<'published' | 'over' | 'not-now'> => {
    const current = run(room)
    // Without the authority nobody is admitted: made now, the text would lack everybody.
    if (current === undefined) return 'not-now'
    // The run is over: what was shown in it stays on the screens, and nothing new is made of it.
    if (current === null) return 'over'
    const made = await notes.rebuild(room, {
      run: current,
      admits: (participant) => run(room) === current && admits(room, participant),
    })
    if (made === undefined) return 'not-now'
    publish(room, made.sentences)
    return 'published'
  }

  const publishOne = async (room: string) => {
    changed.delete(room)
    const outcome = await remake(room).catch((reason: unknown) => {
      complain(reason)
      return 'not-now' as const
    })
    if (outcome === 'not-now') changed.add(room)
    return outcome
  }

  return {
    async take({ room, participant, name, kind, text, at }, reuse) {
      const given = run(room)
      const isAdmitted = () => given != null && run(room) === given && admits(room, participant)
      if (given == null || !isAdmitted()) return
      await notes.add(
        room,
        { participant, name, kind, text, at, run: given },
        { admits: isAdmitted, reuse: () => isAdmitted() && reuse() },
      )
      changed.add(room)
    },
    mark: (room) => void changed.add(room),
    async publishChanged() {
      for (const room of [...changed]) await publishOne(room)
    },
    async replace(room) {
      if ((await publishOne(room)) !== 'published') publish(room, [])
    },
  }
}
