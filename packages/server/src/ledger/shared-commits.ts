// takes: what meetings have to write · gives: one transaction for all that came in the same turn
// never: says that anything is written before its transaction is, or lets one fail for what is another's

/** Writes in one transaction with whoever else does in this turn; resolves once that is on disk. */
export interface SharedCommits {
  write(act: () => void): Promise<void>
  /** Writes now what still waits for the end of the turn. */
  flush(): void
}

/** What one meeting has to write. */
interface Write {
  readonly act: () => void
  resolve(): void
  reject(error: unknown): void
}

/** Of each file of this process that has something to write at the end of this turn. */
const due = new Set<() => void>()

/** Writes now what waits for the end of the turn, in every file. */
export function writeDue(): void {
  for (const flush of due) flush()
}

/** So many meetings are told in one go, and then whatever came meanwhile has its turn: a no among it. */
const TOLD_AT_ONCE = 20

/**
 * @param commit does what it is given in one transaction, and throws where it could not
 * @param isRefused whether an error keeps everybody from writing, so that trying each alone is of no use
 */
export function createSharedCommits(
  commit: (act: () => void) => void,
  isRefused: (error: unknown) => boolean,
): SharedCommits {
  let waiting: Write[] = []

  /** Whether they are written, all of them; where not, why. */
  function tryAll(writes: readonly Write[]): { readonly error: unknown } | undefined {
    try {
      commit(() => {
        for (const { act } of writes) act()
      })
      return undefined
    } catch (error) {
      return { error }
    }
  }

  function flush(): void {
    due.delete(flush)
    if (waiting.length === 0) return
    const writes = waiting
    waiting = []
    writeAll(writes)
  }

  /** What kept one of them from being written is not the others' fault: it is found by halves, a few commits in all. */
  function writeAll(writes: readonly Write[], refusal?: { readonly error: unknown }): typeof refusal {
    const failure = refusal ?? tryAll(writes)
    if (failure === undefined) {
      tell(writes)
      return undefined
    }
    if (writes.length === 1 || isRefused(failure.error)) {
      for (const { reject } of writes) reject(failure.error)
      return isRefused(failure.error) ? failure : undefined
    }
    const half = Math.ceil(writes.length / 2)
    return writeAll(writes.slice(half), writeAll(writes.slice(0, half)))
  }

  function tell(writes: readonly Write[], from = 0): void {
    for (const { resolve } of writes.slice(from, from + TOLD_AT_ONCE)) resolve()
    if (from + TOLD_AT_ONCE < writes.length) setImmediate(() => tell(writes, from + TOLD_AT_ONCE))
  }

  return {
    write: (act) =>
      new Promise((resolve, reject) => {
        // At the end of the turn: whatever else arrives in it is written together.
        if (waiting.length === 0) setImmediate(flush)
        due.add(flush)
        waiting.push({ act, resolve, reject })
      }),
    flush,
  }
}
