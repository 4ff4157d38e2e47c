import {
  type Ids,
  type ParticipantKind,
  REJECTIONS,
  type RejectionCode,
  type Reply,
  type Role,
} from '@askfirst/core'
import type { Actor, Authority, SentCommand } from '@askfirst/core/authority'
import { sentCommandSchema } from '@askfirst/core/protocol'
import * as v from 'valibot'

// takes: what the app has to tell, in this process · gives: the authority's reply
// never: throws for what the ledger or a wrong id did: that is a reply like any other

/** Somebody in the call, as whoever runs the call says. */
export interface RosterPerson {
  /** As in the token of that person: up to 128 characters, none of them a control character. */
  readonly participant: string
  /** @default 'person' */
  readonly kind?: ParticipantKind
}

/** What these are recorded under: `app:server`. */
const ACTOR: Actor = { use: 'app', app: 'server' }

export function createAppWishes(authorityOf: (meeting: string) => Promise<Authority>, ids: Ids) {
  async function send(
    meeting: string,
    wish: Omit<SentCommand, 'id'> & Record<string, unknown>,
  ): Promise<Reply> {
    const command = v.safeParse(sentCommandSchema, { ...wish, id: ids() })
    if (!command.success) return reject('malformed')
    try {
      return await (await authorityOf(meeting)).dispatch(command.output, ACTOR)
    } catch {
      // The meeting could not be opened; `onFault` has heard why.
      return reject('unavailable')
    }
  }
  /** Once it resolves, what is minted is newer than the tokens that it cut off: they go by the millisecond. */
  async function cut(...wish: Parameters<typeof send>): Promise<Reply> {
    const reply = await send(...wish)
    const at = Date.now()
    // Not for ever, where somebody's clock stands.
    for (let tries = 0; Date.now() <= at && tries < 10; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 1))
    return reply
  }
  return {
    reportRoster: (meeting: string, participants: readonly RosterPerson[]) =>
      send(meeting, { type: 'roster.report', participants }),
    removeParticipant: (meeting: string, participant: string) =>
      cut(meeting, { type: 'participant.remove', participant }),
    changeRole: (meeting: string, participant: string, role: Role) =>
      cut(meeting, { type: 'role.change', participant, role }),
  }
}

const reject = (code: RejectionCode): Reply => ({ ok: false, rejection: { code, message: REJECTIONS[code] } })
