import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MeetingEvent } from '@askfirst/core/authority'
import { toLeafHash } from '@askfirst/core/evidence'
import { afterAll, beforeAll, expect } from 'vitest'
import type { SigningKey } from '../src/ledger/signing-keys.ts'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { askfirst, MEETING, toStory } from './evidence-stage.ts'

// A short meeting in a file of its own, and copies of it that somebody has been at.

export const STORY = toStory(Date.now())
export const { length } = STORY
export const batches = [STORY.slice(0, 4), STORY.slice(4, 7), STORY.slice(7, 11), STORY.slice(11)]

export const rewrite = (database: DatabaseSync, number: number, change: (body: string) => string): void => {
  const row = database.prepare('SELECT body FROM events WHERE number = ?').get(number)
  const body = change(String(row?.body))
  database
    .prepare('UPDATE events SET body = ?, leaf = ? WHERE number = ?')
    .run(body, toLeafHash(body), number)
}
export const toYes = (body: string): string => body.replace('consent.declined', 'consent.accepted')

/** The ledger, its public keys and its last checkpoint as files, and what is done with them. */
export function useTampering() {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-verify-'))
  afterAll(() => rmSync(directory, { recursive: true }))
  const inDirectory = (name: string): string => join(directory, name)

  async function keep(
    file: string,
    parts: readonly (readonly MeetingEvent[])[],
    signing?: readonly SigningKey[],
  ) {
    const ledger = sqliteLedger(file, signing === undefined ? {} : { signing })
    for (const part of parts) await ledger.append(MEETING, (part[0]?.number ?? 1) - 1, part)
    await ledger.close()
  }

  const original = inDirectory('original.db')
  const keys = inDirectory('public.json')
  const held = inDirectory('held.jws')
  beforeAll(async () => {
    await keep(original, batches)
    writeFileSync(keys, (await askfirst('keys', 'public', '--keys', `${original}.signing.json`)).text)
    writeFileSync(held, (await askfirst('checkpoint', MEETING, '--ledger', original)).text)
  })

  /** A copy of the ledger that somebody with the file, and without the key, has been at. */
  function tampered(change: (database: DatabaseSync) => void): string {
    const file = inDirectory(`${randomUUID()}.db`)
    copyFileSync(original, file)
    const database = new DatabaseSync(file)
    change(database)
    database.close()
    return file
  }
  const verify = (ledger: string, ...more: readonly string[]) =>
    askfirst('verify', MEETING, '--ledger', ledger, '--key', keys, ...more)
  /** What is named first. */
  async function firstOf(ledger: string, ...more: readonly string[]): Promise<string> {
    const { code, text } = await verify(ledger, ...more)
    expect(code).toBe(1)
    const [, first = ''] = /The first: (.*?) \(/.exec(text) ?? []
    return first === '' ? text : first
  }
  return { inDirectory, keep, original, keys, held, tampered, verify, firstOf }
}
