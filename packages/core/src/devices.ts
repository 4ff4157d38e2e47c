import { isAskable, type ParticipantKind, type Place } from './model/participant.ts'
import type { ConnectionState, ParticipantState } from './state.ts'

// takes: a participant · gives: what their devices say of them, taken together
// never: looks at what they answered

/** Of somebody who is not here. */
export const NO_DEVICES: readonly ConnectionState[] = []

/** One device of somebody; undefined where it is not here. */
export function selectConnection(
  participant: ParticipantState | undefined,
  connection: string,
): ConnectionState | undefined {
  for (const one of participant?.connections ?? NO_DEVICES) if (one.connection === connection) return one
  return undefined
}

/** Whether any device of the participant is in the call. */
export const isPresent = ({ present }: ParticipantState): boolean => present

/** The same with these devices. Written out: a copy by spread takes twice the time, and people come and go in crowds. */
export function withConnections(
  was: ParticipantState,
  connections: ParticipantState['connections'],
  gone: ParticipantState['gone'],
  role = was.role,
  kind = was.kind,
): ParticipantState {
  const { participant, cutAt, answers, owner } = was
  let present = false
  let isKind = false
  let here: ParticipantKind | undefined
  for (const device of connections) {
    if (device.place !== 'call') continue
    present = true
    isKind ||= device.kind === kind
    if (here === undefined || !isAskable(here)) here = device.kind
  }
  // What is in the call tells: a bot with somebody's token makes no bot of them, and what is not there makes nothing.
  const known = here === undefined || (isKind && isAskable(here) === isAskable(kind)) ? kind : here
  return { participant, role, kind: known, connections, present, gone, cutAt, answers, owner }
}

/** Whether a device in the call shows the indicator of this declaration: only then can the person say stop. */
export function isIndicated(participant: ParticipantState, hash: string): boolean {
  for (const { place, indicator, knows } of participant.connections) {
    if (place === 'call' && indicator === 'shown' && knows.includes(hash)) return true
  }
  return false
}

/** Whether every device in the call is of this kind: nobody answers as a person for a room they are in too. */
export function isWholly(participant: ParticipantState, kind: ParticipantKind): boolean {
  if (participant.kind !== kind) return false
  for (const device of participant.connections) {
    if (device.place === 'call' && device.kind !== kind) return false
  }
  return true
}

/** Whether every device in the call is in one of these rooms: what one device takes, all of them let in. */
export function isWithin(participant: ParticipantState, rooms: readonly string[]): boolean {
  for (const { place, room } of participant.connections) {
    if (place === 'call' && !rooms.includes(room)) return false
  }
  return true
}

export const isPresentPerson = (participant: ParticipantState): boolean =>
  isAskable(participant.kind) && isPresent(participant)

/** Where the person's devices are, taken together. */
export function selectPlace(participant: ParticipantState | undefined): 'out' | Place {
  if (participant === undefined || participant.connections.length === 0) return 'out'
  return isPresent(participant) ? 'call' : 'lobby'
}
