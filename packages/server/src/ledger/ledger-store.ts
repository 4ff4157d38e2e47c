// What an engine keeps for a ledger: rows whose meaning it does not know, so that a layer above can seal them.

/** One event as it is stored. */
export interface StoredEvent {
  /** From 1 up without a gap, within its meeting. */
  readonly number: number
  /** Milliseconds since 1970, by the authority's clock. */
  readonly at: number
  /** The whole event as JSON text, or what a layer above made of it. Given back letter for letter. */
  readonly body: string
  /** Hash of its leaf in the meeting's Merkle tree: 32 bytes. */
  readonly leaf: Uint8Array
}

/** Who is behind a handle, in one meeting. Erasing deletes the row. */
export interface StoredPerson {
  /** What events name the person by; unique in its meeting. */
  readonly handle: string
  readonly participant: string
  readonly key: Uint8Array
}

/** A signed statement of what the meeting's tree was at one size. */
export interface StoredCheckpoint {
  /** How many events it covers; at most one checkpoint per size. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly jws: string
}

/** A person's link: who has what it was made of has the link, and no row tells it. */
export interface StoredLink {
  /** SHA-256 of what is in the address, base64url. */
  readonly hash: string
  /** When it was taken, milliseconds since 1970. */
  readonly at: number
  /** Where it leads: nowhere any more once the meeting was purged. */
  readonly to: LinkTarget | undefined
}
interface LinkTarget {
  readonly meeting: string
  readonly handle: string
}

/** What is written together: all of it, or nothing. */
export interface Addition {
  /** Numbered on from the last one. */
  readonly events: readonly StoredEvent[]
  /** People who were not in the meeting before. A name that would not be given back as it is makes the append throw. */
  readonly people?: readonly StoredPerson[]
  readonly checkpoint?: StoredCheckpoint
  /** Written in passing: by it the store has the meeting no more than it had before. */
  readonly isVisit?: boolean
}

/** A meeting that the ledger holds; times in milliseconds since 1970. */
export interface MeetingEntry {
  readonly meeting: string
  readonly events: number
  readonly firstAt: number
  readonly lastAt: number
}

/** What is purged. */
export interface PurgeOptions {
  /** Milliseconds since 1970: meetings whose last event is older go, whole. */
  readonly before: number
  /** Only says what would go. @default false */
  readonly dryRun?: boolean
  /** Purges also what has open duties to erase, or cannot be read: nobody can be told of them any more. @default false */
  readonly force?: boolean
  /** Told of each meeting that is as old and stays. */
  onKept?(kept: KeptMeeting): void
}

/** A meeting that is old enough to be purged, and is not. */
export interface KeptMeeting extends MeetingEntry {
  /** As a sentence goes on: "its duties to erase are open at …". */
  readonly why: string
}

/** What an engine purges. */
export interface StorePurge extends Pick<PurgeOptions, 'before' | 'dryRun'> {
  /** These alone, and none that has another number of events by now. @default all */
  readonly only?: readonly MeetingEntry[]
}

/** The engine under a ledger. Every method throws once it is closed. */
export interface LedgerStore {
  /**
   * How long after an append was sent nobody else can write the meeting, in milliseconds.
   *
   * Undefined where nothing keeps another writer out: whoever comes later wins.
   */
  readonly leaseMs?: number
  /** Events after number `after`, in order; none for a meeting never seen. @param after 0 for all */
  read(meeting: string, after?: number): Promise<readonly StoredEvent[]>
  /**
   * Writes after event number `after`, in one transaction; resolves once durable.
   *
   * It takes the meeting where nobody owns it, unless it is a visit, and renews the lease where this store does.
   * Writing nothing only does that: it tells whether this store still writes the meeting.
   *
   * @throws AskFirstError `ledger-owned` while another store owns the meeting, `ledger-moved` where its last event is
   * another by now
   * @throws if the last event is another, or anything kept it from being durable
   */
  append(meeting: string, after: number, addition: Addition): Promise<void>
  /** Gives the meeting up, so that another server need not wait for the end of the lease. */
  release(meeting: string): Promise<void>
  /** Everybody of the meeting who is not erased, in the order they were added. */
  people(meeting: string): Promise<readonly StoredPerson[]>
  /** The meeting's checkpoints, the smallest first. */
  checkpoints(meeting: string): Promise<readonly StoredCheckpoint[]>
  /** Every meeting it holds, the one with the latest event last. */
  meetings(): Promise<readonly MeetingEntry[]>
  /**
   * Deletes who is behind a handle, with the key, and puts other bodies in the place of some, in one transaction.
   * Leaves stay, so that the tree does. Nothing happens to a handle or a number that is not there.
   *
   * @throws AskFirstError `ledger-owned` while another store owns the meeting
   */
  erase(
    meeting: string,
    handle: string,
    bodies?: readonly Pick<StoredEvent, 'number' | 'body'>[],
  ): Promise<void>
  /** Deletes whole meetings by age, but none that another store owns, and says which, in the order of `meetings`. */
  purge(options: StorePurge): Promise<readonly MeetingEntry[]>
  /**
   * Keeps the link of somebody, in place of an earlier one of theirs, and says whether it did: not of whom it does not
   * know.
   */
  keepLink(link: StoredLink & { readonly to: LinkTarget }): Promise<boolean>
  /** The link of a hash. It stays when its person is erased, and when its meeting is purged, without saying which. */
  link(hash: string): Promise<StoredLink | undefined>
  /** Deletes the link of somebody, and says whether there was one. */
  dropLink(meeting: string, handle: string): Promise<boolean>
  /**
   * Sees to it that what was erased and purged is in no file of this store any more, as far as that is its to say.
   *
   * @throws where somebody who reads it keeps that from happening: it is deleted all the same
   */
  forget(): Promise<void>
  /** Gives every meeting up and lets go of files and connections. Closing twice does nothing more. */
  close(): Promise<void>
}

/**
 * @throws where events are not numbered on from the last one, or a leaf is no hash: nothing would find it later; and
 * where a name cannot be written as UTF-8 without NUL: one engine would refuse it, and the others make another name of it
 */
export function assertWhole(meeting: string, after: number, { events, people = [] }: Addition): void {
  const where = `Append after event ${after} of "${meeting}"`
  for (const { participant } of people) {
    if (participant.includes('\0') || !participant.isWellFormed())
      throw new Error(`${where} names ${JSON.stringify(participant)}, which is not kept letter for letter.`)
  }
  for (const [at, { number, leaf }] of events.entries()) {
    if (number !== after + at + 1)
      throw new Error(`${where} has event ${number} where ${after + at + 1} belongs.`)
    if (leaf.length !== 32) throw new Error(`${where} has a leaf of ${leaf.length} bytes at event ${number}.`)
  }
}
