import type { Authority } from '@askfirst/core/authority'

// takes: names of meetings · gives: the authority of each, opened once, and again after it was let go
// never: lets go of a meeting with somebody in it, or that anything is on in

export interface MeetingsOptions {
  open(meeting: string): Promise<Authority>
  /** Whether nobody would miss the authority. */
  isIdle(authority: Authority): boolean
  /** How long a meeting has to be idle before it is let go of. */
  readonly forgetAfterMs: number
  onFault(error: unknown, meeting: string): void
  onForget(meeting: string): void
}

export interface Meetings {
  /** One authority per meeting; where opening failed, the next to come tries again. */
  of(meeting: string): Promise<Authority>
  /** The authority of a meeting that is open. */
  opened(meeting: string): Authority | undefined
  size(): number
  /** How many gates are open in all of them. */
  openGates(): number
  /** Takes nothing more but what closes; resolves once all that was taken is written, or the time is over. */
  drain(withinMs: number): Promise<void>
  close(): Promise<void>
}

export function createMeetings(options: MeetingsOptions): Meetings {
  const opening = new Map<string, Promise<Authority>>()
  const opened = new Map<string, Authority>()
  /** When each was last seen to be needed. */
  const neededAt = new Map<string, number>()
  let isClosed = false

  async function open(meeting: string): Promise<Authority> {
    const authority = await options.open(meeting)
    if (isClosed) await authority.close()
    opened.set(meeting, authority)
    // Superseded by another writer, or let go of: whoever comes next opens it anew.
    authority.onEnd(() => {
      opened.delete(meeting)
      opening.delete(meeting)
      neededAt.delete(meeting)
    })
    return authority
  }

  function sweep(): void {
    const now = performance.now()
    for (const [meeting, authority] of [...opened]) {
      if (!options.isIdle(authority)) neededAt.set(meeting, now)
      else if (now - (neededAt.get(meeting) ?? 0) >= options.forgetAfterMs) {
        // Everything in it is in the ledger: nothing is under way.
        void authority.close()
        options.onForget(meeting)
      }
    }
  }
  const timer = setInterval(sweep, Math.min(options.forgetAfterMs / 2, 60_000)).unref()

  return {
    of(meeting) {
      if (isClosed) return Promise.reject(new Error('The consent server is closed.'))
      neededAt.set(meeting, performance.now())
      const known = opening.get(meeting)
      if (known !== undefined) return known
      const attempt = open(meeting)
      opening.set(meeting, attempt)
      attempt.catch((error: unknown) => {
        opening.delete(meeting)
        neededAt.delete(meeting)
        options.onFault(error, meeting)
      })
      return attempt
    },
    opened: (meeting) => opened.get(meeting),
    size: () => opened.size,
    openGates: () => [...opened.values()].reduce((sum, authority) => sum + authority.openGates(), 0),
    async drain(withinMs) {
      isClosed = true
      clearInterval(timer)
      await within(withinMs, async () => {
        await Promise.allSettled(opening.values())
        await Promise.all([...opened.values()].map((authority) => authority.drain()))
      })
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      await Promise.all([...opened.values()].map((authority) => authority.close()))
    },
  }
}

/** Waits for something, but not for longer. */
export async function within(ms: number, act: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([act(), late])
  clearTimeout(timer)
}
