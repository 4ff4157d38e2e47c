/** One value for each axis. */
export type Cell<Axis extends string> = Readonly<Record<Axis, string>>
type Axes<Axis extends string> = Readonly<Record<Axis, readonly string[]>>

/** Every combination that there is. */
export function listCells<Axis extends string>(
  axes: Axes<Axis>,
  isThere: (cell: Cell<Axis>) => boolean,
): Cell<Axis>[] {
  let cells: Record<string, string>[] = [{}]
  for (const [axis, values] of Object.entries<readonly string[]>(axes))
    cells = cells.flatMap((cell) => values.map((value) => ({ ...cell, [axis]: value })))
  return (cells as Cell<Axis>[]).filter(isThere)
}

/** Every pair of values that a cell has, of two different axes. */
function listPairs(cell: Cell<string>): string[] {
  const values = Object.entries(cell)
  return values.flatMap(([axis, value], at) =>
    values.slice(at + 1).map(([other, its]) => `${axis}=${value} ${other}=${its}`),
  )
}

/** A few of the cells in which every pair of values occurs that occurs in any: always the one with most new pairs. */
export function coverPairs<Axis extends string>(cells: readonly Cell<Axis>[]): Cell<Axis>[] {
  const pairs = new Map(cells.map((cell) => [cell, listPairs(cell)]))
  const open = new Set([...pairs.values()].flat())
  const cover: Cell<Axis>[] = []
  while (open.size > 0) {
    let best: { cell: Cell<Axis>; news: number } | undefined
    for (const [cell, its] of pairs) {
      const news = its.reduce((count, pair) => count + Number(open.has(pair)), 0)
      if (best === undefined || news > best.news) best = { cell, news }
    }
    if (best === undefined) break
    cover.push(best.cell)
    for (const pair of pairs.get(best.cell) ?? []) open.delete(pair)
    pairs.delete(best.cell)
  }
  return cover
}

/** So many of the cells, by chance; all where there are fewer. */
export function drawCells<Axis extends string>(
  cells: readonly Cell<Axis>[],
  count: number,
  random: () => number,
): Cell<Axis>[] {
  const left = [...cells]
  const drawn: Cell<Axis>[] = []
  while (drawn.length < count && left.length > 0)
    drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn
}
