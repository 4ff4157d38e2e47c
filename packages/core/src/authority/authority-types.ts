import type { Command } from '../commands.ts'
import type { MeetingEvent } from '../events.ts'
import type { Catalogue } from '../model/catalogue.ts'
import type { Actor } from '../model/participant.ts'
import type { Clock, Ids, Ledger, Random, Undo } from '../ports.ts'
import type { KeeperView } from '../project/keeper.ts'
import type { Viewer } from '../project.ts'
import type { Hello } from '../protocol/client-messages.ts'
import type { AllowChange, AllowList, ErasureDuty } from '../protocol/gate-messages.ts'
import type { ServerMessage } from '../protocol/server-messages.ts'
import type { Reply } from '../rejection.ts'
import type { PersonSession } from './listener.ts'

// gives: the types of what an authority is made with, and of what it does: apart from how it does it

/** The meeting, what may be asked in it, and the world that its authority runs in. */
export interface AuthorityOptions {
  readonly meeting: string
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Random
  /** How long a feature goes on without a host, unless its policy keeps it. @default 60_000 */
  readonly hostlessAfterMs?: number | undefined
  /** How long somebody may be away before their yes no longer counts. @default 14_400_000, four hours */
  readonly expireAfterMs?: number | undefined
  /** How long an enforcer may take to say what it enforced. @default 3_000 */
  readonly enforceWithinMs?: number | undefined
  /**
   * Calls once it is the turn of those who may wait: whom a fact is not about, where it closes nothing for everybody.
   * Where a program has many meetings, so that the host of one does not wait for the crowd of another. With it they wait
   * however few they are. It calls later, and never before it returns; what throws in its turn ends that meeting alone.
   *
   * @default `clock.after(0)`, in a meeting of more than a hundred devices
   */
  readonly waitForTurn?: ((call: () => void) => Undo) | undefined
  /** After each commit; for logs. */
  onCommit?(events: readonly MeetingEvent[]): void
  /** What a listener threw, or the ledger: nothing is lost by it, but somebody should know. */
  onFault?(error: unknown): void
}

/** What an AI worker is told: whole allow-lists, and what to erase. */
export interface WorkerListener {
  /** Whose reports are this one's, as facts name it: `gate:<name>`. @default it reports nothing */
  readonly name?: string | undefined
  readonly features: readonly string[]
  /** Whose erasure duties these are; absent for a worker that only reads gates. */
  readonly processor?: string | undefined
  /** The whole list of each feature that changed; of all features in the first call. */
  onLists(lists: readonly AllowList[]): void
  /** What became of lists since; absent for a worker that wants whole lists each time. */
  onChanges?(changes: readonly AllowChange[]): void
  /** What is to be erased: in the first call everything that is open. */
  onDuties(duties: readonly ErasureDuty[]): void
}

/** Who is looking, and with which device. */
export interface AttachedViewer extends Viewer {
  /** Stable for the device, over reconnects. */
  readonly connection: string
  /** Display name; kept in memory only. @default none */
  readonly name?: string | undefined
}

/** How one device is told. */
export interface AttachOptions {
  /** How long device and authority believe in each other without a word, for the welcome. */
  readonly leaseMs: number
  /** Of the protocol, for the welcome. */
  readonly version: string
  /** Sends one message to the device, in order. */
  send(message: ServerMessage): void
  /** Where to go on: the session that was lost and the last update seen. @default from the beginning, by a snapshot */
  readonly resume?: Hello['resume']
}

/** The single writer of one meeting. */
export interface Authority {
  readonly meeting: string
  /** Ids of the declared features. */
  readonly features: readonly string[]
  /** Queues a command; the reply comes after its commit. Sent twice by one actor, an id counts once. */
  dispatch(command: Command, actor: Actor): Promise<Reply>
  /** Begins telling one device of a person what it may see: a welcome, and what it has not seen yet. */
  attach(viewer: AttachedViewer, options: AttachOptions): PersonSession
  /** What the controller's record keeper may see, of one participant or of all: every answer by name. */
  look(participant?: string): KeeperView
  /** Begins telling a worker; says everything it has to know first. */
  attachWorker(listener: WorkerListener): Undo
  /**
   * Whether nobody else can write the meeting now or within `forMs`, or nobody may be captured in it anyway. Whoever
   * is told that all is well relies on it: after a sleep it is false until the ledger has been asked.
   */
  owns(forMs: number): boolean
  /** Whether the gate is open by committed facts, less everything on its way to be closed. */
  permits(participant: string, feature: string, ask: string): boolean
  /** How many gates are open, by the same measure; a look at everybody who has one. */
  openGates(): number
  /** Whether a token still counts: issued after its person was last removed or given another role. */
  admits(participant: string, issuedAt: number | undefined): boolean
  /** Hears of participants whose earlier tokens are over: their links are to be ended. */
  onCut(listener: (participant: string) => void): Undo
  /** Hears that this authority is over: closed, or another one writes the meeting now. */
  onEnd(listener: () => void): Undo
  /**
   * Whether nobody is connected, nothing is on and nothing is under way: it may be closed and read back later.
   *
   * @param own workers that are no reason to keep it
   */
  isIdle(own?: number): boolean
  /**
   * Takes nothing more but what closes, and resolves once what was taken is committed, or could not be. Where the
   * ledger does not answer it does not resolve: give it a time.
   */
  drain(): Promise<void>
  /** Ends it. What is not committed yet is rejected as `unavailable`. */
  close(): Promise<void>
}
