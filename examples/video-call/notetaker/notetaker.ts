import type { Line, Report, ReportRecipient } from '../shared/signalling-messages.ts'
import { createEars, type Frame, type Packet } from './ears.ts'
import type { NoteLine, Notes } from './notes.ts'
import { openSignallingLink } from './signalling-link.ts'

/** What the notetaker may take from one person, asked at every packet and every line. */
export interface Ingress {
  admitAudio(room: string | undefined, participant: string): boolean
  /** Whether a line may go into the summary. */
  admitLine(room: string, participant: string): boolean
  /** Whether a line may go into the transcript. */
  admitVerbatim(room: string, participant: string): boolean
  /** Whether a line may also be kept apart for improving a model. */
  admitReuse(room: string, participant: string): boolean
}

/** Nothing of anybody. */
export const closedIngress: Ingress = {
  admitAudio: () => false,
  admitLine: () => false,
  admitVerbatim: () => false,
  admitReuse: () => false,
}

export interface NotetakerOptions {
  readonly signallingUrl: string
  readonly token: () => string | Promise<string>
  /** What the summary is made of. */
  readonly notes: Notes
  /** Lines word for word: apart, since another feature asks for it. */
  readonly transcript: Notes
  /** Hears of every room with somebody in it. */
  readonly onRoom?: (room: string) => void
  /** @default nothing of anybody */
  readonly ingress?: Ingress
  readonly onFrame?: (frame: Frame) => void
  readonly onPacket?: (packet: Packet) => void
  /** How often seconds heard are told and a changed summary is made. @default 2000 */
  readonly reportMs?: number
}

/** Hears, writes down, sums up: only what its ingress admits. */
export function startNotetaker(options: NotetakerOptions) {
  const { signallingUrl, token, notes, transcript, ingress = closedIngress, onFrame, onPacket } = options
  const { onRoom, reportMs = 2_000 } = options
  const names = new Map<string, { name: string; room: string }>()
  const saved = new Map<string, number>()
  const changedRooms = new Set<string>()
  const changedTranscripts = new Set<string>()

  const ears = createEars({
    admit: (participant) => ingress.admitAudio(names.get(participant)?.room, participant),
    send: (to, signal) => link.send({ type: 'signal', to, signal }),
    ...(onFrame && { onFrame }),
    ...(onPacket && { onPacket }),
  })

  const takeLine = ({ room, participant, name, kind, text, at }: Line) => {
    const line: NoteLine = { participant, name, kind, text, at }
    if (ingress.admitLine(room, participant)) {
      changedRooms.add(room)
      void notes.add(room, line, { reuse: ingress.admitReuse(room, participant) }).catch(complain)
    }
    if (ingress.admitVerbatim(room, participant)) {
      changedTranscripts.add(room)
      void transcript.add(room, line, { reuse: false }).catch(complain)
    }
  }

  const connected = new Set<string>()
  const link = openSignallingLink({
    url: signallingUrl,
    token,
    onRoster(roster) {
      for (const { participant, name, room } of roster.values()) {
        names.set(participant, { name, room })
        notes.meet(room, [name])
        onRoom?.(room)
      }
      for (const connection of connected) if (!roster.has(connection)) leaveSoon(connection)
      for (const connection of roster.keys()) connected.add(connection)
    },
    onSignal: (from, signal) => void ears.signal(from, signal).catch(complain),
    onLine: takeLine,
  })

  /** A roster right after a restart of signalling lacks people whose browsers are on their way back. */
  const leaveSoon = (connection: string) => {
    connected.delete(connection)
    setTimeout(() => {
      if (!link.roster().has(connection)) ears.hangUp(connection)
    }, 10_000).unref()
  }

  const tell = (room: string, recipient: ReportRecipient, report: Report) =>
    link.send({ type: 'report', room, recipient, report })

  const reportRoom = async (room: string) => {
    const heard = await notes.heard(room)
    for (const [participant, { seconds }] of Object.entries(heard)) {
      tell(room, { to: 'participant', participant }, { kind: 'heard', seconds })
    }
    const sum = Object.values(heard).reduce((total, { seconds }) => total + seconds, 0)
    tell(room, { to: 'hosts' }, { kind: 'heard-sum', seconds: sum })
  }

  const publishSummary = async (room: string) => {
    tell(room, { to: 'everyone' }, { kind: 'summary', ...(await notes.rebuild(room)) })
  }

  const publishTranscript = async (room: string) => {
    const { sentences } = await transcript.rebuild(room)
    tell(room, { to: 'everyone' }, { kind: 'transcript', lines: sentences })
  }

  const report = async () => {
    const rooms = new Set<string>()
    for (const [participant, { name, room }] of names) {
      const { seconds } = ears.hearing(participant)
      const before = saved.get(participant) ?? 0
      if (seconds === before) continue
      saved.set(participant, seconds)
      const earlier = (await notes.heard(room))[participant]?.seconds ?? 0
      await notes.setHeard(room, participant, { name, seconds: earlier + seconds - before })
      rooms.add(room)
    }
    for (const room of rooms) await reportRoom(room)
    const changed = [...changedRooms]
    changedRooms.clear()
    for (const room of changed) await publishSummary(room)
    const written = [...changedTranscripts]
    changedTranscripts.clear()
    for (const room of written) await publishTranscript(room)
  }
  let reporting = Promise.resolve()
  const reports = setInterval(() => {
    reporting = reporting.then(report).catch(complain)
  }, reportMs)

  return {
    ears,
    nameOf: (participant: string) => names.get(participant)?.name,
    /** Forgets what of somebody waits to be decoded. Call it on every revocation. */
    discard: (participant: string) => ears.discard(participant),
    /** Erases what is stored of somebody and tells the room the summary without them; resolves once it is done. */
    async erase(room: string, participant: string) {
      ears.discard(participant)
      // What was heard since the last report would be written down after the erasure.
      saved.set(participant, ears.hearing(participant).seconds)
      await reporting
      await notes.erase(participant, room)
      tell(room, { to: 'participant', participant }, { kind: 'heard', seconds: 0 })
      await reportRoom(room)
      await publishSummary(room)
    },
    /** The same for the transcript. */
    async eraseVerbatim(room: string, participant: string) {
      await reporting
      await transcript.erase(participant, room)
      await publishTranscript(room)
    },
    async stop() {
      clearInterval(reports)
      link.close()
      ears.close()
      await reporting
    },
  }
}

function complain(reason: unknown) {
  console.error('notetaker:', reason instanceof Error ? reason.message : reason)
}
