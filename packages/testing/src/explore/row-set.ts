// takes: rows of numbers, all of one width · gives: a number for each, the same for the same row
// A map of JavaScript ends at 16 million, and takes ten times the memory.

export interface RowSet {
  readonly size: number
  /** The number of the row: how many there were before, where it is new. */
  find(row: Uint32Array): number
  /** All rows, one after the other. */
  rows(): Uint32Array
}

export function createRowSet(width: number): RowSet {
  let rows = new Uint32Array(width * 1_024)
  let slots = new Uint32Array(4_096)
  let size = 0

  const slotOf = (row: Uint32Array, from: number): number => {
    let hash = 0x9e3779b9
    for (let place = 0; place < width; place += 1) {
      hash = Math.imul(hash ^ (row[from + place] ?? 0), 0x85ebca6b)
      hash ^= hash >>> 15
    }
    return (hash >>> 0) & (slots.length - 1)
  }
  const isAt = (number: number, row: Uint32Array): boolean => {
    const from = number * width
    for (let place = 0; place < width; place += 1) if (rows[from + place] !== row[place]) return false
    return true
  }
  function grow(): void {
    slots = new Uint32Array(slots.length * 2)
    for (let number = 0; number < size; number += 1) {
      let slot = slotOf(rows, number * width)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = number + 1
    }
  }

  return {
    get size() {
      return size
    },
    find(row) {
      let slot = slotOf(row, 0)
      for (let number = slots[slot] ?? 0; number !== 0; number = slots[slot] ?? 0) {
        if (isAt(number - 1, row)) return number - 1
        slot = (slot + 1) & (slots.length - 1)
      }
      if ((size + 1) * width > rows.length) {
        const more = new Uint32Array(rows.length * 2)
        more.set(rows)
        rows = more
      }
      rows.set(row, size * width)
      size += 1
      slots[slot] = size
      if (size * 2 > slots.length) grow()
      return size - 1
    },
    rows: () => rows.subarray(0, size * width),
  }
}
