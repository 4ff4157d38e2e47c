import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createMerkleTree, toHandle, toMarks, toMeetingHash } from '@askfirst/core/evidence'
import { describe, expect, it } from 'vitest'
import { createSigner, createSigningKey, type SigningKey } from '../src/ledger/signing-keys.ts'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { readThrough } from '../src/reading.ts'
import { makeReceipt } from '../src/receipts.ts'
import { askfirst, MEETING } from './evidence-stage.ts'
import { batches, length, rewrite, STORY, toYes, useTampering } from './tampered-stage.ts'

const { inDirectory, keep, original, tampered, verify, firstOf } = useTampering()

describe('a server on a ledger that somebody changed', () => {
  it('opens no meeting that is not what was signed: it would sign what they made of it', async () => {
    for (const change of [
      (database: DatabaseSync) => rewrite(database, 9, toYes),
      (database: DatabaseSync) => database.exec('DELETE FROM events WHERE number = 14'),
      (database: DatabaseSync) =>
        database.exec(`UPDATE checkpoints SET jws = replace(jws, 'e', 'f') WHERE size = ${length}`),
      (database: DatabaseSync) => database.exec(`DELETE FROM checkpoints WHERE size = ${length}`),
      (database: DatabaseSync) => {
        rewrite(database, 9, toYes)
        database.exec('DELETE FROM checkpoints')
      },
    ]) {
      const file = tampered(change)
      copyFileSync(`${original}.signing.json`, `${file}.signing.json`)
      const ledger = sqliteLedger(file)
      await expect(ledger.read(MEETING)).rejects.toThrow(
        /is not what was signed|no checkpoint that signs them/,
      )
      const [more] = STORY
      if (more === undefined) throw new RangeError('no story')
      await expect(ledger.append(MEETING, length, [{ ...more, number: length + 1 }])).rejects.toThrow()
      await ledger.close()
    }
  })

  it('opens none where somebody was added to its people, and verify and receipts are not led astray', async () => {
    const file = tampered((database) => {
      const key = new Uint8Array(32).fill(7)
      database
        .prepare('INSERT INTO people (meeting, handle, participant, key) VALUES (?, ?, ?, ?)')
        .run(MEETING, toHandle(key, 'ben'), 'ben', key)
    })
    copyFileSync(`${original}.signing.json`, `${file}.signing.json`)
    expect(await firstOf(file)).toBe('somebody was added to the people of the meeting')
    const ledger = sqliteLedger(file)
    await expect(ledger.read(MEETING)).rejects.toThrow('is not what was signed')
    const reading = await readThrough(await ledger.evidence(MEETING), new Map())
    expect(makeReceipt(reading, 'ben')?.events.length).toBeGreaterThan(3)
    // The link of ben is the one of whom events name.
    await ledger.keepLink(MEETING, 'ben', { hash: 'h', at: 1 })
    const database = new DatabaseSync(file)
    const { handle } = database.prepare('SELECT handle FROM links').get() ?? {}
    database.close()
    expect(handle).not.toBe(toHandle(new Uint8Array(32).fill(7), 'ben'))
    await ledger.close()
  })

  it('opens none whose last checkpoint is of a key that it does not know, and says what to do', async () => {
    const { file, kid } = signedByThem()
    const ledger = sqliteLedger(file)
    const [more] = STORY
    if (more === undefined) throw new RangeError('no story')
    for (const goesOn of [
      () => ledger.read(MEETING),
      () => ledger.append(MEETING, length, [{ ...more, number: length + 1 }]),
      () => ledger.erase(MEETING, 'ben'),
    ]) {
      await expect(goesOn()).rejects.toThrow(
        new RegExp(`signed with the key "${kid}".*does not know.*--signing.*askfirst sign`, 's'),
      )
    }
    const { events, people } = await ledger.evidence(MEETING)
    expect(events).toHaveLength(length)
    expect(people.map(({ participant }) => participant)).toContain('ben')
    await ledger.close()
  })

  it('opens none that is a copy of another meeting, or where people changed names', async () => {
    const copied = tampered((database) => {
      for (const table of ['events', 'people', 'checkpoints'])
        database.exec(`UPDATE ${table} SET meeting = 'retro'`)
    })
    const named = tampered((database) =>
      database.exec(
        `UPDATE people SET participant = CASE participant WHEN 'ben' THEN 'zoe' WHEN 'zoe' THEN 'ben' ELSE participant END`,
      ),
    )
    for (const [file, meeting] of [
      [copied, 'retro'],
      [named, MEETING],
    ] as const) {
      copyFileSync(`${original}.signing.json`, `${file}.signing.json`)
      const ledger = sqliteLedger(file)
      await expect(ledger.read(meeting)).rejects.toThrow('is not what was signed')
      await ledger.close()
    }
  })
})

/** The id of the key that signs a ledger. */
const kidOf = async (file: string): Promise<string> => {
  const { text } = await askfirst('keys', 'public', '--keys', `${file}.signing.json`)
  return (JSON.parse(text) as { keys: [{ kid: string }] }).keys[0].kid
}

