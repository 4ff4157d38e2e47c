import type { MeetingEntry, StoredCheckpoint, StoredEvent, StoredLink, StoredPerson } from './ledger-store.ts'

// takes: a row as either engine reads it · gives: what is stored, in the types that it was stored in
// never: looks into it

type Row = Readonly<Record<string, unknown>>

export const toStoredEvent = ({ number, at, body, leaf }: Row): StoredEvent => ({
  number: Number(number),
  at: Number(at),
  body: String(body),
  leaf: leaf as Uint8Array,
})

export const toStoredPerson = ({ handle, participant, key }: Row): StoredPerson => ({
  handle: String(handle),
  participant: String(participant),
  key: key as Uint8Array,
})

export const toStoredCheckpoint = ({ size, at, jws }: Row): StoredCheckpoint => ({
  size: Number(size),
  at: Number(at),
  jws: String(jws),
})

export const toStoredLink = (hash: string, { at, meeting, handle }: Row): StoredLink => ({
  hash,
  at: Number(at),
  to: meeting === null ? undefined : { meeting: String(meeting), handle: String(handle) },
})

export const toEntry = ({ meeting, events, firstAt, lastAt }: Row): MeetingEntry => ({
  meeting: String(meeting),
  events: Number(events),
  firstAt: Number(firstAt),
  lastAt: Number(lastAt),
})
