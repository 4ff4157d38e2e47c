import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MeetingEvent } from '@askfirst/core/authority'
import { createMerkleTree, createReceipt, toLeafHash } from '@askfirst/core/evidence'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSigningKey, type SigningKey } from '../src/ledger/signing-keys.ts'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { askfirst, MEETING, toStory } from './evidence-stage.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-verify-'))
afterAll(() => rmSync(directory, { recursive: true }))
const inDirectory = (name: string): string => join(directory, name)

const STORY = toStory(Date.now())
const { length } = STORY
const batches = [STORY.slice(0, 4), STORY.slice(4, 7), STORY.slice(7, 11), STORY.slice(11)]

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
const rewrite = (database: DatabaseSync, number: number, change: (body: string) => string): void => {
  const row = database.prepare('SELECT body FROM events WHERE number = ?').get(number)
  const body = change(String(row?.body))
  database
    .prepare('UPDATE events SET body = ?, leaf = ? WHERE number = ?')
    .run(body, toLeafHash(body), number)
}
const toYes = (body: string): string => body.replace('consent.declined', 'consent.accepted')

describe('askfirst verify', () => {
  it('finds nothing in a ledger that nobody touched, and says what that shows', async () => {
    const alone = await askfirst('verify', MEETING, '--ledger', original)
    expect(alone.code).toBe(0)
    expect(alone.text).toContain(`"standup" is what was signed: ${length} events, 4 checkpoints`)
    expect(alone.text).toContain('consistent, and no more')
    expect(alone.text).toContain('pass --key, from elsewhere')
    expect(alone.text).toContain('pass --checkpoint, from somebody else')
    const whole = await verify(original, '--checkpoint', held)
    expect(whole).toMatchObject({ code: 0 })
    expect(whole.text).not.toContain('no more')
  })

  it('names a field that was changed', async () => {
    const file = tampered((database) => {
      database.exec(
        `UPDATE events SET body = replace(body, 'consent.declined', 'consent.accepted') WHERE number = 9`,
      )
    })
    expect(await firstOf(file)).toBe('event 9 was changed, inserted or moved')
  })

  it('names a field that was changed together with its leaf', async () => {
    expect(await firstOf(tampered((database) => rewrite(database, 9, toYes)))).toBe(
      'event 9 was changed, inserted or moved',
    )
  })

  it('names what was dropped', async () => {
    expect(await firstOf(tampered((database) => database.exec('DELETE FROM events WHERE number = 10')))).toBe(
      'event 10 is missing',
    )
    expect(
      await firstOf(tampered((database) => database.exec('DELETE FROM events WHERE number IN (3, 10)'))),
    ).toBe('event 3 is missing')
  })

  it('names what was dropped where the rest was moved up', async () => {
    const file = tampered((database) => {
      database.exec('DELETE FROM events WHERE number = 10')
      for (let number = 11; number <= length; number += 1) {
        database.prepare('UPDATE events SET number = ? WHERE number = ?').run(number - 1, number)
        rewrite(database, number - 1, (body) => body.replace(`"number":${number}`, `"number":${number - 1}`))
      }
      database.exec(`DELETE FROM checkpoints WHERE size > 11`)
    })
    expect(await firstOf(file)).toBe('event 10 was changed, inserted or moved')
  })

  it('names what was inserted', async () => {
    const file = tampered((database) => {
      for (let number = length; number >= 9; number -= 1) {
        database.prepare('UPDATE events SET number = ? WHERE number = ?').run(number + 1, number)
        rewrite(database, number + 1, (body) => body.replace(`"number":${number}`, `"number":${number + 1}`))
      }
      database.exec('INSERT INTO events SELECT meeting, 9, at, body, leaf FROM events WHERE number = 8')
      rewrite(database, 9, (body) => body.replace('"number":8', '"number":9'))
    })
    expect(await firstOf(file)).toBe('event 9 was changed, inserted or moved')
  })

  it('names what was added at the end', async () => {
    const file = tampered((database) => {
      database.exec(
        `INSERT INTO events SELECT meeting, ${length + 1}, at, body, leaf FROM events WHERE number = 8`,
      )
      rewrite(database, length + 1, (body) => body.replace('"number":8', `"number":${length + 1}`))
    })
    expect(await firstOf(file)).toBe(`event ${length + 1} is signed by nobody known`)
  })

  it('names the first of two that changed places', async () => {
    const file = tampered((database) => {
      database.exec('UPDATE events SET number = 99 WHERE number = 8')
      database.exec('UPDATE events SET number = 8 WHERE number = 10')
      database.exec('UPDATE events SET number = 10 WHERE number = 99')
    })
    expect(await firstOf(file)).toBe("event 8 is in another's place")
  })

  it('names the beginning of an end that was cut off', async () => {
    expect(await firstOf(tampered((database) => database.exec('DELETE FROM events WHERE number > 12')))).toBe(
      'events 13 to 14 are missing',
    )
  })

  it("needs somebody else's checkpoint where the end was cut off with its checkpoint", async () => {
    const file = tampered((database) =>
      database.exec('DELETE FROM events WHERE number > 7; DELETE FROM checkpoints WHERE size > 7'),
    )
    expect((await verify(file)).code).toBe(0)
    expect(await firstOf(file, '--checkpoint', held)).toBe('events 8 to 14 are missing')
  })

  it('names the first event of people whose keys, or names, were exchanged', async () => {
    const keysSwapped = tampered((database) => {
      const keyOf = (name: string) =>
        database.prepare('SELECT key FROM people WHERE participant = ?').get(name)?.key as Uint8Array
      const [ben, zoe] = [keyOf('ben'), keyOf('zoe')]
      database.prepare('UPDATE people SET key = ? WHERE participant = ?').run(zoe, 'ben')
      database.prepare('UPDATE people SET key = ? WHERE participant = ?').run(ben, 'zoe')
    })
    expect(await firstOf(keysSwapped)).toBe('event 3 names somebody who was exchanged')
    const namesSwapped = tampered((database) =>
      database.exec(
        `UPDATE people SET participant = CASE participant WHEN 'ben' THEN 'zoe' WHEN 'zoe' THEN 'ben' ELSE participant END`,
      ),
    )
    expect(await firstOf(namesSwapped)).toBe('event 3 names somebody who was exchanged')
  })

  it('names the beginning where all was written and signed anew with another key', async () => {
    const file = inDirectory('forged.db')
    await keep(
      file,
      batches.map((part) => part.map((event) => ({ ...event, command: 'x' }))),
    )
    expect(await firstOf(file)).toBe('events 1 to 4 are signed by nobody known')
    // Believed where nobody brings a key from elsewhere: that is what it says.
    const alone = await askfirst('verify', MEETING, '--ledger', file)
    expect(alone.code).toBe(0)
    expect(alone.text).toContain('may have signed all of it anew')
  })

  it("needs somebody else's checkpoint where history was written anew with the right key", async () => {
    const file = inDirectory('rewritten.db')
    const { keys: signing } = JSON.parse(readFileSync(`${original}.signing.json`, 'utf8')) as {
      keys: SigningKey[]
    }
    await keep(
      file,
      batches.map((part) => part.map((event) => (event.number === 13 ? { ...event, command: 'x' } : event))),
      signing,
    )
    expect((await verify(file)).code).toBe(0)
    expect(await firstOf(file, '--checkpoint', held)).toBe('event 12 was changed, inserted or moved')
  })

  it('says plainly what it was given and cannot read', async () => {
    expect(await askfirst('verify', 'retro', '--ledger', original)).toMatchObject({ code: 1 })
    expect((await askfirst('verify', MEETING, '--ledger', original, '--key', held)).text).toContain(
      'has no key in it',
    )
    expect((await askfirst('verify', MEETING, '--ledger', original, '--key', 'nowhere')).text).toContain(
      'cannot be read',
    )
    expect((await askfirst('verify', MEETING, '--ledger', original, '--checkpoint', keys)).text).toContain(
      'is not one that was signed',
    )
  })

  it('prints what it found for programs', async () => {
    const file = tampered((database) => rewrite(database, 9, toYes))
    const { text } = await verify(file, '--json')
    expect(JSON.parse(text)).toMatchObject({ outcome: 'fails', findings: [{ event: 9, what: 'changed' }] })
  })
})

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
})

