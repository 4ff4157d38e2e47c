import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toLeafHash } from '@askfirst/core/evidence'
import { type PostgresServer, startPostgres } from 'own-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSigningKeys } from '../src/cli/keys.ts'
import { postgresLedger } from '../src/ledger/postgres-ledger.ts'
import { askfirst, MEETING } from './evidence-stage.ts'
import { batches, length, STORY, toYes } from './tampered-stage.ts'

// What shows a change in a file shows it in a database too, and so does what forgets somebody.

const directory = mkdtempSync(join(tmpdir(), 'askfirst-postgres-evidence-'))
const [signing, keys] = [join(directory, 'signing.json'), join(directory, 'public.json')]
let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startPostgres()
  await askfirst('keys', 'new', '--out', signing)
  writeFileSync(keys, (await askfirst('keys', 'public', '--keys', signing)).text)
})
afterAll(async () => {
  await postgres.stop()
  rmSync(directory, { recursive: true })
})

/** A signed meeting in a schema of its own. */
async function keep() {
  const url = postgres.newUrl()
  const ledger = await postgresLedger({ url, signing: readSigningKeys(signing) })
  for (const part of batches) await ledger.append(MEETING, (part[0]?.number ?? 1) - 1, part)
  await ledger.close()
  return {
    url,
    schema: new URL(url).searchParams.get('schema') ?? '',
    verify: () => askfirst('verify', MEETING, '--ledger', url, '--key', keys),
  }
}

describe('evidence in PostgreSQL', () => {
  it('holds after somebody was erased, and nothing in the database names them', async () => {
    const { url, schema, verify } = await keep()
    expect(await verify()).toMatchObject({
      code: 0,
      text: expect.stringContaining(`"standup" is what was signed: ${length} events`),
    })
    const names = () =>
      postgres.tell(
        `SELECT body FROM ${schema}.events WHERE body LIKE '%"ben"%'
         UNION ALL SELECT participant FROM ${schema}.people WHERE participant = 'ben'`,
      )
    expect(await names()).not.toEqual([])
    const erased = await askfirst('erase', MEETING, 'ben', '--ledger', url, '--signing', signing)
    expect(erased).toEqual({ code: 0, text: 'askfirst: "ben" is erased from "standup"' })
    expect(await names()).toEqual([])
    const after = await verify()
    expect(after).toMatchObject({ code: 0, text: expect.stringContaining('erased: 1 of 3 people') })
    expect(after.text).toContain('is what was signed')
    const { text } = await askfirst('log', MEETING, '--ledger', url)
    expect(text).toMatch(/erased:\S+ +withdrew from meeting-summary/)
    expect(text).not.toMatch(/\bben\b/)
  })

  it('names the row that somebody changed, its leaf with it, and is gone on with by no server', async () => {
    const { url, schema, verify } = await keep()
    const [body = ''] = await postgres.tell(`SELECT body FROM ${schema}.events WHERE number = 9`)
    const changed = toYes(body)
    expect(changed).not.toBe(body)
    const leaf = Buffer.from(toLeafHash(changed)).toString('hex')
    await postgres.tell(
      `UPDATE ${schema}.events SET body = $$${changed}$$, leaf = '\\x${leaf}' WHERE number = 9`,
    )
    const found = await verify()
    expect(found.code).toBe(1)
    expect(found.text).toContain('The first: event 9 was changed, inserted or moved')
    const ledger = await postgresLedger({ url, signing: readSigningKeys(signing) })
    await expect(ledger.read(MEETING)).rejects.toThrow('is not what was signed')
    await expect(
      ledger.append(MEETING, length, [{ ...STORY[8], number: length + 1 } as (typeof STORY)[0]]),
    ).rejects.toThrow('is not what was signed')
    await ledger.close()
  })
})
