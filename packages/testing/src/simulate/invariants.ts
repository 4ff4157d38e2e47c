import { viewFeature } from '@askfirst/core'
import type { Say } from '../explore/invariants.ts'
import { mayBeOpen, type Rule, rulesAgainst } from '../explore/rules.ts'
import type { Device } from './device.ts'
import { whoIsMissing } from './everybody.ts'
import { DEVICE_LEASE_MS, GATES, LOSSY_LEASE_MS, type SimulatedGate, WORKER_LEASE_MS } from './open-gates.ts'
import type { Play } from './play.ts'
import type { Server } from './server.ts'

// takes: a meeting as it is played · gives: what does not hold at that moment, though it has to at every one

type Invariant = (play: Play, say: Say) => void

/** Whose rules it breaks that a server lets something through: what it can know, and what has reached it unwritten. */
function rulesBroken(server: Server, { name, feature, ask }: SimulatedGate): readonly Rule[] {
  const [truth, declared] = [server.truth(), server.declared(feature)]
  const { unwritten } = server
  if (!mayBeOpen(truth, declared, name, ask)) return rulesAgainst(truth, declared, name, ask)
  if (unwritten.isStopped(truth, name, feature, ask)) return [2]
  return mayBeOpen(unwritten.without(truth), declared, name, ask) ? [] : [3]
}

/** Rule 3: whom nobody has heard of for too long is not captured. A server that stands still hears nobody. */
const silentAreClosed: Invariant = ({ meeting }, say) => {
  const { clock, devices } = meeting
  for (const server of meeting.living()) {
    if (server.pause.isPaused() || clock.monotonic() - server.goesSince() < DEVICE_LEASE_MS) continue
    for (const { name, feature, ask } of GATES) {
      if (!server.authority().permits(name, feature, ask)) continue
      const mine = devices.filter(({ participant }) => participant === name)
      const heardAt = Math.max(...mine.map(({ spokeAt }) => spokeAt))
      if (clock.monotonic() - heardAt > DEVICE_LEASE_MS) say(3, `${name} is silent and captured for ${ask}`)
    }
  }
}

/** An authority that has ended lets nobody through: whoever still holds it obeys it. */
const endedAreClosed: Invariant = ({ meeting }, say) => {
  for (const server of meeting.ended()) {
    const gate = GATES.find(({ name, feature, ask }) => server.authority().permits(name, feature, ask))
    if (gate !== undefined) say(1, `an authority that has ended lets ${gate.ask} of ${gate.name} through`)
  }
}

/** No gate without a live yes, closing never waits, and who cannot say stop is out: where the gates are made. */
const authoritiesObey: Invariant = ({ meeting }, say) => {
  for (const server of meeting.living()) {
    if (server.pause.isPaused()) continue
    for (const gate of GATES) {
      const { name, feature, ask } = gate
      if (!server.authority().permits(name, feature, ask)) continue
      for (const rule of rulesBroken(server, gate)) say(rule, `an authority lets ${ask} of ${name} through`)
    }
  }
}

/** Who was put out stays out, and who waits for everybody waits: where the gates are made and obeyed. */
const removedAndMissingAreClosed: Invariant = ({ meeting }, say) => {
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
    for (const { name, feature, ask } of GATES) {
      if (!permits(name, feature, ask)) continue
      const declared = server.declared(feature)
      const { basis, start } = declared.feature.policy
      if (start === 'all') meeting.note('a gate found open where all have to agree')
      if (basis !== 'consent') meeting.note(`a gate found open under ${basis}`)
      const removedAt = meeting.app.removedAt(name)
      if (removedAt !== undefined && server.knows(removedAt))
        say('removed', `${by} lets ${ask} of ${name} through, who was put out`)
      const missing = whoIsMissing(server.truth(), declared)
      if (missing !== undefined) say('start all', `${by} lets ${ask} of ${name} through, and ${missing}`)
    }
  }
}

/** The same where the gates are obeyed, and rule 4: who hears nothing from an authority lets nobody through. */
const workersObey: Invariant = (play, say) => {
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
        say(4, `${worker.label} has heard of nobody for too long, and may hear ${name} for ${ask}`)
        continue
      }
      for (const rule of rulesBroken(server, gate)) say(rule, `${worker.label} may hear ${name} for ${ask}`)
      if (!server.isNewest() && !mayBeOpen(meeting.disk.truth(), server.declared(feature), name, ask)) {
        meeting.note('a gate that an overtaken authority did not know was closed')
      }
    }
  }
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

/** Rules 3, 4, 8 and 15, on the person's own device. */
const devicesObey: Invariant = (play, say) => {
  const { meeting } = play
  for (const device of meeting.devices) {
    const { client, label } = device
    const state = client.store.getState()
    if (state.connection !== 'live' && state.pending.some(({ type }) => type === 'consent.accept')) {
      say(8, `${label} keeps a yes while it is ${state.connection}`)
    }
    for (const gate of GATES) {
      if (gate.name !== device.participant) continue
      const { feature, ask } = gate
      if (!client.permits(feature, ask)) continue
      if (device.hide === undefined) say(3, `${label} shows nothing and its gate for ${ask} is open`)
      if (baselessForMs(play, device, gate) > LOSSY_LEASE_MS)
        say(4, `${label} takes ${ask} for open, long after it was closed`)
      const status = viewFeature(state, feature)
      if (status?.standing !== 'included')
        say(15, `${label} is captured for ${ask} and says ${status?.standing}`)
      if (status?.outdated === true) say(15, `${label} is captured for ${ask}, which it cannot show`)
    }
  }
}

/** Rules 5, 8, 10, 13 and 14, found where they were broken: in the ledger, in a reply, on the wire. */
const nothingWasReported: Invariant = ({ meeting }, say) => {
  for (const { rule, what } of meeting.wrongs) say(rule, what)
}

const INVARIANTS: readonly Invariant[] = [
  nothingWasReported,
  authoritiesObey,
  endedAreClosed,
  silentAreClosed,
  workersObey,
  removedAndMissingAreClosed,
  devicesObey,
]

/** Everything that must hold now. */
export function checkNow(play: Play, say: Say): void {
  for (const invariant of INVARIANTS) invariant(play, say)
}
