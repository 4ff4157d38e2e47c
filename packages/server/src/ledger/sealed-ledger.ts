import { hash, randomBytes, randomUUID } from 'node:crypto'
import { AskFirstError } from '@askfirst/core'
import type { Ledger, MeetingEvent } from '@askfirst/core/authority'
import {
  type Hash,
  type MeetingEvidence,
  type PersonKey,
  type PublicKeys,
  type RandomBytes,
  redactBody,
  selectHandles,
  toErasedName,
  toEvent,
  toHandle,
} from '@askfirst/core/evidence'
import { selectGoingOn } from './is-over.ts'
import type { LedgerStore, MeetingEntry, PurgeOptions, StoredEvent } from './ledger-store.ts'
import { movedOn } from './moved-on.ts'
import { selectOpenDuties, toProcessors } from './open-duties.ts'
import { createPersonLinks, type PersonLinks } from './person-links.ts'
import { openSealing, type Sealing } from './sealing.ts'
import { createSigner, type SigningKey, toPublicKeys } from './signing-keys.ts'
import { inTurns } from './turn.ts'

// takes: events in the clear, and a store of rows · gives: the same events back, with the proof that nobody changed them
// never: chains a name in the clear, or goes on after events that it has not seen

/** A ledger that is kept, shows that nobody changed it, and forgets people and meetings. */
export interface SealedLedger extends Ledger, PersonLinks {
  /** Every meeting it holds, the one with the latest event last. */
  meetings(): Promise<readonly MeetingEntry[]>
  /** All that it holds of a meeting: what `verifyMeeting` of `@askfirst/core/evidence` checks, and receipts are made of. */
  evidence(meeting: string): Promise<MeetingEvidence>
  /** Whether nothing was written to a meeting since this was read of it, nor all of it deleted. */
  isCurrent(evidence: MeetingEvidence): Promise<boolean>
  /**
   * Compares what was read with its last checkpoint: before anything is made of it that passes for evidence. It says
   * nothing of what nobody signed, nor where the ledger has no keys.
   *
   * @throws AskFirstError `ledger-evidence` where it is not what was signed
   */
  assertSigned(evidence: MeetingEvidence): Promise<void>
  /** The public halves of the keys it signs with, and signed with before. Publish them where others can get them. */
  readonly publicKeys: PublicKeys
  /**
   * Forgets who somebody was in a meeting that is over: their name, their key and with it all that was sealed of
   * them. What they answered stays, of nobody in particular, and the tree verifies as before.
   *
   * @throws AskFirstError where the meeting goes on, knows nobody of that name, or is not what was signed, and where
   * processors have still to erase something of them, unless it is forced: they are not told whose any more
   */
  erase(meeting: string, participant: string, options?: { readonly force?: boolean }): Promise<void>
  /**
   * Signs a meeting as it is now, whatever it was: one that was written while the ledger had no keys to sign with, or
   * was signed with a key that is lost. A server that has it in memory reads it back. `verifyMeeting` says which of its
   * events were signed late, and with which key.
   *
   * @throws AskFirstError where there is no such meeting, or nothing to sign with
   */
  sign(meeting: string): Promise<void>
  /**
   * Deletes whole meetings by age, and says which: none that goes on or that another server has open, and unless it is
   * forced none with open duties to erase.
   */
  purge(options: PurgeOptions): Promise<readonly MeetingEntry[]>
  /** Gives every meeting up and lets go of files and connections; nothing is read or appended after it. */
  close(): Promise<void>
}

/** Whether a ledger keeps evidence; one in memory does not. */
export const hasEvidence = (ledger: Ledger): ledger is SealedLedger => 'evidence' in ledger

/** What a ledger is sealed with. */
export interface SealedLedgerOptions {
  /**
   * The keys that checkpoints are signed with: the first signs, the others check what was signed before.
   *
   * Without any the tree is made all the same, and nothing of it is signed.
   */
  readonly signing?: readonly SigningKey[] | undefined
  /** Milliseconds since 1970. @default Date.now */
  now?(): number
}

