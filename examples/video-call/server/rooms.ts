import { everyMeeting, type Identity } from '../shared/identity.ts'
import type { FromServer, Line, MediaState, Refusal, RosterEntry } from '../shared/signalling-messages.ts'

/** Most people in one room; the mesh sends everybody's media to everybody. */
export const maxPeople = 4
/** Two devices, and one that is reloading while its old socket has not closed yet. */
const maxConnectionsPerPerson = 3
const keptLines = 100

/** One socket that said who it is. */
export interface Member {
  readonly entry: RosterEntry
  send(message: FromServer): void
  close(): void
}

interface Room {
  readonly people: Map<string, Member>
  readonly lines: Line[]
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
  /** People of a room, and every agent. */
  audience(room: string): Member[]
  people(room: string): Member[]
  agents(): Member[]
  keep(line: Line): void
  lines(room: string): readonly Line[]
}

export function createRooms(): Rooms {
  const rooms = new Map<string, Room>()
  const members = new Map<string, Member>()
  const isAgent = (member: Member) => member.entry.kind === 'agent'
  const agents = () => [...members.values()].filter(isAgent)
  const people = (room: string) => [...(rooms.get(room)?.people.values() ?? [])]
  const roomOf = (room: string): Room => {
    const known = rooms.get(room)
    if (known) return known
    const opened: Room = { people: new Map(), lines: [] }
    rooms.set(room, opened)
    return opened
  }

  const put = (member: Member) => {
    members.set(member.entry.connection, member)
    if (!isAgent(member)) roomOf(member.entry.room).people.set(member.entry.connection, member)
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
      rooms.get(entry.room)?.people.delete(entry.connection)
    },
    find: (connection) => members.get(connection),
    roster(viewer) {
      if (viewer.room === everyMeeting) {
        return [...members.values()].map(({ entry }) => entry).filter(({ kind }) => kind === 'person')
      }
      return [...people(viewer.room), ...agents()].map(({ entry }) => entry)
    },
    audience: (room) => (room === everyMeeting ? [...members.values()] : [...people(room), ...agents()]),
    people,
    agents,
    keep(line) {
      const { lines } = roomOf(line.room)
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
    },
    lines: (room) => rooms.get(room)?.lines ?? [],
  }
}
