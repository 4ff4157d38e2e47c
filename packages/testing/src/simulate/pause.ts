import type { Clock } from '@askfirst/core'

// takes: a clock · gives: something that can stand still, and then does all that it would have done, in order

/** Something that may stand still for a while: a line, a process, a machine. What it would do waits in order. */
export interface Pause {
  isPaused(): boolean
  /** Monotonic time since when it stands still. */
  since(): number | undefined
  /** When it last went on, or was made. */
  goesSince(): number
  pause(): void
  /** Goes on, with everything that waited. */
  resume(): void
  /** Calls now, or once it goes on. */
  pass(call: () => void): void
  /** Resolves now, or once it goes on. */
  going(): Promise<void>
  /** The clock as what stands still has it: time goes by, and nothing that is due is done. */
  readonly clock: Clock
}

export function createPause(clock: Clock): Pause {
  let since: number | undefined
  let goesSince = clock.monotonic()
  const held: (() => void)[] = []
  const pass = (call: () => void): void => {
    if (since === undefined) call()
    else held.push(call)
  }
  return {
    isPaused: () => since !== undefined,
    since: () => since,
    goesSince: () => goesSince,
    pause() {
      since ??= clock.monotonic()
    },
    resume() {
      if (since !== undefined) goesSince = clock.monotonic()
      since = undefined
      for (const call of held.splice(0)) call()
    },
    pass,
    going: () => new Promise((resolve) => pass(resolve)),
    clock: {
      now: clock.now,
      monotonic: clock.monotonic,
      after(delayMs, call) {
        let isUndone = false
        const undo = clock.after(delayMs, () =>
          pass(() => {
            if (!isUndone) call()
          }),
        )
        return () => {
          isUndone = true
          undo()
        }
      },
    },
  }
}
