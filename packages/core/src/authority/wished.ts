import { type Command, type CommandType, isFailure } from '../commands.ts'
import type { EventType, MeetingEvent } from '../events.ts'
import { type Actor, toActorName } from '../model/participant.ts'

// takes: a command, or the first fact that came of one · gives: whose it is, and by what it is known again
// never: tells two wishes apart by when they were sent, or takes one for another since their ids are the same

/** A wish, to be told from another that was given the same id. */
export interface Wished {
  /** Whose it is, and its id: an id counts once for each actor, not once for all. */
  readonly key: string
  /** Of everything in it: it is remembered in place of the text. */
  readonly print: number
  readonly command: Command
  /** The device it is about, where that is the token's word. */
  readonly device: string | undefined
}

/** What is remembered of a wish: of one that was read back from the ledger, no more than its facts tell. */
export type Mark = { readonly print: number } | { readonly gist: string }

/** What is in a command of each type and in its first fact, under the same name. */
const GISTS: { readonly [Type in CommandType]: readonly string[] } = {
  'feature.enable': ['feature', 'activation'],
  'feature.disable': ['feature', 'activation'],
  'feature.bar': ['feature'],
  'feature.allow': ['feature'],
  'feature.requestOff': ['feature', 'activation'],
  'notice.show': ['feature', 'activation', 'notice'],
  'notice.askAgain': ['feature', 'activation'],
  'notice.lapse': ['feature', 'activation', 'participant', 'of'],
  'consent.accept': ['feature', 'activation', 'notice'],
  'consent.decline': ['feature'],
  'consent.withdraw': ['feature', 'asks'],
  'consent.defer': ['feature', 'activation'],
  'consent.expire': ['feature', 'participant'],
  'participant.join': ['place', 'room'],
  'participant.leave': ['instead'],
  'participant.lapse': ['participant', 'connection'],
  'participant.remove': ['participant'],
  'role.change': ['participant', 'role'],
  'roster.report': [],
  'indicator.show': [],
  'indicator.hide': [],
  'erasure.request': ['feature'],
  'erasure.acknowledge': ['feature', 'participant', 'request'],
  'enforcement.report': ['feature', 'term', 'epoch'],
  'enforcement.lapse': ['feature', 'enforcer', 'term', 'epoch'],
  'host.lapse': ['feature', 'activation'],
  'authority.start': [],
}

/** Which command has led to a fact, where that fact is the first of it. */
const COMMANDS: { readonly [Type in EventType]: CommandType } = {
  'authority.started': 'authority.start',
  'participant.joined': 'participant.join',
  'participant.left': 'participant.leave',
  'participant.lapsed': 'participant.lapse',
  'participant.removed': 'participant.remove',
  'role.changed': 'role.change',
  'roster.reported': 'roster.report',
  'indicator.shown': 'indicator.show',
  'indicator.hidden': 'indicator.hide',
  'feature.enabled': 'feature.enable',
  'feature.disabled': 'feature.disable',
  'feature.barred': 'feature.bar',
  'feature.allowed': 'feature.allow',
  'feature.offRequested': 'feature.requestOff',
  'notice.shown': 'notice.show',
  'notice.lapsed': 'notice.lapse',
  'notice.askedAgain': 'notice.askAgain',
  'consent.accepted': 'consent.accept',
  'consent.declined': 'consent.decline',
  'consent.withdrawn': 'consent.withdraw',
  'consent.deferred': 'consent.defer',
  'consent.expired': 'consent.expire',
  'erasure.requested': 'erasure.request',
  'erasure.acknowledged': 'erasure.acknowledge',
  'enforcement.confirmed': 'enforcement.report',
  'enforcement.failed': 'enforcement.report',
  'enforcement.overdue': 'enforcement.lapse',
}

export function toWished(command: Command, actor: Actor): Wished {
  const { id, clientAt: _, ...wished } = command
  // Which device hides, comes or goes is the token's word.
  const device = isOfDevice(command.type) && actor.use === 'person' ? actor.connection : undefined
  return {
    key: toKey(toActorName(actor), id),
    print: printOf(JSON.stringify([wished, device])),
    command,
    device,
  }
}

/** @param event the first fact of its command */
export function toWishedBy(event: MeetingEvent): { readonly key: string; readonly gist: string } {
  const type = COMMANDS[event.type]
  const device = isOfDevice(type) && 'connection' in event ? event.connection : undefined
  return {
    key: toKey(event.by, event.command),
    gist: gistOf(type, event, device, event.type === 'enforcement.failed'),
  }
}

export function isSameWish(known: Mark, { command, device, print }: Wished): boolean {
  if ('print' in known) return known.print === print
  const failure = command.type === 'enforcement.report' && isFailure(command)
  return known.gist === gistOf(command.type, command, device, failure)
}

/** One text, and not two with what joins them: it is kept for as long as the meeting lasts. */
const toKey = (by: string, command: string): string => [by, command].join('\n')

const isOfDevice = (type: CommandType): boolean =>
  type === 'participant.join' ||
  type === 'participant.leave' ||
  type === 'indicator.show' ||
  type === 'indicator.hide'

function gistOf(type: CommandType, of: object, device: string | undefined, failure: boolean): string {
  const said = GISTS[type].map((name) => (of as Readonly<Record<string, unknown>>)[name])
  return JSON.stringify([type, device, failure, ...said])
}

/** Of a text, in 53 bits: rosters of thousands are not kept for it. Two of one sender under one id do not meet by chance. */
function printOf(text: string): number {
  let [a, b] = [0x811c9dc5, 0x1b873593]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x9e3779b1)
    b ^= b >>> 15
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11)
}
