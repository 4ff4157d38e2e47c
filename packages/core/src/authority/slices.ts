import type { Clock, Undo } from '../ports.ts'

/** A crowd that is told something, one after the other. */
export interface Slices<One> {
  /** Once each, however often it is added before its turn; the urgent ones are before all others. */
  add(one: One, isUrgent: boolean): void
  has(one: One): boolean
  delete(one: One): void
  /** Begins, at once where all fit into one slice. */
  start(): void
  close(): void
}

const SLICE = 250

/** Calls for each of many in slices, between which everybody else gets their turn. */
export function createSlices<One>(clock: Clock, call: (one: One) => void): Slices<One> {
  const urgent = new Set<One>()
  const others = new Set<One>()
  let timer: Undo | undefined

  function run(): void {
    timer = undefined
    let left = SLICE
    for (const queue of [urgent, others]) {
      for (const one of queue) {
        if (left === 0) break
        left -= 1
        queue.delete(one)
        call(one)
      }
    }
    goOn()
  }
  const goOn = (): void => {
    if (urgent.size + others.size > 0) timer ??= clock.after(0, run)
  }

  return {
    add(one, isUrgent) {
      if (isUrgent) others.delete(one)
      if (!urgent.has(one)) (isUrgent ? urgent : others).add(one)
    },
    has: (one) => urgent.has(one) || others.has(one),
    delete(one) {
      urgent.delete(one)
      others.delete(one)
    },
    start() {
      if (timer === undefined && urgent.size + others.size <= SLICE) run()
      else goOn()
    },
    close() {
      timer?.()
      urgent.clear()
      others.clear()
    },
  }
}
