import { isStranger } from '../counts.ts'
import { isPresent } from '../devices.ts'
import { isAskable, type ParticipantKind } from '../model/participant.ts'
import type { MeetingState } from '../state.ts'

// takes: a meeting, or who of it is no person who was asked · gives: what everybody is told of them
// never: more of them by name than a page can show

/** Who else is in the call that is no person who was asked: shown to everybody. */
export interface Others {
  readonly bots: readonly {
    readonly participant: string
    readonly kind: ParticipantKind
    readonly name?: string | undefined
  }[]
  /** In the call by the roster, and unknown to the authority: unanswered, never captured. */
  readonly strangers: readonly string[]
}

type NameOf = (participant: string) => string | undefined

/** How many of the others a page is told by name: a crowd of strangers is a mistake of the roster. */
const MOST_OTHERS = 50

export function projectOthers(state: MeetingState, { nameOf }: { readonly nameOf: NameOf }): Others {
  const bots = new Map<string, ParticipantKind>()
  const strangers: string[] = []
  for (const participant of new Set([...state.participants.keys(), ...state.roster.keys()])) {
    const kind = selectBot(state, participant)
    if (kind !== undefined) bots.set(participant, kind)
    if (isStranger(state, participant)) strangers.push(participant)
  }
  return toOthers(bots, strangers, nameOf)
}

export const toOthers = (
  bots: Iterable<readonly [string, ParticipantKind]>,
  strangers: Iterable<string>,
  nameOf: NameOf,
): Others => ({
  bots: firstOf(bots).map(([participant, kind]) => ({ participant, kind, name: nameOf(participant) })),
  strangers: firstOf(strangers).sort(),
})

/** What somebody is who is in the call and never asked: as whoever runs it says, or as they joined. */
export function selectBot(
  { participants, roster }: MeetingState,
  participant: string,
): ParticipantKind | undefined {
  const kind = roster.get(participant)
  if (kind !== undefined && kind !== 'left' && !isAskable(kind)) return kind
  const one = participants.get(participant)
  return one !== undefined && !isAskable(one.kind) && isPresent(one) ? one.kind : undefined
}

function firstOf<One>(all: Iterable<One>): One[] {
  const first: One[] = []
  for (const one of all) {
    if (first.length === MOST_OTHERS) break
    first.push(one)
  }
  return first
}