describe('askfirst sign', () => {
  it('hides nothing of what it signed: what was signed before says what it was', async () => {
    const file = tampered((database) => rewrite(database, 9, toYes))
    copyFileSync(`${original}.signing.json`, `${file}.signing.json`)
    expect(await askfirst('sign', MEETING, '--ledger', file)).toMatchObject({ code: 0 })
    expect(await firstOf(file)).toBe('event 9 was changed, inserted or moved')
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
    expect(text).toContain(`events 1 to ${length} were signed later than they were written`)
  })
})

describe('askfirst keys new', () => {
  it('rotates: what was signed before holds, what is signed from now on too, and the old key signs nothing more', async () => {
    const file = inDirectory('rotated.db')
    await keep(file, batches.slice(0, 2))
    const before = readFileSync(`${file}.signing.json`, 'utf8')
    expect((await askfirst('keys', 'new', '--out', `${file}.signing.json`)).code).toBe(0)
    const { keys: now } = JSON.parse(readFileSync(`${file}.signing.json`, 'utf8')) as { keys: SigningKey[] }
    const { keys: then } = JSON.parse(before) as { keys: SigningKey[] }
    expect(now).toHaveLength(2)
    expect(now[0]?.kid).not.toBe(then[0]?.kid)
    expect(now[1]).toMatchObject({ kid: then[0]?.kid })
    expect(now[1]?.d).toBeUndefined()
    await keep(file, batches.slice(2))
    const all = inDirectory('rotated-public.json')
    writeFileSync(all, (await askfirst('keys', 'public', '--keys', `${file}.signing.json`)).text)
    expect(readFileSync(all, 'utf8')).not.toContain('"d"')
    expect(await askfirst('verify', MEETING, '--ledger', file, '--key', all)).toMatchObject({ code: 0 })
    const onlyNew = inDirectory('only-new.json')
    writeFileSync(onlyNew, JSON.stringify(now[0]))
    const lacking = await askfirst('verify', MEETING, '--ledger', file, '--key', onlyNew)
    expect(lacking.code).toBe(1)
    expect(lacking.text).toContain(`signed with key ${then[0]?.kid}`)
  })
})

