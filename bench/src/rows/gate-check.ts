import { createGate } from '@askfirst/core/gate'
import { type Row, toRatioRow } from '../row.ts'
import { time } from '../time.ts'

const PEOPLE = 10_000
const CHECKS = 1_000

/** What an AI worker pays for each packet: by string, the lease compared at every check. */
export async function measureGateCheck(): Promise<Row[]> {
  const names = Array.from({ length: PEOPLE }, (_, at) => `participant-${at}`)
  const leaseUntil = performance.now() + 3_600_000
  const gate = createGate(() => performance.now() < leaseUntil)
  const allow = names.map((participant) => ({ participant, asks: ['summarise'] }))
  gate.apply([{ feature: 'summary', activation: 'run', term: 1, epoch: 1, allow }])
  const maps = new Map([['summary', new Map(names.map((name) => [name, true]))]])

  let at = 0
  let open = 0
  // The same walk through the names for both, in strides that no cache line follows.
  const next = (): string => {
    at = (at + 7_919) % PEOPLE
    return names[at] ?? ''
  }
  const { check, floor } = await time({
    floor: {
      times: CHECKS,
      run() {
        for (let n = 0; n < CHECKS; n += 1) if (maps.get('summary')?.get(next()) === true) open += 1
      },
    },
    check: {
      times: CHECKS,
      run() {
        for (let n = 0; n < CHECKS; n += 1) if (gate.permits(next(), 'summary', 'summarise')) open += 1
      },
    },
  })
  if (open % CHECKS !== 0) throw new Error('a gate that is open was found closed')
  return [toRatioRow('gate check by string, 10,000 people', check, 'ns', { floor, times: 2 })]
}
