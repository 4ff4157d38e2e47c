import { type Ids, REJECTIONS, type RejectionCode, type Reply } from '@askfirst/core'
import type { Actor, Authority, SentCommand } from '@askfirst/core/authority'
import { sentCommandSchema } from '@askfirst/core/protocol'
import * as v from 'valibot'
import type { ConsentServer } from './server.ts'

// takes: what the app has to tell, in this process · gives: the authority's reply
// never: throws for what the ledger or a wrong id did: that is a reply like any other

/** What these are recorded under: `app:server`. */
const ACTOR: Actor = { use: 'app', app: 'server' }

export function createAppWishes(
  authorityOf: (meeting: string) => Promise<Authority>,
  ids: Ids,
): Pick<ConsentServer, 'reportRoster' | 'removeParticipant' | 'changeRole'> {
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
  return {
    reportRoster: (meeting, participants) => send(meeting, { type: 'roster.report', participants }),
    removeParticipant: (meeting, participant) => send(meeting, { type: 'participant.remove', participant }),
    changeRole: (meeting, participant, role) => send(meeting, { type: 'role.change', participant, role }),
  }
}

const reject = (code: RejectionCode): Reply => ({ ok: false, rejection: { code, message: REJECTIONS[code] } })
