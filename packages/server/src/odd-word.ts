// takes: a word that nobody knows, and those there are · gives: which of them was meant, perhaps

/** The first word in something that is not among those there are; undefined where each is. */
export const findOdd = (of: object, known: readonly string[]): string | undefined =>
  Object.keys(of).find((word) => !known.includes(word))

/** What may be meant by a word that is not there, where it is so few slips away. */
export function findNear(odd: string, known: readonly string[], slips = 2): string | undefined {
  const [nearest = ''] = known.toSorted((one, other) => countSlips(odd, one) - countSlips(odd, other))
  return countSlips(odd, nearest) <= slips ? nearest : undefined
}

/** What to do about a word that is not there. */
export function tellWords(odd: string, known: readonly string[]): string {
  const near = findNear(odd, known)
  return `${near === undefined ? '' : `Perhaps "${near}" is meant. `}There are: ${known.join(', ')}.`
}

/** How many letters are missing, too many or others. */
function countSlips(odd: string, name: string): number {
  // For each beginning of the name, how many it takes from what was gone through of the other.
  let slips = Array.from({ length: name.length + 1 }, (_, at) => at)
  for (const [row, letter] of [...odd].entries()) {
    const next = [row + 1]
    for (const [at, wanted] of [...name].entries()) {
      const [left = 0, before = 0, above = 0] = [next[at], slips[at], slips[at + 1]]
      next.push(Math.min(left + 1, above + 1, before + Number(letter !== wanted)))
    }
    slips = next
  }
  return slips[name.length] ?? 0
}
