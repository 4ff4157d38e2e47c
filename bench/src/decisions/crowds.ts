import type { Phase } from '../phases.ts'

// takes: how many people there are · gives: who of them does something in a round

/** How many people do the same, one after the other, before the next thing is done. */
const CROWD = 20_000
/** Strides through the meeting that no cache line follows. */
const STRIDE = 7_919

/** The people of the next round, by their place: never the host, who stays. */
export function crowdsOf(people: number): () => readonly number[] {
  let at = 0
  return () =>
    Array.from({ length: Math.min(CROWD, people - 1) }, () => {
      at = (at + STRIDE) % (people - 1)
      return at + 1
    })
}

/** What starts with `·` only sets the stage, and is not timed. @param decisions how many each one is */
export function phaseOf<Who>(
  name: string,
  crowd: readonly Who[],
  each: (who: Who) => void,
  decisions = 1,
): Phase {
  const run = (): void => {
    for (const who of crowd) each(who)
  }
  return pieceOf(name, crowd.length * decisions, run)
}

/** A piece of work that counts as so many. */
export function pieceOf(name: string, times: number, run: () => void): Phase {
  return name.startsWith('·') ? { times, run } : { name, times, run }
}
