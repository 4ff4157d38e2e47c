import { isolate } from '../isolate.ts'
import type { Undo } from '../ports.ts'
import type { AllowChange, AllowList } from '../protocol/gate-messages.ts'

// takes: whole allow-lists and their changes, a growing epoch, a lease · gives: open or closed, at once
// never: opens on what it does not know, and is closed the moment the lease has run out

/** A gate of one participant that closed: what is buffered of them is to be thrown away. */
export interface Revocation {
  readonly participant: string
  readonly feature: string
  readonly ask: string
}

/** Stands for a participant in the gate that gave it, and in no other. */
export type ParticipantHandle = number & { readonly of: 'participant' }

/** Stands for an ask of a feature in the gate that gave it, and in no other. */
export type AskHandle = number & { readonly of: 'ask' }

/** Checks that share one look at the clock. */
export interface GateBatch {
  /** Whether the gate is open: a gate that closes in the middle of the batch is closed from then on. */
  permits(participant: ParticipantHandle, ask: AskHandle): boolean
}

/** The gates of some features as an AI worker obeys them. */
export interface Gate {
  /**
   * The handle of a participant, known or not: the same for as long as the gate exists, over lost
   * connections too. Remembered for good, so ask for it once a person and not for names that anybody sent.
   */
  participant(id: string): ParticipantHandle
  /** The handle of an ask; as `participant`. */
  ask(feature: string, ask: string): AskHandle
  /**
   * Reads the clock once for many checks by handle; where the lease has run out by then, all of them are
   * closed.
   *
   * It serves the synchronous run in which it was begun: held over an `await` it is closed, since by then
   * nobody would have looked at the lease. Begin one for each packet or frame, or for what arrived together.
   */
  batch(): GateBatch
  /** Whether the participant's gate is open right now. Unknown means closed. */
  permits(participant: string, feature: string, ask: string): boolean
  /** Who may be captured for the ask right now. */
  allowed(feature: string, ask: string): readonly string[]
  /** The run that is on; null where there is none, or the authority is out of reach. */
  activation(feature: string): string | null
  /** Whole lists of everything known, for enforcers: none while the authority is out of reach. */
  lists(): readonly AllowList[]
  /** Hears of gates that closed, after `permits` says so. */
  onRevoke(listener: (revocation: Revocation) => void): Undo
  /** Hears that lists changed, opened or closed. */
  onChange(listener: () => void): Undo
}

/** A gate with the side that its lists come in by. */
export interface FedGate extends Gate {
  /** Takes lists as they came; one that is not newer than what is known changes nothing. */
  apply(lists: readonly AllowList[]): void
  /** Takes what became of a list; says whether that list is the one that is known. */
  change(change: AllowChange): boolean
  /** Closes everything and forgets it: nothing opens before the next whole lists. */
  closeAll(): void
}

interface Entry {
  readonly activation: string | null
  readonly term: number
  epoch: number
  /** Open asks by participant; so few that looking through them beats a set. */
  readonly asks: Map<string, readonly string[]>
}

/** The gates of one ask, by participant handle: 1 is open. */
interface Column {
  readonly feature: string
  readonly ask: string
  cells: Uint8Array
}

/** Tells every listener, whatever one of them throws. */
export function tell<Value>(listeners: Iterable<(value: Value) => void>, value: Value): void {
  for (const listener of listeners) isolate(() => listener(value))
}

/**
 * The gate itself, fed by a connection; `isLive` is asked at every check.
 *
 * @param onMiss hears of what was asked about and is not open, each time, and of each handle: there may be no such
 * feature or ask
 */