describe('askfirst verify, of a receipt', () => {
  it('holds offline, with a key from elsewhere', async () => {
    const ledger = sqliteLedger(original, { readOnly: true })
    const { events, people, checkpoints } = await ledger.evidence(MEETING)
    await ledger.close()
    const person = people.find(({ participant }) => participant === 'ben')
    const checkpoint = checkpoints.at(-1)
    if (person === undefined || checkpoint === undefined) throw new RangeError('nobody')
    const tree = createMerkleTree(events.map(({ leaf }) => leaf))
    const bodies = events.map(({ body }) => body)
    const receipt = createReceipt({ meeting: MEETING, person, bodies, tree, checkpoint })
    const file = inDirectory('receipt.json')
    writeFileSync(file, JSON.stringify(receipt))
    const told = await askfirst('verify', file, '--key', keys, '--checkpoint', held)
    expect(told.code).toBe(0)
    expect(told.text).toContain('holds: it is what was signed')
    expect((await askfirst('verify', file)).text).toContain('nothing shows that it is genuine')
    const strangers = inDirectory('strangers.json')
    const { d: _, ...strange } = createSigningKey()
    writeFileSync(strangers, JSON.stringify(strange))
    const unknown = await askfirst('verify', file, '--key', strangers)
    expect(unknown).toMatchObject({
      code: 1,
      text: expect.stringContaining('nothing shows that it is genuine'),
    })
    writeFileSync(file, JSON.stringify(receipt).replace('consent.withdrawn', 'consent.accepted'))
    const changed = await askfirst('verify', file, '--key', keys)
    expect(changed.code).toBe(1)
    expect(changed.text).toContain("no       Event 10 is not in the meeting's tree as it is here.")
  })
})

const { d: _, ...publicHalf } = createSigningKey()

describe('signing keys', () => {
  it.each([
    [[], undefined],
    [[publicHalf], 'no private half'],
    [[{ kty: 'OKP' } as unknown as SigningKey], 'no list of keys'],
    [[{ ...createSigningKey(), d: 'AAAA' }], 'no Ed25519 key'],
  ])('are refused where they cannot sign (%#)', (signing, words) => {
    const open = () => sqliteLedger(inDirectory(`${randomUUID()}.db`), { signing })
    if (words === undefined) expect(open).not.toThrow()
    else expect(open).toThrow(words)
  })
})
