import { everyMeeting, type Identity } from '../shared/identity.ts'
import type { FromServer, Line, MediaState, Refusal, RosterEntry } from '../shared/signalling-messages.ts'

/** Most people in one room; the mesh sends everybody's media to everybody. */
export const maxPeople = 4
/** Two devices, and one that is reloading while its old socket has not closed yet. */
const maxConnectionsPerPerson = 3
const keptLines = 100
const defaultKeepEmptyMs = 60 * 60 * 1000

/** One socket that said who it is. */
export interface Member {
  readonly entry: RosterEntry
  send(message: FromServer): void
  close(): void
}

interface Room {
  readonly people: Map<string, Member>
  readonly lines: Line[]
  /** Runs while nobody is in the room. */
  dropping?: ReturnType<typeof setTimeout> | undefined
}

/** Who is connected to which room, in memory. */
export interface Rooms {
  has(room: string): boolean
  open(room: string): void
  admits(identity: Identity, connection: string): Refusal | undefined
  add(member: Member): void
  update(member: Member, media: MediaState): Member
  remove(member: Member): void
  find(connection: string): Member | undefined
  roster(viewer: RosterEntry): RosterEntry[]
  /** People of a room, and the agents that serve it. */
  audience(room: string): Member[]
  people(room: string): Member[]
  /** Agents of one room, and those of every room. */
  agents(room: string): Member[]
  /** Keeps a chat line for those who come later. Captions are for the moment: nothing is kept of them. */
  keep(line: Line): void
  lines(room: string): readonly Line[]
}

/**
 * @param keepEmptyMs a room that stayed empty for so long is forgotten with its chat; whoever holds a token of it
 * opens it again by coming back. Default 1 h.
 */
export function createRooms(keepEmptyMs = defaultKeepEmptyMs): Rooms {
  const rooms = new Map<string, Room>()
  const members = new Map<string, Member>()
  const isAgent = (member: Member) => member.entry.kind === 'agent'
  const agents = (room: string) =>
    [...members.values()].filter((member) => isAgent(member) && serves(member.entry.room, room))
  const people = (room: string) => [...(rooms.get(room)?.people.values() ?? [])]
  const roomOf = (room: string): Room => {
    const known = rooms.get(room)
    if (known) return known
    const opened: Room = { people: new Map(), lines: [] }
    rooms.set(room, opened)
    dropSoon(room, opened)
    return opened
  }

  const dropSoon = (name: string, room: Room) => {
    clearTimeout(room.dropping)
    room.dropping = setTimeout(() => rooms.delete(name), keepEmptyMs)
    room.dropping.unref()
  }

  const put = (member: Member) => {
    members.set(member.entry.connection, member)
    if (isAgent(member)) return
    const room = roomOf(member.entry.room)
    clearTimeout(room.dropping)
    room.people.set(member.entry.connection, member)
  }

  return {
    has: (room) => rooms.has(room),
    open: (room) => void roomOf(room),
    admits({ meeting, participant, kind }, connection) {
      if (kind === 'agent') return undefined
      const others = people(meeting).filter(({ entry }) => entry.connection !== connection)
      const mine = others.filter(({ entry }) => entry.participant === participant)
      if (mine.length >= maxConnectionsPerPerson) return 'too-many-devices'
      const persons = new Set(others.map(({ entry }) => entry.participant))
      return persons.size >= maxPeople && !persons.has(participant) ? 'room-full' : undefined
    },
    add: put,
    update(member, media) {
      const changed: Member = { ...member, entry: { ...member.entry, media } }
      put(changed)
      return changed
    },
    remove({ entry }) {
      members.delete(entry.connection)
      const room = rooms.get(entry.room)
      if (room?.people.delete(entry.connection) && room.people.size === 0) dropSoon(entry.room, room)
    },
    find: (connection) => members.get(connection),
    roster(viewer) {
      if (viewer.room === everyMeeting) {
        return [...members.values()].map(({ entry }) => entry).filter(({ kind }) => kind === 'person')
      }
      return [...people(viewer.room), ...agents(viewer.room)].map(({ entry }) => entry)
    },
    audience: (room) => (room === everyMeeting ? [...members.values()] : [...people(room), ...agents(room)]),
    people,
    agents,
    keep(line) {
      if (line.kind !== 'chat') return
      const { lines } = roomOf(line.room)
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
    },
    lines: (room) => rooms.get(room)?.lines ?? [],
  }
}

/** Whether a token for `served`, one room or all, reaches `room`. */
export const serves = (served: string, room: string) => served === everyMeeting || served === room
