import { fromText, isSame } from './bytes.ts'
import { isCanonical } from './canonical.ts'
import { fromMarks, type PublicKeys, readCheckpoint, toMeetingHash } from './checkpoint.ts'
import { type Hash, portableHash, toLeafHash } from './merkle.ts'
import { createMerkleTree } from './merkle-tree.ts'
import { isPersonKey, openBody, type PersonKey, selectHandles, toEvent } from './seal.ts'

// takes: all that a ledger holds of a meeting · gives: what is not as it was signed, the first event first
// never: throws for what it finds, or believes a leaf that is stored where it can be computed

/** All that a ledger holds of one meeting. */
export interface MeetingEvidence {
  readonly meeting: string
  /** As they are stored, in the order of their numbers. */
  readonly events: readonly {
    readonly number: number
    readonly at: number
    readonly body: string
    readonly leaf: Uint8Array
  }[]
  readonly people: readonly PersonKey[]
  readonly checkpoints: readonly { readonly size: number; readonly jws: string }[]
}

/** What a meeting is checked against. */
export interface VerifyMeetingOptions {
  /** Public keys. Undefined: no signature can be checked. */
  readonly keys?: PublicKeys | undefined
  /** Checkpoints that somebody else held; those of other meetings are passed over, and one has to be of this. */
  readonly held?: readonly string[] | undefined
  /** @default SHA-256 in JavaScript */
  readonly hash?: Hash | undefined
}

/** Something that is not as it was signed. */
export interface MeetingFinding {
  /** Number of the event, or of the first of those that it may be. */
  readonly event: number
  /** Of the last of those that it may be, where it cannot be told which. */
  readonly until?: number | undefined
  /**
   * `changed`: another event than was signed, whether changed, inserted or put in another's place · `missing` ·
   * `moved`: it says that it is another number · `person`: name or key of somebody in it were exchanged ·
   * `stranger`: the list of people has somebody whom no event names, or one twice; said of the last event ·
   * `unsigned`: no checkpoint covers it, or none that a known key signed · `checkpoint`: a checkpoint is none.
   */
  readonly what: 'changed' | 'missing' | 'moved' | 'person' | 'stranger' | 'unsigned' | 'checkpoint'
  readonly says: string
}

/**
 * Events whose own checkpoint is not there: it was dropped, or they were signed later than they were written. What they
 * were until then, nothing shows.
 */
export interface LateSigning {
  /** Number of the first event, and of the last one. */
  readonly event: number
  readonly until: number
  /** Id of the key that signed them. */
  readonly kid: string
}

/** What was found in a meeting. */
export interface MeetingFindings {
  /** `unknown`: nothing is wrong, and no signature could be checked. */
  readonly outcome: 'holds' | 'fails' | 'unknown'
  readonly events: number
  /** People that events name and whose names are kept; and those whose names are erased. */
  readonly people: number
  readonly erased: number
  /** Events from before bodies were sealed, and those of them that were rewritten to erase somebody. */
  readonly plain: number
  readonly redacted: number
  /** What has no checkpoint of its own, in order. */
  readonly late: readonly LateSigning[]
  /** Checkpoints, in the ledger and held elsewhere, that a known key signed over just these events. */
  readonly signed: number
  /** All of it, the smallest event number first. */
  readonly findings: readonly MeetingFinding[]
}

