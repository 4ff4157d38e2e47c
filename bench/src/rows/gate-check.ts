import { type AskHandle, createGate, type ParticipantHandle } from '@askfirst/core/gate'
import { type Row, toRatioRow } from '../row.ts'
import { type Timed, time } from '../time.ts'

const PEOPLE = 10_000
const CHECKS = 1_000
/** Strides through the names that no cache line follows. */
const STRIDE = 7_919

/** A gate at which everybody is open, by a lease that ends in an hour of the clock given. */
function gateOf(names: readonly string[], monotonic: () => number) {
  const leaseUntil = performance.now() + 3_600_000
  const gate = createGate(() => monotonic() < leaseUntil)
  const allow = names.map((participant) => ({ participant, asks: ['summarise'] }))
  gate.apply([{ feature: 'summary', activation: 'run', term: 1, epoch: 1, allow }])
  return { gate, leaseUntil }
}

function check(open: number): void {
  if (open !== CHECKS) throw new Error('a gate that is open was found closed')
}

/** By string: the floor is two Map lookups, with and without reading the clock. */
function byString(names: readonly string[]): Record<'batched' | 'each' | 'floor' | 'floorEach', Timed> {
  let now = performance.now()
  const { gate } = gateOf(names, () => now)
  const { gate: ticking, leaseUntil } = gateOf(names, () => performance.now())
  const maps = new Map([['summary', new Map(names.map((name) => [name, true]))]])
  const lookUp = (name: string): boolean => maps.get('summary')?.get(name) === true
  let at = 0
  const inTurn = (isOpen: (name: string) => boolean, before = (): void => {}): Timed => ({
    times: CHECKS,
    run() {
      before()
      let open = 0
      for (let n = 0; n < CHECKS; n += 1) {
        at = (at + STRIDE) % PEOPLE
        if (isOpen(names[at] ?? '')) open += 1
      }
      check(open)
    },
  })
  return {
    floor: inTurn(lookUp),
    batched: inTurn(
      (name) => gate.permits(name, 'summary', 'summarise'),
      () => {
        now = performance.now()
      },
    ),
    floorEach: inTurn((name) => performance.now() < leaseUntil && lookUp(name)),
    each: inTurn((name) => ticking.permits(name, 'summary', 'summarise')),
  }
}

/**
 * By handle: the floor reads a typed array at the same handles, in a loop of its own, so that the two are
 * compiled apart.
 */
function byHandle(names: readonly string[]): Record<'handle' | 'floor', Timed> {
  const { gate } = gateOf(names, () => performance.now())
  const handles: readonly ParticipantHandle[] = names.map((name) => gate.participant(name))
  const ask: AskHandle = gate.ask('summary', 'summarise')
  const cells = new Uint8Array(PEOPLE).fill(1)
  let at = 0
  return {
    floor: {
      times: CHECKS,
      run() {
        let open = 0
        for (let n = 0; n < CHECKS; n += 1) {
          at = (at + STRIDE) % PEOPLE
          if (cells[handles[at] ?? 0] === 1) open += 1
        }
        check(open)
      },
    },
    handle: {
      times: CHECKS,
      run() {
        const batch = gate.batch()
        let open = 0
        for (let n = 0; n < CHECKS; n += 1) {
          at = (at + STRIDE) % PEOPLE
          if (batch.permits((handles[at] ?? 0) as ParticipantHandle, ask)) open += 1
        }
        check(open)
      },
    },
  }
}

/** A batch of one packet: the clock is read for it alone. */
function byPacket(names: readonly string[]): Record<'packet' | 'floor', Timed> {
  const { gate } = gateOf(names, () => performance.now())
  const { leaseUntil } = gateOf(names, () => performance.now())
  const handles: readonly ParticipantHandle[] = names.map((name) => gate.participant(name))
  const ask: AskHandle = gate.ask('summary', 'summarise')
  const cells = new Uint8Array(PEOPLE).fill(1)
  const inTurn = (isOpen: (handle: ParticipantHandle) => boolean): Timed => {
    let at = 0
    return {
      times: CHECKS,
      run() {
        let open = 0
        for (let n = 0; n < CHECKS; n += 1) {
          at = (at + STRIDE) % PEOPLE
          if (isOpen((handles[at] ?? 0) as ParticipantHandle)) open += 1
        }
        check(open)
      },
    }
  }
  return {
    floor: inTurn((handle) => performance.now() < leaseUntil && cells[handle] === 1),
    packet: inTurn((handle) => gate.batch().permits(handle, ask)),
  }
}

/** What an AI worker pays for each packet among 10,000 people, the lease compared in all of them. */
export async function measureGateCheck(): Promise<Row[]> {
  const names = Array.from({ length: PEOPLE }, (_, at) => `participant-${at}`)
  const handles = await time(byHandle(names))
  const packets = await time(byPacket(names))
  const strings = await time(byString(names))
  const row = (how: string, value: number, floor: number, times: number): Row =>
    toRatioRow(`gate check by ${how}`, value, 'ns', { floor, times })
  return [
    row('handle, clock read once a batch', handles.handle, handles.floor, 3),
    row('handle, clock read each time', packets.packet, packets.floor, 3),
    row('string, clock read once a batch', strings.batched, strings.floor, 2),
    row('string, clock read each time', strings.each, strings.floorEach, 2),
  ]
}
