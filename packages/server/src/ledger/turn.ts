/** Lets everything else that waits have its turn: what takes long does so between its parts. */
export const giveTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** How many are gone through before everything else in this process has its turn. */
const AT_ONCE = 250

/** Goes through all of them, and lets everything else have its turn now and then. */
export async function inTurns<One>(all: Iterable<One>, call: (one: One) => void): Promise<void> {
  let gone = 0
  for (const one of all) {
    call(one)
    gone += 1
    if (gone % AT_ONCE === 0) await giveTurn()
  }
}