/** SHA-256 by Node. Asked for text it answers in half the time that it takes for bytes. */
export const nodeHash: Hash = (content) => Buffer.from(hash('sha256', content, 'binary'), 'binary')

/** Keeps events in an engine so that each extends its meeting's tree, names nobody, and is signed with its batch. */
export function createSealedLedger(
  store: LedgerStore,
  { signing = [], now = Date.now }: SealedLedgerOptions = {},
): SealedLedger {
  const sign = signing.length === 0 ? undefined : createSigner(signing)
  const publicKeys = toPublicKeys(signing)
  const options = { sign, publicKeys, hash: nodeHash, now, randomBytes: createRandomBytes() }
  const sealings = new Map<string, Sealing>()
  /** Appends under way. */
  const appending = new Set<{ readonly meeting: string; isGivenUp: boolean }>()

  async function open(
    meeting: string,
    isTaken = false,
  ): Promise<{ sealing: Sealing; events: readonly MeetingEvent[] }> {
    const evidence = await readEvidence(store, meeting)
    const sealing = await openSealing(evidence, { ...options, isTaken })
    sealings.set(meeting, sealing)
    return { sealing, events: await toEvents(evidence) }
  }

  async function sealingAt(meeting: string, after: number): Promise<Sealing> {
    const known = sealings.get(meeting)
    if (known?.size === after) return known
    const { sealing } = await open(meeting)
    if (sealing.size === after) return sealing
    throw movedOn(meeting, after, sealing.size)
  }

  async function append(
    meeting: string,
    after: number,
    events: readonly MeetingEvent[],
    isVisit = false,
  ): Promise<void> {
    if (events.length === 0) return store.append(meeting, after, { events: [] })
    const own = { meeting, isGivenUp: false }
    appending.add(own)
    try {
      const sealing = await sealingAt(meeting, after)
      // A store takes a meeting that nobody has: it would be held, and nobody would be there to give it up again.
      if (own.isGivenUp) throw new Error(`"${meeting}" was given up while this was on its way.`)
      const { addition, grown } = sealing.seal(events)
      await store.append(meeting, after, { ...addition, isVisit })
      if (!own.isGivenUp) sealings.set(meeting, grown())
    } catch (error) {
      // It may have been written all the same: whoever goes on reads it back.
      sealings.delete(meeting)
      throw error
    } finally {
      appending.delete(own)
    }
  }

  async function erase(meeting: string, participant: string, { force = false } = {}): Promise<void> {
    const evidence = await readEvidence(store, meeting)
    // What erasing writes would be signed by nobody, and no server with keys would open it again.
    if (sign === undefined && evidence.checkpoints.length > 0) throw noKeys(meeting)
    // Before anything is deleted: what nobody has looked at stays as it is.
    await openSealing(evidence, options)
    const events = await toEvents(evidence)
    const going = selectGoingOn(events, now())
    if (going !== undefined) {
      throw new AskFirstError('erase-meeting', {
        what: `The meeting "${meeting}" goes on: ${going}.`,
        why: 'Whoever is forgotten while it does could not take back what they agreed to.',
        fix: 'Erase when it is over: everybody gone, every feature off, or a day without an event.',
      })
    }
    const duties = selectOpenDuties(events).filter((duty) => duty.participant === participant)
    if (duties.length > 0 && !force) {
      throw new AskFirstError('erase-meeting', {
        what: `"${participant}" has asked to be erased by ${toProcessors(duties).join(', ')}, who has not said yet that it is done.`,
        why: 'Once the name is gone nobody can tell a processor whose it is: what it has stays there.',
        fix: 'Wait until it is acknowledged. Where it is done otherwise, or never will be: --force, or { force: true }.',
      })
    }
    const theirs = evidence.people.filter((person) => person.participant === participant)
    const handle = theirs[0]?.handle ?? toHandle(randomBytes(32), participant, nodeHash)
    const bodies = evidence.events.flatMap(({ number, body }) => {
      const redacted = redactBody(body, participant, toErasedName(handle))
      return redacted === undefined ? [] : [{ number, body: redacted }]
    })
    if (theirs.length === 0 && bodies.length === 0) {
      throw new AskFirstError('erase-participant', {
        what: `The meeting "${meeting}" knows nobody as "${participant}".`,
        why: 'They may be erased already; names are compared letter for letter.',
        fix: `See who is in it with: askfirst log ${JSON.stringify(meeting)} --ledger …`,
      })
    }
    await store.erase(meeting, handle, bodies)
    for (const person of theirs.slice(1)) await store.erase(meeting, person.handle)
    sealings.delete(meeting)
    try {
      await fence(meeting, 'erase')
    } finally {
      // Last: whoever reads the file meanwhile must not keep a server from hearing of it.
      await store.forget()
    }
  }

  /** Why a meeting that is old enough is not purged. */
  async function whyKept(meeting: string, force: boolean): Promise<string | undefined> {
    let events: readonly MeetingEvent[]
    try {
      events = await toEvents(await readEvidence(store, meeting))
    } catch (error) {
      if (!(error instanceof AskFirstError)) throw error
      return force ? undefined : 'it cannot be read: see askfirst verify'
    }
    const going = selectGoingOn(events, now())
    if (going !== undefined) return `it goes on: ${going}`
    const duties = selectOpenDuties(events)
    return force || duties.length === 0
      ? undefined
      : `its duties to erase are open at ${toProcessors(duties).join(', ')}`
  }

  async function signAsItIs(meeting: string): Promise<void> {
    if (sign === undefined) throw noKeys(meeting)
    await fence(meeting, 'sign')
  }

  /** Makes a server that still has the meeting in memory read it back before it goes on. */
  async function fence(meeting: string, what: 'erase' | 'sign'): Promise<void> {
    const command = `${what}:${randomUUID()}`
    for (;;) {
      const { sealing } = await open(meeting, what === 'sign')
      const { size } = sealing
      if (size === 0) throw noMeeting(meeting)
      try {
        const fact = {
          type: 'authority.started',
          number: size + 1,
          at: now(),
          by: 'authority',
          command,
        } as const
        await append(meeting, size, [fact], true)
        return
      } catch (error) {
        // Somebody else's meeting: to try again would be to wait for their lease.
        if (error instanceof AskFirstError && error.rule !== 'ledger-moved') throw error
        const more = await store.read(meeting, size)
        if (more.length === 0) throw error
        // It was written, and only the word of it was lost.
        if (more.some(({ body }) => body.includes(command))) return
        // A server that wrote meanwhile was faster: it has to hear of it all the same, after what it wrote.
      }
    }
  }

  return {
    leaseMs: store.leaseMs,
    publicKeys,
    read: async (meeting) => (await open(meeting)).events,
    append: (meeting, after, events) => append(meeting, after, events),
    release(meeting) {
      for (const one of appending) if (one.meeting === meeting) one.isGivenUp = true
      // With it go the names and keys of who was in it.
      sealings.delete(meeting)
      return store.release(meeting)
    },
    meetings: store.meetings,
    evidence: (meeting) => readEvidence(store, meeting),
    async assertSigned(evidence) {
      if (sign !== undefined && evidence.checkpoints.length > 0) await openSealing(evidence, options)
    },
    async isCurrent({ meeting, events }) {
      const last = events.at(-1)
      const [found, more] = await store.read(meeting, (last?.number ?? 1) - 1)
      if (last === undefined || found === undefined) return last === found
      return more === undefined && Buffer.from(found.leaf).equals(last.leaf)
    },
    erase,
    sign: signAsItIs,
    ...createPersonLinks(store),
    async purge({ before, dryRun = false, force = false, onKept }) {
      const going: MeetingEntry[] = []
      for (const entry of await store.purge({ before, dryRun: true })) {
        const why = await whyKept(entry.meeting, force)
        if (why === undefined) going.push(entry)
        else onKept?.({ ...entry, why })
      }
      if (dryRun) return going
      const gone = await store.purge({ before, only: going })
      if (gone.length === 0) return gone
      for (const { meeting } of gone) sealings.delete(meeting)
      await store.forget()
      return gone
    },
    async close() {
      sealings.clear()
      await store.close()
    },
  }
}

