import type { ConsentClient } from '../client/consent-client.ts'
import { viewFeature } from '../client/view.ts'
import type { Reply } from '../rejection.ts'
import type { PhoneAnnouncement } from './phone-announcement.ts'

// takes: a key that was pressed · gives: the answer it meant when it was spoken

/** Sends what a key meant when it was spoken, as a key press; the bridge's token says so too. */
export async function sendAnswer(
  client: ConsentClient,
  { keys, status }: PhoneAnnouncement,
  word: 'yes' | 'no',
  lang: string,
): Promise<Reply> {
  const { id, decision } = status
  const now = viewFeature(client.store.getState(), id)
  const by = { method: 'dtmf' } as const
  if (word === 'yes') {
    const isSaid = now?.standing === 'included' || now?.standing === 'waiting'
    return isSaid ? { ok: true } : client.accept(id, { ...by, lang, seen: decision })
  }
  if (keys['2'] === 'leave') return client.leave({ instead: id })
  return now?.actions.includes('withdraw') ? client.withdraw(id, by) : client.decline(id, by)
}