/** Recomputes everything that a ledger holds of a meeting, and compares it with what was signed. */
export async function verifyMeeting(
  { meeting, events, people, checkpoints }: MeetingEvidence,
  { keys, held = [], hash = portableHash }: VerifyMeetingOptions = {},
): Promise<MeetingFindings> {
  const findings: MeetingFinding[] = []
  const persons = new Map(people.map((person) => [person.handle, person]))
  const exchanged = new Set(people.filter((person) => !isPersonKey(person, hash)).map(({ handle }) => handle))
  const named = new Set<string>()
  const leaves: Uint8Array[] = []
  const redactedAt: number[] = []
  let plain = 0
  let isReadable = true

  for (const { number, at, body, leaf } of events) {
    const expected = leaves.length + 1
    if (number !== expected) {
      findings.push({
        event: expected,
        until: number > expected + 1 ? number - 1 : undefined,
        what: 'missing',
        says: `event ${number} comes after event ${expected - 1}`,
      })
      // What comes after a gap has another place in the tree than it had.
      break
    }
    const found = (what: MeetingFinding['what'], says: string): void =>
      void findings.push({ event: number, what, says })
    const opened = openBody(body)
    const isRedacted = opened?.isRedacted === true
    const computed = toLeafHash(body, hash)
    leaves.push(isRedacted ? leaf : computed)
    if (isRedacted) redactedAt.push(number)
    else if (!isSame(computed, leaf)) found('changed', 'its body is not what its leaf is the hash of')
    if (opened === undefined) {
      found('changed', 'its body is no event')
      isReadable = false
      continue
    }
    if (opened.isPlain) plain = number
    else if (!isCanonical(body)) found('changed', 'its body is not canonical')
    if (opened.event.number !== number) found('moved', `it says that it is event ${opened.event.number}`)
    else if (opened.event.at !== at) found('changed', 'the time beside it is not the one in it')
    const handles = selectHandles(body)
    for (const handle of handles) {
      if (!named.has(handle) && exchanged.has(handle))
        found('person', `the name or the key of ${handle} is not the one that the handle was made of`)
      named.add(handle)
    }
    const isClosed = [...handles].every((handle) => !exchanged.has(handle))
    if (isClosed && toEvent(body, (handle) => persons.get(handle)) === undefined)
      found('changed', 'what is sealed in it does not open')
  }

  const isBroken = leaves.length < events.length
  // What cannot be read may name anybody.
  if (isReadable && !isBroken) {
    for (const says of selectStrangers(people, named))
      findings.push({ event: Math.max(leaves.length, 1), what: 'stranger', says })
  }
  const meetingHash = toMeetingHash(meeting)
  const tree = createMerkleTree(leaves, hash)
  let agreed = 0
  let before = 0
  let covered = 0
  const late: LateSigning[] = []
  let signed = 0
  let plainSigned = 0
  let isAstray = false

  /** Whether the events are what this checkpoint was signed over. */
  async function check(jws: string, size: number | undefined, where: string): Promise<void> {
    const reading = await readCheckpoint(jws, keys ?? { keys: [] })
    const at = Math.min(agreed + 1, events.length)
    if (
      reading.outcome === 'invalid' ||
      reading.checkpoint.meeting !== meetingHash ||
      (size !== undefined && reading.checkpoint.size !== size)
    ) {
      findings.push({
        event: at,
        what: 'checkpoint',
        says: `the checkpoint ${where} is not one that was signed`,
      })
      return
    }
    const { checkpoint, kid, outcome } = reading
    if (outcome === 'unknown-key' && keys !== undefined) {
      const says = `the checkpoint ${where} is signed with key ${kid}, which is not among the keys given`
      findings.push({ event: at, until: checkpoint.size, what: 'unsigned', says })
      return
    }
    if (size !== undefined) {
      const batch = checkpoint.size - fromMarks(checkpoint.marks).length
      if (batch > before) late.push({ event: before + 1, until: batch, kid })
      before = checkpoint.size
    }
    covered = Math.max(covered, checkpoint.size)
    if (checkpoint.size > leaves.length) {
      if (!isBroken && !isAstray)
        findings.push({
          event: leaves.length + 1,
          until: checkpoint.size > leaves.length + 1 ? checkpoint.size : undefined,
          what: 'missing',
          says: `the checkpoint ${where} goes to event ${checkpoint.size}`,
        })
      isAstray = true
      return
    }
    if (isSame(tree.root(checkpoint.size), fromText(checkpoint.root) ?? new Uint8Array())) {
      if (outcome === 'signed') signed += 1
      agreed = Math.max(agreed, checkpoint.size)
      if (outcome === 'signed') plainSigned = Math.max(plainSigned, checkpoint.plain ?? 0)
      return
    }
    if (isAstray && size !== undefined) return
    if (size !== undefined) isAstray = true
    findings.push({
      ...locate(checkpoint.marks, checkpoint.size, size === undefined ? 0 : agreed),
      what: 'changed',
      says: `the checkpoint ${where} was signed over something else`,
    })
  }

  /** The first event that is not the one of its mark; where all marks fit, it is one that they do not cover. */
  function locate(marks: string, size: number, sure: number): Pick<MeetingFinding, 'event' | 'until'> {
    const known = fromMarks(marks)
    const first = size - known.length
    const wrong = known.findIndex(
      (mark, at) => !isSame(mark, (leaves[first + at] ?? new Uint8Array()).subarray(0, mark.length)),
    )
    if (wrong !== -1) return { event: first + wrong + 1 }
    const last = known.length > 0 && first > sure ? first : size
    return { event: sure + 1, until: last > sure + 1 ? last : undefined }
  }

  for (const { size, jws } of checkpoints) await check(jws, size, `at ${size}`)
  let others = 0
  for (const jws of held) {
    const reading = await readCheckpoint(jws, keys ?? { keys: [] })
    if (reading.outcome !== 'invalid' && reading.checkpoint.meeting !== meetingHash) others += 1
    else await check(jws, undefined, 'that is held elsewhere')
  }
  if (others > 0 && others === held.length) {
    const says = 'none of the checkpoints that are held elsewhere is of this meeting'
    findings.push({ event: Math.min(1, events.length), what: 'checkpoint', says })
  }
  // Whoever held one knows that it was signed: then rows of checkpoints that are gone excuse nothing.
  if (checkpoints.length + held.length > others && covered < leaves.length && !isAstray && !isBroken)
    findings.push({
      event: covered + 1,
      until: leaves.length > covered + 1 ? leaves.length : undefined,
      what: 'unsigned',
      says: 'no checkpoint covers it',
    })
  for (const number of redactedAt) {
    if (number > plainSigned && signed > 0)
      findings.push({
        event: number,
        what: 'changed',
        says: 'it was rewritten, and was none of those that may be',
      })
  }

  findings.sort((some, other) => some.event - other.event)
  const erased = [...named].filter((handle) => !persons.has(handle)).length
  return {
    outcome: findings.length > 0 ? 'fails' : signed > 0 ? 'holds' : 'unknown',
    events: events.length,
    people: named.size - erased,
    erased,
    plain,
    redacted: redactedAt.length,
    late,
    signed,
    findings,
  }
}

/** Whom the list of people has, and events do not account for: each of them as a sentence. */
function selectStrangers(people: readonly PersonKey[], named: ReadonlySet<string>): readonly string[] {
  const met = new Set<string>()
  return people.flatMap(({ handle, participant }) => {
    if (!named.has(handle)) return [`no event names ${handle}`]
    if (met.has(participant)) return [`${handle} is a second one of the same name`]
    met.add(participant)
    return []
  })
}