const noKeys = (meeting: string): AskFirstError =>
  new AskFirstError('ledger-signing', {
    what: `The meeting "${meeting}" cannot be signed: the ledger has no keys.`,
    why: 'A checkpoint is a signature.',
    fix: 'Make some with "askfirst keys new --out <file>", and pass them: --signing <file>, or { signing }.',
  })
const noMeeting = (meeting: string): AskFirstError =>
  new AskFirstError('ledger-meeting', {
    what: `The ledger has no meeting "${meeting}".`,
    why: 'Names are compared letter for letter.',
    fix: 'List what it has with: askfirst log --ledger …',
  })

/** One moment of a meeting, while a server may be writing it. */
export async function readEvidence(store: LedgerStore, meeting: string): Promise<MeetingEvidence> {
  const before = await store.checkpoints(meeting)
  const events = await store.read(meeting)
  const people = await store.people(meeting)
  const last = Math.max(events.at(-1)?.number ?? 0, before.at(-1)?.size ?? 0)
  if (last === 0) return { meeting, events, people, checkpoints: [] }
  const after = await store.checkpoints(meeting)
  // Those that were written since are of events that are not in it. What was there before stays: it may show that the end is missing.
  const checkpoints = after.filter(({ size }) => size <= last)
  // Where nothing is signed, nothing says whether more was written.
  const isMore = after.length > checkpoints.length || (after.length === 0 && people.length > 0)
  const later = isMore ? await selectLater(store, meeting, events) : undefined
  return { meeting, events, people: people.filter(({ handle }) => later?.has(handle) !== true), checkpoints }
}

