import { AskFirstError } from '../error.ts'
import { isolate } from '../isolate.ts'
import { isNoCommand } from '../no-commands.ts'
import type { Clock, Keep, Undo } from '../ports.ts'
import type { FeatureView } from '../project.ts'
import { isNo } from '../state.ts'
import type { ClientState, PendingCommand, UplinkState } from './client-state.ts'
import { toKey } from './local-gate.ts'
import { hasOpen } from './open-asks.ts'

// takes: what the client knows, step by step · gives: whether the uplink is muted, and mutes it
// never: gives it back before all that was captured is confirmed to have stopped, but to the person's own hand

/** How an uplink is muted, and when. */
export interface SharedUplinkOptions {
  /**
   * Cuts everything of the person that AI may take from the uplink. What it returns takes that back and nothing
   * else: whoever had muted themselves stays muted.
   */
  mute(): Undo
  /** How long a no may be unconfirmed before the uplink is muted. @default 1_000 */
  readonly stopConfirmMs?: number
}

/** What the client does with an uplink that it was given. */
export interface SharedUplink {
  /** Begins to look after the uplink for one client. */
  watch(ports: {
    readonly clock: Clock
    readonly keep?: Keep | undefined
    /** It is time to `look` again, or something has changed. */
    onDue(): void
  }): WatchedUplink
}

/** An uplink that a client looks after. */
export interface WatchedUplink {
  /** Mutes it or gives it back by what is known now. */
  look(now: ClientState): UplinkState
  /** Gives it back to the person's own hand. */
  unmute(): void
  /** Looks no more; what is muted stays so. */
  close(): void
}

/** One feature that the person said no to while it may have captured them. */
interface Stop {
  /** Asks that were taken back; undefined for all of them. */
  asks: readonly string[] | undefined
  /** Nos that it began with or that came since. */
  readonly nos: Set<string>
  /** By the monotonic clock. */
  dueAt: number
  /** Whether anything may have been captured at all: else there is nothing to stop. */
  isNeeded: boolean
  isByHand: boolean
  /** Began as this device went from the call to the lobby. */
  isLeaving?: boolean
  /** Of a page before this one, until the authority says whether it is the same person's. */
  of?: string | undefined
}

/** A yes of somebody away for so long has expired, and what was kept of it with it. */
const KEPT_MS = 4 * 3_600_000
const PREFIX = 'uplink.'

/**
 * Has the client mute an uplink that serves people and AI alike, where a no is not confirmed in time: given as
 * `uplink` to `createConsentClient`. Not needed where the AI has a sender of its own, which `onGate` cuts.
 */
