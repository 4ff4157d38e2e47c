import { type ParticipantKind, REJECTIONS, type Reply, type Role, randomIds } from '@askfirst/core'
import type { Actor, SentCommand } from '@askfirst/core/authority'

// takes: where commands go · gives: what the app's own server has to say, as calls

/** What the app's own server says of a meeting. */
export interface MeetingApp {
  /** Who is in the call now, whole: names, or names with a kind. */
  reportRoster(
    participants: readonly (string | { readonly participant: string; readonly kind?: ParticipantKind })[],
  ): Promise<Reply>
  /** Their devices that were there before are not let in again; who joins anew is. */
  removeParticipant(participant: string): Promise<Reply>
  /** Their devices come back with the new role, on tokens minted afterwards. */
  changeRole(participant: string, role: Role): Promise<Reply>
}

const ACTOR: Actor = { use: 'app', app: 'server' }

/** What is replied while the authority is down. */
export const UNAVAILABLE: Reply = {
  ok: false,
  rejection: { code: 'unavailable', message: REJECTIONS.unavailable },
}

export function createMeetingApp(
  dispatch: (command: SentCommand, actor: Actor) => Promise<Reply>,
): MeetingApp {
  const send = (command: Unsent): Promise<Reply> =>
    dispatch({ ...command, id: randomIds() } as SentCommand, ACTOR)
  return {
    reportRoster: (people) =>
      send({
        type: 'roster.report',
        participants: people.map((one) => ({
          kind: 'person',
          ...(typeof one === 'string' ? { participant: one } : one),
        })),
      }),
    removeParticipant: (participant) => send({ type: 'participant.remove', participant }),
    changeRole: (participant, role) => send({ type: 'role.change', participant, role }),
  }
}

type Unsent = SentCommand extends infer C ? (C extends SentCommand ? Omit<C, 'id'> : never) : never
