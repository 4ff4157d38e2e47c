import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { withoutAbsentNames } from './absent-names.ts'
import type { Summariser } from './summary.ts'

const lineSchema = v.object({
  participant: v.string(),
  name: v.string(),
  kind: v.picklist(['chat', 'caption']),
  text: v.string(),
  at: v.number(),
})
/** A chat line or caption that its speaker let the notetaker have. */
export type NoteLine = v.InferOutput<typeof lineSchema>

const heardSchema = v.object({ name: v.string(), seconds: v.number() })
const notesSchema = v.object({
  lines: v.array(lineSchema),
  heard: v.record(v.string(), heardSchema),
  summary: v.object({ sentences: v.array(v.string()), people: v.array(v.string()) }),
})
const reuseSchema = v.object({ lines: v.array(lineSchema) })
type MeetingNotes = v.InferOutput<typeof notesSchema>
/** What was talked about, and the people it was taken from; nobody else is named. */
export type MeetingSummary = MeetingNotes['summary']

export interface NotesOptions {
  /** Holds `<room>.json`, and `<room>.reuse.json` for lines that may be used to improve a model. */
  readonly directory: string
  readonly summarise: Summariser
}

/** What the notetaker keeps, on disk. A promise resolves once the file is written. */
export interface Notes {
  /** `reuse: true` only if the speaker ticked the optional ask; that copy is kept apart. */
  add(room: string, line: NoteLine, options: { reuse: boolean }): Promise<void>
  setHeard(room: string, participant: string, heard: { name: string; seconds: number }): Promise<void>
  heard(room: string): Promise<MeetingNotes['heard']>
  /** Who is or was in the meeting, kept in memory only: the summary names nobody of them who has nothing in the notes. */
  meet(room: string, names: Iterable<string>): void
  /** Makes the summary again from the lines that are kept now. */
  rebuild(room: string): Promise<MeetingSummary>
  /** Drops all that came from one person, in every room or in one, rebuilds the summaries, and only then resolves. */
  erase(participant: string, room?: string): Promise<{ erasedLines: number }>
  /** Ends the permission to reuse: empties what was kept apart from that person, and nothing else. */
  eraseReuse(participant: string, room?: string): Promise<void>
}

const noSummary: MeetingSummary = { sentences: [], people: [] }
const roomName = /^[\w-]{1,64}$/

export async function openNotes({ directory, summarise }: NotesOptions): Promise<Notes> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const file of await readdir(directory)) {
    // Left by a kill between write and rename; it may hold what has been erased since.
    if (file.endsWith('.tmp')) await rm(join(directory, file))
  }
  const open = new Map<string, Promise<MeetingNotes>>()
  const lastWrite = new Map<string, Promise<unknown>>()
  const generations = new Map<string, number>()
  const met = new Map<string, Set<string>>()

  const path = (room: string, suffix: string) => {
    if (!roomName.test(room)) throw new Error(`"${room}" is not the name of a room.`)
    return join(directory, `${room}${suffix}`)
  }
  const read = async <TSchema extends v.GenericSchema>(file: string, schema: TSchema) => {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    return text === undefined ? undefined : v.parse(schema, JSON.parse(text))
  }
  const write = async (file: string, content: unknown) => {
    await writeFile(`${file}.tmp`, JSON.stringify(content, null, 2), { flush: true, mode: 0o600 })
    await rename(`${file}.tmp`, file)
  }
  const notesOf = (room: string) => {
    const known = open.get(room)
    if (known) return known
    const loaded = read(path(room, '.json'), notesSchema).then(
      (notes) => notes ?? { lines: [], heard: {}, summary: noSummary },
    )
    open.set(room, loaded)
    return loaded
  }
  /** One change after the other, per room. */
  const inTurn = <T>(room: string, change: () => Promise<T>): Promise<T> => {
    const turn = (lastWrite.get(room) ?? Promise.resolve()).then(change, change)
    lastWrite.set(room, turn)
    return turn
  }
  const save = async (room: string) => write(path(room, '.json'), await notesOf(room))

  const changeReuse = async (room: string, change: (lines: NoteLine[]) => NoteLine[]) => {
    const file = path(room, '.reuse.json')
    const kept = (await read(file, reuseSchema))?.lines ?? []
    const lines = change(kept)
    if (lines.length !== kept.length) await write(file, { lines })
  }

  const rebuild = async (room: string): Promise<MeetingSummary> => {
    const notes = await notesOf(room)
    const generation = generations.get(room) ?? 0
    const written = await summarise([...notes.lines])
    // Somebody's lines were erased while this was being written: it may quote them.
    if ((generations.get(room) ?? 0) !== generation) return notes.summary
    return inTurn(room, async () => {
      if ((generations.get(room) ?? 0) !== generation) return notes.summary
      const people = [...new Set(notes.lines.map(({ name }) => name))]
      const included = [...people, ...Object.values(notes.heard).map(({ name }) => name)]
      notes.summary = {
        sentences: withoutAbsentNames(written, { present: met.get(room) ?? [], included }),
        people,
      }
      await save(room)
      return notes.summary
    })
  }

  const rooms = async (room?: string) => {
    if (room !== undefined) return [room]
    const files = await readdir(directory)
    const stored = files
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.replace(/(\.reuse)?\.json$/, ''))
    return [...new Set([...stored, ...open.keys()])]
  }

  const withoutPerson = (participant: string) => (lines: NoteLine[]) =>
    lines.filter((line) => line.participant !== participant)

  return {
    add: (room, line, { reuse }) =>
      inTurn(room, async () => {
        const notes = await notesOf(room)
        notes.lines.push(line)
        await save(room)
        if (reuse) await changeReuse(room, (lines) => [...lines, line])
      }),
    setHeard: (room, participant, heard) =>
      inTurn(room, async () => {
        const notes = await notesOf(room)
        notes.heard[participant] = heard
        await save(room)
      }),
    meet: (room, names) => void met.set(room, new Set([...(met.get(room) ?? []), ...names])),
    heard: async (room) => structuredClone((await notesOf(room)).heard),
    rebuild,
    async erase(participant, only) {
      let erasedLines = 0
      for (const room of await rooms(only)) {
        const isTheirs = await inTurn(room, async () => {
          const notes = await notesOf(room)
          const lines = withoutPerson(participant)(notes.lines)
          const theirs = notes.lines.length - lines.length
          await changeReuse(room, withoutPerson(participant))
          if (theirs === 0 && !(participant in notes.heard)) return false
          erasedLines += theirs
          generations.set(room, (generations.get(room) ?? 0) + 1)
          delete notes.heard[participant]
          notes.lines = lines
          notes.summary = noSummary
          await save(room)
          return true
        })
        // The words are gone by now; a summariser that fails leaves no summary, not the old one.
        if (isTheirs) await rebuild(room).catch(() => noSummary)
      }
      return { erasedLines }
    },
    async eraseReuse(participant, only) {
      for (const room of await rooms(only)) {
        await inTurn(room, () => changeReuse(room, withoutPerson(participant)))
      }
    },
  }
}