/** Whom only what was written since names: they are of events that are not in it. */
async function selectLater(
  store: LedgerStore,
  meeting: string,
  events: readonly StoredEvent[],
): Promise<ReadonlySet<string>> {
  const later = new Set<string>()
  for (const { body } of await store.read(meeting, events.at(-1)?.number ?? 0))
    for (const handle of selectHandles(body)) later.add(handle)
  for (const { body } of later.size === 0 ? [] : events)
    for (const handle of selectHandles(body)) later.delete(handle)
  return later
}

/** Events as the authority knew them. */
async function toEvents(evidence: MeetingEvidence): Promise<readonly MeetingEvent[]> {
  const events: MeetingEvent[] = []
  const open = openEvents(evidence)
  await inTurns(evidence.events, (row) => events.push(open(row)))
  return events
}

/** The same, one at a time. */
export function openEvents({
  meeting,
  people,
}: MeetingEvidence): (row: MeetingEvidence['events'][number]) => MeetingEvent {
  const persons: ReadonlyMap<string, PersonKey> = new Map(people.map((person) => [person.handle, person]))
  return ({ number, body }) => {
    const event = toEvent(body, (handle) => persons.get(handle))
    if (event !== undefined) return event
    throw new AskFirstError('ledger-evidence', {
      what: `Event ${number} of "${meeting}" cannot be read.`,
      why: 'It, or the key of somebody in it, is not what was written.',
      fix: 'Find out more with: askfirst verify',
    })
  }
}

const POOL_BYTES = 12 * 1024

/** Random bytes; nonces are drawn many at a time, since a call for each takes longer than to encrypt. */
function createRandomBytes(): RandomBytes {
  let pool = new Uint8Array()
  return (length) => {
    // A key stays: a part of the pool would keep all of it.
    if (length > 16) return randomBytes(length)
    if (pool.length < length) pool = randomBytes(POOL_BYTES)
    const drawn = pool.subarray(0, length)
    pool = pool.subarray(length)
    return drawn
  }
}
