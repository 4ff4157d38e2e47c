import { selectHandles } from '@askfirst/core/evidence'
import type { LedgerStore } from './ledger-store.ts'

/** A link of somebody's own, as it is kept. */
export interface PersonLink {
  /** SHA-256 of what is in the address, base64url. */
  readonly hash: string
  /** When it was taken, milliseconds since 1970. */
  readonly at: number
}

/** What has become of a link: it leads to a person, who may be erased by now, in a meeting that may be purged. */
export type FoundLink =
  | { readonly state: 'kept'; readonly at: number; readonly meeting: string; readonly participant: string }
  | { readonly state: 'erased' | 'purged' }

/** Links of people to what a ledger keeps of them. */
export interface PersonLinks {
  /**
   * Keeps a link of somebody's own by its hash, in place of an earlier one, and says whether it did: not of whom the
   * meeting does not know.
   */
  keepLink(meeting: string, participant: string, link: PersonLink): Promise<boolean>
  /** Where the link of a hash leads; undefined where there is none, any more or ever. */
  findLink(hash: string): Promise<FoundLink | undefined>
  /** Ends the link of somebody, and says whether there was one. */
  dropLink(meeting: string, participant: string): Promise<boolean>
}

export function createPersonLinks(store: LedgerStore): PersonLinks {
  async function handleOf(meeting: string, participant: string): Promise<string | undefined> {
    const rows = (await store.people(meeting)).filter((one) => one.participant === participant)
    if (rows.length < 2) return rows[0]?.handle
    // Somebody has added one: theirs is the one that events name.
    const events = await store.read(meeting)
    return rows.find(({ handle }) => events.some(({ body }) => selectHandles(body).has(handle)))?.handle
  }

  return {
    async keepLink(meeting, participant, { hash, at }) {
      const handle = await handleOf(meeting, participant)
      return handle !== undefined && store.keepLink({ hash, at, to: { meeting, handle } })
    },
    async findLink(hash) {
      const link = await store.link(hash)
      if (link === undefined) return undefined
      const { at, to } = link
      if (to === undefined) return { state: 'purged' }
      const { meeting, handle } = to
      const person = (await store.people(meeting)).find((one) => one.handle === handle)
      if (person === undefined) return { state: 'erased' }
      return { state: 'kept', at, meeting, participant: person.participant }
    },
    async dropLink(meeting, participant) {
      const handle = await handleOf(meeting, participant)
      return handle !== undefined && store.dropLink(meeting, handle)
    },
  }
}
