import { viewFeature } from '@askfirst/core'
import { mayBeOpen } from '../explore/rules.ts'
import type { Device } from './device.ts'
import { whoIsMissing } from './everybody.ts'
import { DEVICE_LEASE_MS, GATES, LOSSY_LEASE_MS, type SimulatedGate, WORKER_LEASE_MS } from './open-gates.ts'
import type { Play } from './play.ts'
import type { Server } from './server.ts'

// What holds at every moment: each says what is wrong, or nothing.

type Invariant = (play: Play) => string | undefined

/** What a server may let through: by all that it can know, less what has reached it and is not written. */
function mayLetThrough(server: Server, { name, feature, ask }: SimulatedGate): boolean {
  const truth = server.truth()
  const { unwritten } = server
  return (
    mayBeOpen(unwritten.without(truth), server.declared(feature), name, ask) &&
    !unwritten.isStopped(truth, name, feature, ask)
  )
}

/** Rule 3: whom nobody has heard of for too long is not captured. A server that stands still hears nobody. */
const silentAreClosed: Invariant = ({ meeting }) => {
  const { clock, devices } = meeting
  for (const server of meeting.living()) {
    if (server.pause.isPaused() || clock.monotonic() - server.goesSince() < DEVICE_LEASE_MS) continue
    for (const { name, feature, ask } of GATES) {
      if (!server.authority().permits(name, feature, ask)) continue
      const mine = devices.filter(({ participant }) => participant === name)
      const heardAt = Math.max(...mine.map(({ spokeAt }) => spokeAt))
      if (clock.monotonic() - heardAt > DEVICE_LEASE_MS)
        return `rule 3: ${name} is silent and captured for ${ask}`
    }
  }
  return undefined
}

/** An authority that has ended lets nobody through: whoever still holds it obeys it. */
const endedAreClosed: Invariant = ({ meeting }) => {
  for (const server of meeting.ended()) {
    const gate = GATES.find(({ name, feature, ask }) => server.authority().permits(name, feature, ask))
    if (gate !== undefined)
      return `rule 1: an authority that has ended lets ${gate.ask} of ${gate.name} through`
  }
  return undefined
}

/** Rules 1, 2 and 3, where the gates are made. */
const authoritiesObey: Invariant = ({ meeting }) => {
  for (const server of meeting.living()) {
    if (server.pause.isPaused()) continue
    for (const gate of GATES) {
      const { name, feature, ask } = gate
      if (!server.authority().permits(name, feature, ask) || mayLetThrough(server, gate)) continue
      return `rule 1: an authority lets ${ask} of ${name} through without a live yes`
    }
  }
  return undefined
}

/** What a server knows of that keeps a gate closed, whatever anybody agreed to. */
function whyClosed({ meeting }: Play, server: Server, { name, feature }: SimulatedGate): string | undefined {
  const removedAt = meeting.app.removedAt(name)
  if (removedAt !== undefined && server.knows(removedAt)) return `${name} was removed`
  return whoIsMissing(server.truth(), server.declared(feature))
}

/** Who was put out stays out, and who waits for everybody waits: where the gates are made and obeyed. */
const removedAndMissingAreClosed: Invariant = (play) => {
  const { meeting } = play
  const ends = [
    ...meeting
      .living()
      .map((server) => ({ by: 'an authority', server, permits: server.authority().permits })),
    ...meeting.workers.flatMap(({ deafSince, gate, label, machine, server }) =>
      server === undefined || machine.isPaused() || deafSince() !== undefined
        ? []
        : [{ by: label, server, permits: gate.permits }],
    ),
  ]
  for (const { by, server, permits } of ends) {
    if (server.pause.isPaused()) continue
    for (const gate of GATES) {
      const { name, feature, ask } = gate
      if (!permits(name, feature, ask)) continue
      const { basis, start } = server.declared(feature).feature.policy
      if (start === 'all') meeting.note('a gate found open where all have to agree')
      if (basis !== 'consent') meeting.note(`a gate found open under ${basis}`)
      const why = whyClosed(play, server, gate)
      if (why !== undefined) return `${by} lets ${ask} of ${name} through, and ${why}`
    }
  }
  return undefined
}

/** Rules 1 to 4, where the gates are obeyed. */
const workersObey: Invariant = (play) => {
  const { meeting } = play
  for (const worker of meeting.workers) {
    if (worker.machine.isPaused()) continue
    const { server } = worker
    const deafSince = worker.deafSince()
    const isStale = deafSince !== undefined && meeting.clock.monotonic() - deafSince < WORKER_LEASE_MS
    for (const gate of GATES) {
      const { name, feature, ask } = gate
      if (!worker.gate.permits(name, feature, ask)) continue
      play.opened += 1
      if (isStale) continue
      if (server === undefined || deafSince !== undefined) {
        return `rule 4: ${worker.label} has heard of nobody for too long, and may hear ${name} for ${ask}`
      }
      if (!mayLetThrough(server, gate)) {
        return `rule 1: ${worker.label} may hear ${name} for ${ask} without a live yes`
      }
      if (!server.isNewest() && !mayBeOpen(meeting.disk.truth(), server.declared(feature), name, ask)) {
        meeting.note('a gate that an overtaken authority did not know was closed')
      }
    }
  }
  return undefined
}

/** How long a device has had no reason to take a gate for open. */
function baselessForMs({ meeting }: Play, { server }: Device, gate: SimulatedGate): number {
  const deafSince = server?.silentSince() ?? server?.pause.since()
  // One that was overtaken and does not know it says what it has known.
  const isTold =
    server !== undefined &&
    deafSince === undefined &&
    mayBeOpen(server.truth(), server.declared(gate.feature), gate.name, gate.ask)
  return isTold ? 0 : meeting.openings.closedForMs(gate)
}

/** Rules 2, 3, 4, 8 and 15, on the person's own device. */
const devicesObey: Invariant = (play) => {
  const { meeting } = play
  for (const device of meeting.devices) {
    const { client, label } = device
    const state = client.store.getState()
    if (state.connection !== 'live' && state.pending.some(({ type }) => type === 'consent.accept')) {
      return `rule 8: ${label} keeps a yes while it is ${state.connection}`
    }
    for (const gate of GATES) {
      if (gate.name !== device.participant) continue
      const { feature, ask } = gate
      if (!client.permits(feature, ask)) continue
      if (device.hide === undefined) return `rule 3: ${label} shows nothing and its gate for ${ask} is open`
      if (baselessForMs(play, device, gate) > LOSSY_LEASE_MS) {
        return `rule 4: ${label} takes ${ask} for open, long after it was closed`
      }
      const standing = viewFeature(state, feature)?.standing
      if (standing !== 'included') return `rule 15: ${label} is captured for ${ask} and says ${standing}`
    }
  }
  return undefined
}

/** Rules 5, 8, 10, 13 and 14, found where they were broken: in the ledger, in a reply, on the wire. */
const nothingWasReported: Invariant = ({ meeting }) => meeting.wrongs[0]

const INVARIANTS: readonly Invariant[] = [
  nothingWasReported,
  authoritiesObey,
  endedAreClosed,
  silentAreClosed,
  workersObey,
  removedAndMissingAreClosed,
  devicesObey,
]

export function findBroken(play: Play): string | undefined {
  for (const invariant of INVARIANTS) {
    const broken = invariant(play)
    if (broken !== undefined) return broken
  }
  return undefined
}
