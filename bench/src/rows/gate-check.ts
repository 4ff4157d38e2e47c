import { createGate } from '@askfirst/core/gate'
import { type Row, toRatioRow } from '../row.ts'
import { time } from '../time.ts'

const PEOPLE = 10_000
const CHECKS = 1_000

/**
 * What an AI worker pays for each packet, by string, the lease compared at every check: with the clock
 * read once a batch, and with the clock read each time.
 */
export async function measureGateCheck(): Promise<Row[]> {
  const names = Array.from({ length: PEOPLE }, (_, at) => `participant-${at}`)
  const leaseUntil = performance.now() + 3_600_000
  let now = performance.now()
  const gate = createGate(() => now < leaseUntil)
  const ticking = createGate(() => performance.now() < leaseUntil)
  const allow = names.map((participant) => ({ participant, asks: ['summarise'] }))
  const list = { feature: 'summary', activation: 'run', term: 1, epoch: 1, allow }
  gate.apply([list])
  ticking.apply([list])
  const maps = new Map([['summary', new Map(names.map((name) => [name, true]))]])

  let at = 0
  let open = 0
  // The same walk through the names for both, in strides that no cache line follows.
  const next = (): string => {
    at = (at + 7_919) % PEOPLE
    return names[at] ?? ''
  }
  const inTurn = (isOpen: (name: string) => boolean, before = (): void => {}) => ({
    times: CHECKS,
    run() {
      before()
      for (let n = 0; n < CHECKS; n += 1) if (isOpen(next())) open += 1
    },
  })
  const lookUp = (name: string): boolean => maps.get('summary')?.get(name) === true
  const { batched, each, floor, floorEach } = await time({
    floor: inTurn(lookUp),
    batched: inTurn(
      (name) => gate.permits(name, 'summary', 'summarise'),
      () => {
        now = performance.now()
      },
    ),
    floorEach: inTurn((name) => performance.now() < leaseUntil && lookUp(name)),
    each: inTurn((name) => ticking.permits(name, 'summary', 'summarise')),
  })
  if (open % CHECKS !== 0) throw new Error('a gate that is open was found closed')
  return [
    toRatioRow('gate check by string, clock read once a batch', batched, 'ns', { floor, times: 2 }),
    toRatioRow('gate check by string, clock read each time', each, 'ns', { floor: floorEach, times: 2 }),
  ]
}
