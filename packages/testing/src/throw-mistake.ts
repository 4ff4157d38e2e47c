// takes: what an authority or a reception has survived · gives: the same as an uncaught error, where it is a mistake in the code

/** Makes a run fail by what a server lives on with: mistakes in code, and not the faults of a ledger that is told to fail. */
export function throwMistake(error: unknown): void {
  const isMistake = [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind)
  if (!isMistake) return
  queueMicrotask(() => {
    throw error
  })
}
