import { viewFeature } from '@askfirst/core'
import { createMeetingState, projectPerson, replay } from '@askfirst/core/authority'
import type { Say } from '../explore/invariants.ts'
import { mayBeOpen } from '../explore/rules.ts'
import { inCall, reportRoster } from './app-steps.ts'
import { FEATURES, MEETING, PEOPLE, PROCESSOR } from './cast.ts'
import { isLastWordNo, type Play } from './play.ts'

// takes: a meeting as it was played · gives: calm, and then who does not say what the ledger says

/** Everything works again, pages are the ones that are deployed, and nobody does anything for a while. */
export async function calmDown(play: Play): Promise<void> {
  const { meeting } = play
  const { clock, devices, disk, workers } = meeting
  disk.mend()
  for (const { pause } of meeting.living()) pause.resume()
  for (const { line, machine, mend } of workers) {
    line.resume()
    machine.resume()
    mend()
  }
  for (const device of devices) {
    device.isDown = false
    device.line.resume()
    device.mend()
  }
  await meeting.settle()
  // One process serves from now on: what is deployed. One that was overtaken and that nobody wished anything
  // of since does not know it yet, and is ended as a deploy would.
  for (const server of meeting.living()) {
    if (!server.isNewest() || server.deployed !== meeting.deployed()) server.kill()
  }
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      // As a server does for whoever comes next.
      if (meeting.newest() === undefined) await meeting.launch()
      clock.advance(1_000)
      await meeting.settle()
      for (const worker of workers) worker.erase()
    }
  }
  await pass(1)
  for (const name of meeting.app.cut()) meeting.app.renew(name)
  await pass(19)
  // A removal that was under way, or was written only now.
  for (const name of meeting.app.cut()) meeting.app.renew(name)
  for (const device of devices) {
    if (device.deployed !== meeting.deployed()) device.reload(meeting.deployed())
    device.hide ??= device.client.attachIndicator()
    if (device.client.store.getState().place !== 'call') device.client.enter('call')
  }
  await pass(5)
  reportRoster(play, inCall(play))
  await pass(5)
  // A time may run out at any moment, and what comes of it is told a moment later.
  for (let events = -1; events !== meeting.disk.events.length; await pass(1))
    events = meeting.disk.events.length
}

/** After the calm every view is the authority's own, every gate is what the ledger says, and the last no stands. */
export function checkAgreement(play: Play, say: Say): void {
  const { meeting } = play
  const server = meeting.newest()
  if (server === undefined) {
    say('all are heard', 'there is no authority after the calm')
    return
  }
  const truth = meeting.disk.truth()
  const state = replay(createMeetingState(MEETING, server.catalogue), meeting.disk.events)
  const { permits } = server.authority()
  for (const { client, label, participant, role, nos } of meeting.devices) {
    const { connection, pending, view, refusal } = client.store.getState()
    if (connection !== 'live') {
      say('all are heard', `${label} is ${connection} after the calm (${refusal?.message ?? ''})`)
      continue
    }
    if (pending.length > 0) say('all are heard', `${label} still waits for ${pending[0]?.type}`)
    if (nos > 0) say('all are heard', `${label} never heard what became of its no`)
    const viewer = { participant, role, kind: 'person' } as const
    // How long somebody has to answer is the authority's own: a clock that nothing in the ledger tells.
    const isEnding = (_: string, feature: string): boolean => view?.features[feature]?.ending === true
    const own = projectPerson(state, viewer, { nameOf: () => undefined, permits, isEnding })
    if (toText(view) !== toText(own)) say(12, `${label} is shown another state`)
  }
  for (const { name } of PEOPLE) {
    for (const { id, asks } of FEATURES) {
      for (const ask of asks) {
        const due = mayBeOpen(truth, server.declared(id), name, ask)
        if (permits(name, id, ask) !== due) say(12, `the authority is wrong about ${ask} of ${name}`)
        for (const { gate, label } of meeting.workers) {
          if (gate.permits(name, id, ask) !== due) say(12, `${label} is wrong about ${ask} of ${name}`)
        }
        if (due && isLastWordNo(play, name, id)) say('a no lasts', `${name} said no last, and ${ask} is open`)
        const mine = meeting.devices.filter(({ participant }) => participant === name)
        const isUnsaid = mine.some(
          ({ client }) => viewFeature(client.store.getState(), id)?.standing !== 'included',
        )
        if (due && isUnsaid) say(15, `${name} is captured for ${ask}, and a device does not say so`)
      }
      const open = state.participants.get(name)?.answers[id]?.erasure?.open ?? []
      if (open.includes(PROCESSOR))
        say('erasure', `${PROCESSOR} has not acknowledged that ${id} of ${name} is erased`)
    }
  }
}

/** Without what is not there, and in order, so that two views can be compared as text. */
function toText(value: unknown): string {
  return JSON.stringify(sorted(value))
}

/** Lists of people are in no order that counts; all others are as they are. */
const nameOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'participant' in value ? String(value.participant) : ''

function sorted(value: unknown): unknown {
  // Who came back is last of those that a host was told one by one, and where they were of all at once.
  if (Array.isArray(value)) return value.map(sorted).toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, of]) => of !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => [key, sorted(of)]),
  )
}
