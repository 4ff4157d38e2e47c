import {
  type Catalogue,
  createMeetingState,
  type MeetingEvent,
  type MeetingState,
  replay,
} from '@askfirst/core/authority'
import {
  createGrowingTree,
  type MeetingEvidence,
  type MerkleTree,
  openBody,
  selectHandles,
} from '@askfirst/core/evidence'
import { nodeHash, openEvents } from './ledger/sealed-ledger.ts'
import { giveTurn } from './ledger/turn.ts'

// takes: all that a ledger holds of a meeting · gives: what records, receipts and pages of it are made of
// never: holds up the loop for longer than a few events take, however many there are

/** A meeting as it was at one moment, gone through once for everybody who asks. */
export interface Reading {
  readonly evidence: MeetingEvidence
  readonly events: readonly MeetingEvent[]
  readonly tree: MerkleTree
  /** Base64url, in order. */
  readonly leaves: readonly string[]
  /** Numbers of the events that name somebody, by handle. */
  readonly naming: ReadonlyMap<string, readonly number[]>
  /** Numbers of those that are about nobody alone, and of all from before bodies named nobody. */
  readonly around: readonly number[]
  /** Where features were turned on and off, but not before bodies named nobody. */
  readonly runs: readonly { readonly number: number; readonly feature: string }[]
  /** What the meeting came to. Made once it is asked for; it is for everybody, and not to be changed. */
  state(): Promise<MeetingState>
}

/** How many events are gone through before everything else has its turn. */
const SLICE = 50

/** @throws AskFirstError `ledger-evidence` where an event cannot be read */
export async function readThrough(evidence: MeetingEvidence, catalogue: Catalogue): Promise<Reading> {
  const open = openEvents(evidence)
  const events: MeetingEvent[] = []
  const tree = createGrowingTree(nodeHash)
  const leaves: string[] = []
  const naming = new Map<string, number[]>()
  const around: number[] = []
  const runs: { readonly number: number; readonly feature: string }[] = []
  for (const row of evidence.events) {
    if (events.length % SLICE === SLICE - 1) await giveTurn()
    const { number, body, leaf } = row
    const event = open(row)
    events.push(event)
    tree.add(leaf)
    leaves.push(Buffer.from(leaf).toString('base64url'))
    const isPlain = openBody(body)?.isPlain === true
    const isRun = event.type === 'feature.enabled' || event.type === 'feature.disabled'
    if (isRun && !isPlain) runs.push({ number, feature: event.feature })
    if (isPlain || !('participant' in event)) around.push(number)
    for (const handle of selectHandles(body)) {
      const numbers = naming.get(handle)
      if (numbers === undefined) naming.set(handle, [number])
      else numbers.push(number)
    }
  }

  async function replayAll(): Promise<MeetingState> {
    const state = createMeetingState(evidence.meeting, catalogue)
    for (let at = 0; at < events.length; at += SLICE) {
      replay(state, events.slice(at, at + SLICE))
      await giveTurn()
    }
    return state
  }
  let known: Promise<MeetingState> | undefined
  return {
    evidence,
    events,
    tree,
    leaves,
    naming,
    around,
    runs,
    state() {
      known ??= replayAll()
      return known
    },
  }
}
