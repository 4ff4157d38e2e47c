import type { Clock, Undo } from '../ports.ts'

// takes: who is to be told what · gives: each a turn, in slices between which everybody else gets theirs
// never: goes through all of them to begin with, tells one twice in the same round, or begins so often that none ends

/** Some who are told the same, each when it is their turn. */
export interface Round<One> {
  /** Looked at only as their turn comes. */
  readonly ones: Iterator<One>
  /** Says what is due to one. */
  due(one: One): void
}

export interface Slices<One> {
  /**
   * Begins a round, before those that are not urgent. One of the same name that is under way goes on, since each is told
   * how it is by their turn; after it come those who had theirs already.
   */
  add(name: string, round: Round<One>, isUrgent: boolean): void
  /** Puts down what the rounds under way have for somebody, as if it were their turn; whether one had not come to them yet. */
  take(one: One): boolean
  /** Leaves somebody out of the rounds under way. */
  skip(one: One): void
  /** Goes on: at once, right after what is under way, or as soon as it is the turn of those who may wait. */
  start(when: 'now' | 'next' | 'soon'): void
  close(): void
}

/** So many are told in one go. */
export const SLICE = 100

/**
 * @param begin begins a slice; what it gives says everything that is due to one
 * @param waitForTurn calls once it is the turn of those who may wait
 */
export function createSlices<One>(
  clock: Clock,
  begin: () => (one: One) => void,
  waitForTurn: (call: () => void) => Undo = (call) => clock.after(0, call),
): Slices<One> {
  interface Under extends Round<One> {
    readonly done: Set<One>
    isBegun: boolean
    /** The round after it: in it are done those who were told since it was asked for. */
    next?: Under
  }
  const urgent = new Map<string, Under>()
  const others = new Map<string, Under>()
  let timer: Undo | undefined
  /** Until all rounds are over: something closes by one of them. */
  let isHurried = false
  const isBusy = (): boolean => urgent.size + others.size > 0
  const goOn = (): void => {
    timer ??= isHurried ? clock.after(0, run) : waitForTurn(run)
  }

  function run(): void {
    timer = undefined
    const call = begin()
    let left = SLICE
    for (const rounds of [urgent, others]) {
      for (const [name, under] of [...rounds]) {
        for (; left > 0; left -= 1) {
          under.isBegun = true
          const { done: isOver, value } = under.ones.next()
          if (isOver === true) {
            rounds.delete(name)
            // Behind the others, so that what never ends is in nobody's way.
            if (under.next !== undefined) rounds.set(name, under.next)
            break
          }
          if (under.done.has(value)) continue
          under.due(value)
          under.next?.done.add(value)
          call(value)
        }
      }
    }
    if (isBusy()) goOn()
    else isHurried = false
  }
  const each = (act: (round: Under) => void): void => {
    for (const rounds of [urgent, others]) {
      for (const under of rounds.values()) {
        act(under)
        if (under.next !== undefined) act(under.next)
      }
    }
  }

  return {
    add(name, { due, ones }, isUrgent) {
      const rounds = isUrgent ? urgent : others
      const round: Under = { due, ones, done: new Set(), isBegun: false }
      const under = rounds.get(name)
      if (under?.isBegun) under.next = round
      else rounds.set(name, round)
    },
    take(one) {
      let isTurn = false
      each(({ due, done }) => {
        if (done.has(one)) return
        due(one)
        done.add(one)
        isTurn = true
      })
      return isTurn
    },
    skip(one) {
      each(({ done }) => done.add(one))
    },
    start(when) {
      if (!isBusy()) return
      if (when === 'soon') return goOn()
      if (when === 'now' || !isHurried) {
        timer?.()
        timer = undefined
      }
      isHurried = true
      if (when === 'now') run()
      else goOn()
    },
    close() {
      timer?.()
      urgent.clear()
      others.clear()
    },
  }
}
