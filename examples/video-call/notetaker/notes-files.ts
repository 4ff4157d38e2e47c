import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { Fault, kindOf } from './fault.ts'

const lineSchema = v.object({
  participant: v.string(),
  name: v.string(),
  kind: v.picklist(['chat', 'caption']),
  text: v.string(),
  at: v.number(),
  run: v.optional(v.string(), ''),
})
/**
 * A chat line or caption that its speaker let the notetaker have. `at` is in ms since 1970, `run` the activation of
 * the feature that it was given to.
 */
export type NoteLine = v.InferOutput<typeof lineSchema>

const heardSchema = v.object({ name: v.string(), seconds: v.number(), at: v.optional(v.number(), 0) })
/** How long somebody was heard; `at` is when that last grew, in ms since 1970. */
export type Heard = v.InferOutput<typeof heardSchema>

const notesSchema = v.object({
  lines: v.array(lineSchema),
  heard: v.record(v.string(), heardSchema),
  summary: v.object({ sentences: v.array(v.string()) }),
})
/** Everything that is kept of one meeting. */
export type MeetingNotes = v.InferOutput<typeof notesSchema>

const reuseSchema = v.object({ lines: v.array(lineSchema) })
const roomName = /^[\w-]{1,64}$/

/** The files of one directory: `<room>.json`, and `<room>.reuse.json` apart. A write is whole or not at all. */
export interface NotesFiles {
  readNotes(room: string): Promise<MeetingNotes>
  writeNotes(room: string, notes: MeetingNotes): Promise<void>
  readReuse(room: string): Promise<NoteLine[]>
  writeReuse(room: string, lines: readonly NoteLine[]): Promise<void>
  removeNotes(room: string): Promise<void>
  removeReuse(room: string): Promise<void>
  /** Every room that either file is of. */
  rooms(): Promise<string[]>
}

export async function openNotesFiles(directory: string): Promise<NotesFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const file of await readdir(directory)) {
    // Left by a kill between write and rename; it may hold what has been erased since.
    if (file.endsWith('.tmp')) await rm(join(directory, file))
  }
  const path = (room: string, suffix: '.json' | '.reuse.json') => {
    if (!roomName.test(room)) throw new Fault(`"${room}" is not the name of a room.`)
    return join(directory, `${room}${suffix}`)
  }
  const read = async <TSchema extends v.GenericSchema>(file: string, schema: TSchema) => {
    try {
      return v.parse(schema, JSON.parse(await readFile(file, 'utf8')))
    } catch (reason) {
      if (kindOf(reason).endsWith('ENOENT')) return undefined
      throw new Fault(`${basename(file)} cannot be read (${kindOf(reason)}).`)
    }
  }
  const write = async (file: string, content: unknown) => {
    await writeFile(`${file}.tmp`, JSON.stringify(content, null, 2), { flush: true, mode: 0o600 })
    await rename(`${file}.tmp`, file)
  }

  return {
    readNotes: async (room) =>
      (await read(path(room, '.json'), notesSchema)) ?? { lines: [], heard: {}, summary: { sentences: [] } },
    writeNotes: (room, notes) => write(path(room, '.json'), notes),
    readReuse: async (room) => (await read(path(room, '.reuse.json'), reuseSchema))?.lines ?? [],
    writeReuse: (room, lines) => write(path(room, '.reuse.json'), { lines }),
    removeNotes: (room) => rm(path(room, '.json'), { force: true }),
    removeReuse: (room) => rm(path(room, '.reuse.json'), { force: true }),
    async rooms() {
      const files = (await readdir(directory)).filter((file) => file.endsWith('.json'))
      return [...new Set(files.map((file) => file.replace(/(\.reuse)?\.json$/, '')))].filter((room) =>
        roomName.test(room),
      )
    },
  }
}