export function sharedUplink({ mute, stopConfirmMs = 1_000 }: SharedUplinkOptions): SharedUplink {
  return {
    watch({ clock, keep, onDue }) {
      const stops = new Map<string, Stop>()
      /** Features with a yes of which nobody knows what became of it. */
      const tried = new Set<string>()
      /** Asks that were open, until they are closed and all who enforce it have said so. */
      const captured = new Set<string>()
      let undo: Undo | undefined
      let undoTimer: Undo | undefined
      let state: UplinkState = 'open'
      let place: ClientState['place'] | undefined
      let isClosed = false
      let isLooking = false
      const soon = (): number => clock.monotonic() + stopConfirmMs

      for (const { feature, of, asks } of readKept(keep, clock.now())) {
        stops.set(feature, { asks, of, nos: new Set(), dueAt: soon(), isNeeded: true, isByHand: false })
      }

      function begin({ feature = '', id, asks }: Pick<PendingCommand, 'feature' | 'id' | 'asks'>): void {
        const known = stops.get(feature)
        if (known === undefined || known.isByHand) {
          // Said again after unmuting by hand: it is meant.
          const nos = new Set(known?.nos).add(id)
          stops.set(feature, { asks, nos, dueAt: soon(), isNeeded: false, isByHand: false })
          return
        }
        known.nos.add(id)
        known.asks = known.asks && asks && [...known.asks, ...asks]
      }

      const mayCapture = (feature: string, { gates }: FeatureView, asks?: readonly string[]): boolean =>
        (asks ?? Object.keys(gates)).some((ask) => captured.has(toKey(feature, ask)))

      /** Takes in what was said, and what the view says about it. */
      function learn({ connection, pending, place: here, view }: ClientState): void {
        const isLive = connection === 'live'
        const hasLeft = place === 'call' && here === 'lobby'
        place = here
        if (isLive) tried.clear()
        for (const { type, feature } of pending) {
          if ((type === 'consent.accept' || type === 'feature.enable') && feature) tried.add(feature)
        }
        for (const no of pending) {
          const isKnown = stops.get(no.feature ?? '')?.nos.has(no.id) === true
          if (isNoCommand(no) && !isKnown) begin(no)
        }
        if (view === undefined) return
        const owner = `${view.meeting}/${view.you.participant}`
        for (const [feature, seen] of Object.entries(view.features)) {
          const isSaid = isNo(seen.answer)
          for (const [ask, { open }] of Object.entries(seen.gates)) {
            if (open) captured.add(toKey(feature, ask))
            else if (seen.unconfirmed !== true) captured.delete(toKey(feature, ask))
          }
          // Said on another device: it is this uplink that is heard.
          if (isSaid && mayCapture(feature, seen) && !stops.has(feature)) begin({ feature, id: '' })
          if (!hasLeft || !hasOpen(seen)) continue
          begin({ feature, id: '' })
          Object.assign(stops.get(feature) ?? {}, { isLeaving: true })
        }
        for (const [feature, stop] of stops) {
          const seen = view.features[feature]
          const isStrange = stop.of !== undefined && stop.of !== owner
          stop.of = undefined
          const isPending = pending.some((one) => isNoCommand(one) && one.feature === feature)
          const isOpen = seen !== undefined && hasOpen(seen, stop.asks)
          if (!stop.isNeeded && ((seen && mayCapture(feature, seen, stop.asks)) || tried.has(feature))) {
            stop.isNeeded = true
            trySave(`${owner}/${feature}`, { feature, of: owner, asks: stop.asks, at: clock.now() })
          }
          const isLeaving = stop.isLeaving && here === 'lobby' && view.you.place === 'call' && isOpen
          // Open again without a no on its way is the person's own later word.
          const isOver = isLive && !isPending && !isLeaving && (isOpen || seen?.unconfirmed !== true)
          if (!isStrange && !isOver) continue
          stops.delete(feature)
          if (!isStrange) trySave(`${owner}/${feature}`)
        }
      }

      /** A full or forbidden store must not keep the uplink open. */
      function trySave(key: string, kept?: object): void {
        try {
          if (kept === undefined) keep?.remove(PREFIX + key)
          else keep?.save(PREFIX + key, JSON.stringify({ uplink: kept }))
        } catch {
          // It holds for as long as the page lives.
        }
      }

      /** The app's own code must not keep anything else from being done. */
      function tryMute(): void {
        isolate(() => {
          const result: unknown = mute()
          undo = typeof result === 'function' ? (result as Undo) : () => {}
          if (typeof result !== 'function') throw noUndo()
        })
      }
      function release(): void {
        const now = undo
        undo = undefined
        isolate(() => now?.())
      }

      function act(): UplinkState {
        const held = [...stops.values()].filter(({ isNeeded }) => isNeeded)
        const due = held.filter(({ isByHand }) => !isByHand)
        if (due.length === 0) release()
        if (undo === undefined && due.some(({ dueAt }) => dueAt <= clock.monotonic())) {
          tryMute()
          // What failed is tried again.
          if (undo === undefined) for (const stop of due) stop.dueAt = soon()
        }
        undoTimer?.()
        undoTimer = undefined
        if (undo !== undefined) return 'muted'
        if (due.length > 0 && !isClosed) {
          const dueAt = Math.min(...due.map((stop) => stop.dueAt))
          undoTimer = clock.after(Math.max(0, dueAt - clock.monotonic()), onDue)
        }
        return held.length > due.length ? 'unmuted' : 'open'
      }

      return {
        look(now) {
          // The app's mute may do something with the client: that is looked at right after.
          if (isLooking) {
            queueMicrotask(onDue)
            return state
          }
          isLooking = true
          learn(now)
          state = act()
          isLooking = false
          return state
        },
        unmute() {
          if (undo === undefined) return
          for (const stop of stops.values()) if (stop.isNeeded) stop.isByHand = true
          release()
          onDue()
        },
        close() {
          isClosed = true
          undoTimer?.()
        },
      }
    },
  }
}

interface Kept {
  readonly feature: string
  readonly of: string
  readonly asks?: readonly string[] | undefined
  readonly at: number
}

/** What a page before this one had not seen stopped. */
function readKept(keep: Keep | undefined, now: number): Kept[] {
  try {
    return (keep?.load() ?? []).flatMap((text) => {
      const kept = toKept(text)
      return kept === undefined || now - kept.at > KEPT_MS ? [] : [kept]
    })
  } catch {
    return []
  }
}

function toKept(text: string): Kept | undefined {
  try {
    const { uplink } = JSON.parse(text) as { uplink?: Partial<Kept> }
    if (typeof uplink?.feature !== 'string' || typeof uplink.of !== 'string') return undefined
    return typeof uplink.at === 'number' ? (uplink as Kept) : undefined
  } catch {
    return undefined
  }
}

const noUndo = (): AskFirstError =>
  new AskFirstError('uplink', {
    what: 'mute of a shared uplink returned no function.',
    why: 'Only what it returns can give the uplink back.',
    fix: 'Return the undo: mute: () => { hold(); return release }.',
  })
