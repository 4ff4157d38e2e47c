import { withoutAbsentNames } from './absent-names.ts'
import { complain } from './fault.ts'
import { type Heard, type MeetingNotes, type NoteLine, openNotesFiles } from './notes-files.ts'
import type { Summariser } from './summary.ts'

/** What was talked about, in sentences that nobody's name was put to. */
export type MeetingSummary = MeetingNotes['summary']

/** Whose lines may be made into new text now. Kept is not the same: a line stays until it is erased or too old. */
export interface Admission {
  /** The run that is on. Lines given to another are not used. */
  readonly run: string | null
  /** Whether the gate of that person is open at this moment; asked again before what was made is kept. */
  admits(participant: string): boolean
}

export interface NotesOptions {
  /**
   * Holds `<room>.json`, and `<room>.reuse.json` for lines that may be used to improve a model. This demo improves
   * none: whoever does has to ask the gate of `improve` for each line at the moment of use.
   */
  readonly directory: string
  readonly summarise: Summariser
}

/** What the notetaker keeps, on disk. A promise resolves once the file is written. */
export interface Notes {
  /**
   * Keeps a line. Other writes may come first: both gates are asked at the moment it is kept, not before.
   *
   * @param gates `reuse` only if the speaker ticked the optional ask; that copy is kept apart
   */
  add(room: string, line: NoteLine, gates: { admits(): boolean; reuse(): boolean }): Promise<void>
  setHeard(room: string, participant: string, heard: Heard): Promise<void>
  heard(room: string): Promise<MeetingNotes['heard']>
  /** Who is or was in the meeting, kept in memory only: the summary names nobody of them who is not in it. */
  meet(room: string, names: Iterable<string>): void
  /**
   * Makes the summary again, from admitted lines alone. Nothing, if somebody's gate closed or somebody was erased
   * while it was made: then it is thrown away.
   */
  rebuild(room: string, admission: Admission): Promise<MeetingSummary | undefined>
  /** Drops all that came from one person, in every room or in one, and every summary that may quote them. */
  erase(participant: string, room?: string): Promise<{ erasedLines: number }>
  /** Empties what was kept apart for reuse from that person, and nothing else. */
  eraseReuse(participant: string, room?: string): Promise<void>
  /** Drops what came before `before`, in ms since 1970, and the summaries made of it; files with nothing left go. */
  expire(before: number): Promise<void>
  /** Rooms with anything stored. */
  rooms(): Promise<string[]>
}

export async function openNotes({ directory, summarise }: NotesOptions): Promise<Notes> {
  const files = await openNotesFiles(directory)
  const open = new Map<string, Promise<MeetingNotes>>()
  const lastWrite = new Map<string, Promise<unknown>>()
  /** Grows whenever something is taken out of a room's notes. */
  const generations = new Map<string, number>()
  const met = new Map<string, Set<string>>()

  const notesOf = (room: string) => {
    const known = open.get(room)
    if (known) return known
    const loaded = files.readNotes(room)
    open.set(room, loaded)
    // A file that could not be read may be by the next time.
    loaded.catch(() => open.delete(room))
    return loaded
  }
  /** One change after the other, per room. */
  const inTurn = <T>(room: string, change: () => Promise<T>): Promise<T> => {
    const turn = (lastWrite.get(room) ?? Promise.resolve()).then(change, change)
    lastWrite.set(room, turn)
    return turn
  }
  const save = async (room: string) => files.writeNotes(room, await notesOf(room))
  const generationOf = (room: string) => generations.get(room) ?? 0
  const takenOut = (room: string, notes: MeetingNotes) => {
    generations.set(room, generationOf(room) + 1)
    notes.summary = { sentences: [] }
  }

  const changeReuse = async (room: string, change: (lines: NoteLine[]) => NoteLine[]) => {
    const kept = await files.readReuse(room)
    const lines = change(kept)
    if (lines.length !== kept.length) await files.writeReuse(room, lines)
    return lines
  }
  /** A room that is open may have its first write still to come. */
  const rooms = async (room?: string) =>
    room === undefined ? [...new Set([...(await files.rooms()), ...open.keys()])] : [room]
  const withoutPerson = (participant: string) => (lines: NoteLine[]) =>
    lines.filter((line) => line.participant !== participant)

  return {
    add: (room, line, { admits, reuse }) =>
      inTurn(room, async () => {
        const notes = await notesOf(room)
        if (!admits()) return
        notes.lines.push(line)
        await save(room)
        if (reuse()) await changeReuse(room, (lines) => (reuse() ? [...lines, line] : lines))
      }),
    setHeard: (room, participant, heard) =>
      inTurn(room, async () => {
        const notes = await notesOf(room)
        notes.heard[participant] = heard
        await save(room)
      }),
    meet: (room, names) => void met.set(room, new Set([...(met.get(room) ?? []), ...names])),
    heard: async (room) => structuredClone((await notesOf(room)).heard),
    async rebuild(room, { run, admits }) {
      const notes = await notesOf(room)
      const generation = generationOf(room)
      const used = notes.lines.filter((line) => line.run === run && admits(line.participant))
      const written = used.length === 0 ? [] : await summarise(used)
      return inTurn(room, async () => {
        const isStill = used.every(({ participant }) => admits(participant))
        if (!isStill || generationOf(room) !== generation) return undefined
        const heard = Object.entries(notes.heard)
        const included = [
          ...used.map(({ name }) => name),
          ...heard.flatMap(([participant, { name }]) => (admits(participant) ? [name] : [])),
        ]
        const present = [
          ...(met.get(room) ?? []),
          ...notes.lines.map(({ name }) => name),
          ...heard.map(([, { name }]) => name),
        ]
        notes.summary = { sentences: withoutAbsentNames(written, { present, included }) }
        await save(room)
        return notes.summary
      })
    },
    async erase(participant, only) {
      let erasedLines = 0
      for (const room of await rooms(only)) {
        await inTurn(room, async () => {
          const notes = await notesOf(room)
          const lines = withoutPerson(participant)(notes.lines)
          const theirs = notes.lines.length - lines.length
          await changeReuse(room, withoutPerson(participant))
          if (theirs === 0 && !(participant in notes.heard)) return
          erasedLines += theirs
          takenOut(room, notes)
          delete notes.heard[participant]
          notes.lines = lines
          await save(room)
        })
      }
      return { erasedLines }
    },
    async eraseReuse(participant, only) {
      for (const room of await rooms(only)) {
        await inTurn(room, () => changeReuse(room, withoutPerson(participant)))
      }
    },
    async expire(before) {
      const isFresh = ({ at }: { readonly at: number }) => at >= before
      const expireRoom = async (room: string) => {
        const reuse = await changeReuse(room, (lines) => lines.filter(isFresh))
        if (reuse.length === 0) await files.removeReuse(room)
        const notes = await notesOf(room)
        const lines = notes.lines.filter(isFresh)
        const heard = Object.fromEntries(Object.entries(notes.heard).filter(([, entry]) => isFresh(entry)))
        const isSame =
          lines.length === notes.lines.length && Object.keys(heard).length === Object.keys(notes.heard).length
        if (!isSame) takenOut(room, notes)
        Object.assign(notes, { lines, heard })
        if (lines.length > 0 || Object.keys(heard).length > 0) return isSame ? undefined : save(room)
        open.delete(room)
        return files.removeNotes(room)
      }
      // One file that cannot be read keeps nobody else's words longer.
      for (const room of await files.rooms()) await inTurn(room, () => expireRoom(room)).catch(complain)
    },
    rooms: () => files.rooms(),
  }
}
