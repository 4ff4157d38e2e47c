// takes: rows of numbers of any length · gives: a number for each, the same for the same row
// A map of JavaScript ends at 16 million, and takes ten times the memory.

export interface RowSet {
  readonly size: number
  /** The number of the row that stands there: how many there were before, where it is new. */
  find(words: Uint32Array, from: number, to: number): number
  /** The row of a number, to read. */
  row(number: number): Uint32Array
}

export function createRowSet(): RowSet {
  let rows = new Uint32Array(4_096)
  // Where each row begins, and behind the last, where the next will.
  let starts = new Uint32Array(1_024)
  let slots = new Uint32Array(2_048)
  let size = 0

  const slotOf = (words: Uint32Array, from: number, to: number): number => {
    let hash = 0x9e3779b9
    for (let place = from; place < to; place += 1) {
      hash = Math.imul(hash ^ (words[place] ?? 0), 0x85ebca6b)
      hash ^= hash >>> 15
    }
    return (hash >>> 0) & (slots.length - 1)
  }
  const isAt = (number: number, words: Uint32Array, from: number, to: number): boolean => {
    const start = starts[number] ?? 0
    if ((starts[number + 1] ?? 0) - start !== to - from) return false
    for (let place = from; place < to; place += 1)
      if (rows[start + place - from] !== words[place]) return false
    return true
  }
  function growSlots(): void {
    slots = new Uint32Array(slots.length * 2)
    for (let number = 0; number < size; number += 1) {
      let slot = slotOf(rows, starts[number] ?? 0, starts[number + 1] ?? 0)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = number + 1
    }
  }
  function add(words: Uint32Array, from: number, to: number): void {
    const start = starts[size] ?? 0
    const end = start + to - from
    while (end > rows.length) rows = larger(rows)
    for (let place = from; place < to; place += 1) rows[start + place - from] = words[place] ?? 0
    size += 1
    if (size === starts.length) starts = larger(starts)
    starts[size] = end
    if (size * 2 > slots.length) growSlots()
  }

  return {
    get size() {
      return size
    },
    find(words, from, to) {
      let slot = slotOf(words, from, to)
      for (let number = slots[slot] ?? 0; number !== 0; number = slots[slot] ?? 0) {
        if (isAt(number - 1, words, from, to)) return number - 1
        slot = (slot + 1) & (slots.length - 1)
      }
      slots[slot] = size + 1
      add(words, from, to)
      return size - 1
    },
    row: (number) => rows.subarray(starts[number], starts[number + 1]),
  }
}

function larger(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(words.length * 2)
  more.set(words)
  return more
}