export function createGate(isLive: () => boolean, onMiss?: (feature: string, ask?: string) => void): FedGate {
  const entries = new Map<string, Entry>()
  const revoked = new Set<(revocation: Revocation) => void>()
  const changed = new Set<() => void>()
  const handles = new Map<string, number>()
  const columns: Column[] = []
  /** Whether the lease held when the clock was last read in this synchronous run. */
  let isBatchLive = false
  const current: GateBatch = {
    permits: (participant, ask) => isBatchLive && columns[ask]?.cells[participant] === 1,
  }
  const endBatch = (): void => {
    isBatchLive = false
  }

  const miss = (feature: string, ask?: string): false => {
    onMiss?.(feature, ask)
    return false
  }
  const isListed = (participant: string, feature: string, ask: string): boolean =>
    entries.get(feature)?.asks.get(participant)?.includes(ask) === true
  const setCell = (column: Column, participant: string): void => {
    const handle = handles.get(participant) ?? 0
    if (handle >= column.cells.length) {
      const { cells } = column
      column.cells = new Uint8Array(2 * handle + 64)
      column.cells.set(cells)
    }
    column.cells[handle] = Number(isListed(participant, column.feature, column.ask))
  }
  const setRow = (participant: string): void => {
    for (const column of columns) setCell(column, participant)
  }

  /**
   * Sets the gates of those named, and gives what closed by it, at a cost that does not grow with the list. It is told
   * once everything is set: a listener may close more, or take newer lists.
   */
  const amend = (feature: string, open: Entry['asks'], allow: AllowChange['allow']): Revocation[] => {
    const before: Revocation[] = []
    for (const { participant, asks } of allow) {
      for (const ask of open.get(participant) ?? []) before.push({ participant, feature, ask })
      open.set(participant, asks)
      if (handles.has(participant)) setRow(participant)
    }
    return before.filter(({ participant, ask }) => !isListed(participant, feature, ask))
  }
  const tellOf = (closed: readonly Revocation[]): void => {
    for (const one of closed) tell(revoked, one)
    tell(changed, undefined)
  }

  return {
    participant(id: string): ParticipantHandle {
      const handle = handles.get(id) ?? handles.size
      if (handle === handles.size) {
        handles.set(id, handle)
        setRow(id)
      }
      return handle as ParticipantHandle
    },
    ask(feature: string, ask: string): AskHandle {
      const known = columns.findIndex((column) => column.feature === feature && column.ask === ask)
      if (known >= 0) return known as AskHandle
      const column = { feature, ask, cells: new Uint8Array() }
      for (const participant of handles.keys()) setCell(column, participant)
      miss(feature, ask)
      return (columns.push(column) - 1) as AskHandle
    },
    batch(): GateBatch {
      const hasEnd = isBatchLive
      isBatchLive = isLive()
      if (isBatchLive && !hasEnd) queueMicrotask(endBatch)
      return current
    },
    permits: (participant: string, feature: string, ask: string) =>
      isLive() && (isListed(participant, feature, ask) || miss(feature, ask)),
    allowed(feature: string, ask: string): readonly string[] {
      const asks = isLive() ? entries.get(feature)?.asks : undefined
      const open = [...(asks ?? [])].flatMap(([participant, open]) =>
        open.includes(ask) ? [participant] : [],
      )
      if (open.length === 0) miss(feature, ask)
      return open
    },
    lists: () =>
      [...(isLive() ? entries : [])].map(([feature, { asks, ...of }]) => ({
        ...of,
        feature,
        allow: [...asks].flatMap(([participant, open]) =>
          open.length > 0 ? [{ participant, asks: [...open] }] : [],
        ),
      })),
    activation(feature: string): string | null {
      const activation = isLive() ? entries.get(feature)?.activation : null
      if (activation === undefined) miss(feature)
      return activation ?? null
    },
    onRevoke(listener: (revocation: Revocation) => void): Undo {
      revoked.add(listener)
      return () => revoked.delete(listener)
    },
    onChange(listener: () => void): Undo {
      changed.add(listener)
      return () => changed.delete(listener)
    },
    apply(lists: readonly AllowList[]): void {
      let closed: readonly Revocation[] = []
      for (const list of lists) {
        const known = entries.get(list.feature)
        // By term, then by epoch.
        if (known !== undefined && (list.term - known.term || list.epoch - known.epoch) <= 0) continue
        const asks: Entry['asks'] = known?.asks ?? new Map()
        const { activation, term, epoch } = list
        entries.set(list.feature, { activation, term, epoch, asks })
        // Not as arguments of a call, of which there cannot be so many as a crowd has gates.
        closed = closed.concat(amend(list.feature, asks, [...toClosed(asks), ...list.allow]))
      }
      tellOf(closed)
    },
    change({ feature, term, epoch, allow }: AllowChange): boolean {
      const known = entries.get(feature)
      if (known?.term !== term || epoch > known.epoch + 1) return false
      if (epoch > known.epoch) {
        known.epoch = epoch
        tellOf(amend(feature, known.asks, allow))
      }
      return true
    },
    closeAll(): void {
      endBatch()
      if (entries.size === 0) return
      const before = [...entries]
      entries.clear()
      tellOf(before.flatMap(([feature, { asks }]) => amend(feature, asks, toClosed(asks))))
    },
  }
}

const toClosed = (asks: Entry['asks']): AllowChange['allow'] =>
  [...asks.keys()].map((participant) => ({ participant, asks: [] }))