/** A copy where somebody made a yes of a no, and signed it with a key of their own in place of every checkpoint from there on. */
function signedByThem(theirs = createSigningKey()): { readonly file: string; readonly kid: string } {
  const file = tampered((database) => {
    rewrite(database, 9, toYes)
    const leaves = database
      .prepare('SELECT leaf FROM events ORDER BY number')
      .all()
      .map(({ leaf }) => leaf as Uint8Array)
    const root = Buffer.from(createMerkleTree(leaves).root(length)).toString('base64url')
    const marks = toMarks(leaves.slice(7))
    const says = { v: 1, meeting: toMeetingHash(MEETING), size: length, root, at: Date.now(), marks } as const
    database.exec('DELETE FROM checkpoints WHERE size > 7')
    database
      .prepare('INSERT INTO checkpoints (meeting, size, at, jws) VALUES (?, ?, ?, ?)')
      .run(MEETING, length, says.at, createSigner([theirs])(says))
  })
  copyFileSync(`${original}.signing.json`, `${file}.signing.json`)
  return { file, kid: theirs.kid }
}

describe('askfirst sign', () => {
  it('hides nothing of what it signed: what was signed before says what it was', async () => {
    const file = tampered((database) => rewrite(database, 9, toYes))
    copyFileSync(`${original}.signing.json`, `${file}.signing.json`)
    expect(await askfirst('sign', MEETING, '--ledger', file)).toMatchObject({ code: 0 })
    expect(await firstOf(file)).toBe('event 9 was changed, inserted or moved')
  })

  it('takes what was signed with a key that is not known, and hides neither which nor since when', async () => {
    const { file, kid } = signedByThem()
    expect(await askfirst('sign', MEETING, '--ledger', file)).toMatchObject({ code: 0 })
    const ledger = sqliteLedger(file)
    expect(await ledger.read(MEETING)).toHaveLength(length + 1)
    await ledger.close()
    expect(await firstOf(file)).toBe(`events 8 to ${length} are signed by nobody known`)
    const { text } = await verify(file)
    expect(text).toContain(`is signed with key ${kid}, which is not among the keys given`)
    expect(text).toContain(
      `events 8 to ${length}: no checkpoint of theirs is here any more. It was dropped, or they were signed late, with key ${await kidOf(file)}`,
    )
  })

  it('says of what nobody signed that it was signed late', async () => {
    const file = tampered((database) => {
      rewrite(database, 9, toYes)
      database.exec('DELETE FROM checkpoints')
    })
    copyFileSync(`${original}.signing.json`, `${file}.signing.json`)
    expect(await askfirst('sign', MEETING, '--ledger', file)).toMatchObject({ code: 0 })
    const { code, text } = await verify(file)
    expect(code).toBe(0)
    expect(text).toContain(
      `events 1 to ${length}: no checkpoint of theirs is here any more. It was dropped, or they were signed late, with key ${await kidOf(file)}`,
    )
  })
})

describe('a key that is lost', () => {
  it('keeps its meetings closed until somebody looked at them, and they go on with a new one', async () => {
    const file = inDirectory('lost.db')
    await keep(file, batches)
    const known = readFileSync(`${file}.signing.json`, 'utf8')
    const [lost] = (JSON.parse(known) as { keys: [SigningKey] }).keys
    rmSync(`${file}.signing.json`)
    expect((await askfirst('keys', 'new', '--out', `${file}.signing.json`)).code).toBe(0)
    const opens = async (signing?: readonly SigningKey[]) => {
      const ledger = sqliteLedger(file, signing && { signing })
      try {
        return (await ledger.read(MEETING)).length
      } catch (error) {
        return String(error)
      } finally {
        await ledger.close()
      }
    }
    expect(await opens()).toContain(`signed with the key "${lost.kid}"`)
    const { d: _, ...oldHalf } = lost
    const [now] = (JSON.parse(readFileSync(`${file}.signing.json`, 'utf8')) as { keys: [SigningKey] }).keys
    expect(await opens([now, oldHalf])).toBe(length)

    expect(await askfirst('sign', MEETING, '--ledger', file)).toMatchObject({ code: 0 })
    expect(await opens()).toBe(length + 1)
    const verifiedWith = async (...which: readonly SigningKey[]) => {
      const published = inDirectory('lost-public.json')
      writeFileSync(published, JSON.stringify({ keys: which.map(({ d, ...half }) => half) }))
      return askfirst('verify', MEETING, '--ledger', file, '--key', published)
    }
    const alone = await verifiedWith(now)
    expect(alone.code).toBe(1)
    expect(alone.text).toContain(`is signed with key ${lost.kid}, which is not among the keys given`)
    expect(alone.text).toContain(
      `events 1 to ${length}: no checkpoint of theirs is here any more. It was dropped, or they were signed late, with key ${now.kid}`,
    )
    const both = await verifiedWith(now, lost)
    expect(both).toMatchObject({ code: 0 })
    expect(both.text).not.toContain('no checkpoint of theirs')
  })
})
