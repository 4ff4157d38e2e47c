import type { Line, Report, ReportRecipient } from '../shared/signalling-messages.ts'
import { createEars, type Frame, type Packet } from './ears.ts'
import { complain } from './fault.ts'
import type { Notes } from './notes.ts'
import { createPublisher } from './publisher.ts'
import { openSignallingLink } from './signalling-link.ts'

/** What the notetaker may take from one person, asked at every packet, every line, and whenever text is made. */
export interface Ingress {
  admitAudio(room: string | undefined, participant: string): boolean
  /** Whether a line may go into the summary. */
  admitLine(room: string, participant: string): boolean
  /** Whether a line may go into the transcript. */
  admitVerbatim(room: string, participant: string): boolean
  /** Whether a line may also be kept apart for improving a model. */
  admitReuse(room: string, participant: string): boolean
  /** Who is in the summary and has not ticked that it may also improve a model. */
  refuseReuse(room: string): readonly string[]
  /** The run that is on; null while the feature is off, undefined while nobody knows. */
  run(room: string, feature: 'meeting-summary' | 'transcript'): string | null | undefined
}

/** Nothing of anybody. */
export const closedIngress: Ingress = {
  admitAudio: () => false,
  admitLine: () => false,
  admitVerbatim: () => false,
  admitReuse: () => false,
  refuseReuse: () => [],
  run: () => undefined,
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

  const ears = createEars({
    admit: (participant) => ingress.admitAudio(names.get(participant)?.room, participant),
    send: (to, signal) => link.send({ type: 'signal', to, signal }),
    ...(onFrame && { onFrame }),
    ...(onPacket && { onPacket }),
  })

  const tell = (room: string, recipient: ReportRecipient, report: Report) =>
    link.send({ type: 'report', room, recipient, report })

  const summaries = createPublisher({
    notes,
    run: (room) => ingress.run(room, 'meeting-summary'),
    admits: ingress.admitLine,
    publish: (room, sentences) => tell(room, { to: 'everyone' }, { kind: 'summary', sentences }),
  })
  const transcripts = createPublisher({
    notes: transcript,
    run: (room) => ingress.run(room, 'transcript'),
    admits: ingress.admitVerbatim,
    publish: (room, lines) => tell(room, { to: 'everyone' }, { kind: 'transcript', lines }),
  })

  const takeLine = (line: Line) => {
    const { room, participant } = line
    void summaries.take(line, () => ingress.admitReuse(room, participant)).catch(complain)
    void transcripts.take(line, () => false).catch(complain)
  }

  const connected = new Set<string>()
  /** Rooms into which somebody came who saw nothing of what was told there before. */
  const arrivals = new Set<string>()
  const link = openSignallingLink({
    url: signallingUrl,
    token,
    onRoster(roster) {
      for (const { connection, participant, name, room } of roster.values()) {
        names.set(participant, { name, room })
        notes.meet(room, [name])
        onRoom?.(room)
        if (!connected.has(connection)) arrivals.add(room)
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

  const reportRoom = async (room: string) => {
    const heard = await notes.heard(room)
    for (const [participant, { seconds }] of Object.entries(heard)) {
      tell(room, { to: 'participant', participant }, { kind: 'heard', seconds })
    }
  }

  const report = async () => {
    const rooms = new Set(arrivals)
    arrivals.clear()
    for (const room of rooms) {
      summaries.mark(room)
      transcripts.mark(room)
    }
    for (const [participant, { name, room }] of names) {
      const { seconds } = ears.hearing(participant)
      const before = saved.get(participant) ?? 0
      if (seconds === before) continue
      saved.set(participant, seconds)
      const earlier = (await notes.heard(room))[participant]?.seconds ?? 0
      const heard = { name, seconds: earlier + seconds - before, at: Date.now() }
      await notes.setHeard(room, participant, heard)
      rooms.add(room)
    }
    for (const room of rooms) await reportRoom(room)
  }
  let reporting = Promise.resolve()
  const reports = setInterval(() => {
    reporting = reporting
      .then(report)
      .catch(complain)
      .then(summaries.publishChanged)
      .then(transcripts.publishChanged)
  }, reportMs)

  return {
    ears,
    nameOf: (participant: string) => names.get(participant)?.name,
    /** Forgets what of somebody waits to be decoded. Call it on every revocation. */
    discard: (participant: string) => ears.discard(participant),
    /**
     * What was published is made again at the next report, from the lines of whoever is admitted by then: a page that
     * reloads is back by then. Call it whenever gates change.
     *
     * Lines kept for reuse: who is in the summary and not in `improve` has said no to that, be it just now or in an
     * answer to a later run, and theirs go at once. Who is in neither may have said no, left or lost the network, and
     * the gate does not say which: theirs stay, unused, until erased or as old as the notice says.
     */
    async gatesChanged(room: string) {
      summaries.mark(room)
      transcripts.mark(room)
      for (const participant of ingress.refuseReuse(room)) await notes.eraseReuse(participant, room)
    },
    /** Erases what is stored of somebody and tells the room the summary without them; resolves once it is done. */
    async erase(room: string, participant: string) {
      ears.discard(participant)
      // What was heard since the last report would be written down after the erasure.
      saved.set(participant, ears.hearing(participant).seconds)
      await reporting
      await notes.erase(participant, room)
      tell(room, { to: 'participant', participant }, { kind: 'heard', seconds: 0 })
      await reportRoom(room)
      await summaries.replace(room)
    },
    /** The same for the transcript. */
    async eraseVerbatim(room: string, participant: string) {
      await reporting
      await transcript.erase(participant, room)
      await transcripts.replace(room)
    },
    async stop() {
      clearInterval(reports)
      link.close()
      ears.close()
      await reporting
    },
  }
}
