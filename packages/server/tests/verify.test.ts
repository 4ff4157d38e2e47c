import { randomUUID } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createMerkleTree, createReceipt } from '@askfirst/core/evidence'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../src/cli/program.ts'
import { createSigningKey, type SigningKey } from '../src/ledger/signing-keys.ts'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { askfirst, MEETING } from './evidence-stage.ts'
import { batches, length, rewrite, toYes, useTampering } from './tampered-stage.ts'

const { inDirectory, keep, original, keys, held, tampered, verify, firstOf } = useTampering()

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

  it('names what nobody signed where it was changed and every checkpoint deleted, whatever was held of before', async () => {
    const early = inDirectory('early.jws')
    const ledger = sqliteLedger(original, { readOnly: true })
    writeFileSync(early, (await ledger.evidence(MEETING)).checkpoints[1]?.jws ?? '')
    await ledger.close()
    const file = tampered((database) => {
      rewrite(database, 9, toYes)
      database.exec('DELETE FROM checkpoints')
    })
    expect(await firstOf(file, '--checkpoint', early)).toBe(
      `events 8 to ${length} are signed by nobody known`,
    )
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

  it('takes one file with each --key and --checkpoint, before the meeting too, and keys of another kind beside one', async () => {
    const mixed = inDirectory('mixed.json')
    const { keys: own } = JSON.parse(readFileSync(keys, 'utf8'))
    writeFileSync(mixed, JSON.stringify({ keys: [{ kty: 'RSA', kid: 'r', n: 'AQAB', e: 'AQAB' }, ...own] }))
    const before = ['--key', mixed, '--key', keys, '--checkpoint', held] as const
    const { code, text } = await askfirst('verify', ...before, MEETING, '--ledger', original)
    expect([code, text]).toEqual([0, expect.stringContaining('is what was signed')])
  })

  it('is of the version that its package has', () => {
    expect(createProgram().version()).toMatch(/^\d+\.\d+\.\d+/)
  })

  it('passes over checkpoints of other meetings, and fails where there are no others', async () => {
    const file = inDirectory('two.db')
    copyFileSync(original, file)
    copyFileSync(`${original}.signing.json`, `${file}.signing.json`)
    const ledger = sqliteLedger(file)
    await ledger.append('retro', 0, batches[0] ?? [])
    await ledger.close()
    const other = inDirectory('other.jws')
    writeFileSync(other, (await askfirst('checkpoint', 'retro', '--ledger', file)).text)
    expect(await verify(file, '--checkpoint', other, '--checkpoint', held)).toMatchObject({ code: 0 })
    const alone = await verify(file, '--checkpoint', other)
    expect([alone.code, alone.text]).toEqual([1, expect.stringContaining('none of the checkpoints')])
  })

  it('says of dropped checkpoints that they are not there, not that anything was late', async () => {
    const { code, text } = await verify(
      tampered((database) => database.exec('DELETE FROM checkpoints WHERE size < 11')),
    )
    expect(code).toBe(0)
    expect(text).toContain('events 1 to 7: no checkpoint of theirs is here any more. It was dropped, or')
  })

  it('finds a checkpoint from elsewhere that nobody signed', async () => {
    const jws = readFileSync(held, 'utf8').trim()
    const [header, payload, signature = ''] = jws.split('.')
    const forged = inDirectory('forged.jws')
    writeFileSync(
      forged,
      [header, payload, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join('.'),
    )
    const { code, text } = await verify(original, '--checkpoint', forged)
    expect([code, text]).toEqual([1, expect.stringContaining('is not one that was signed')])
  })

  it('says plainly what it was given and cannot read', async () => {
    expect(await askfirst('verify', 'retro', '--ledger', original)).toMatchObject({ code: 1 })
    expect((await askfirst('verify', MEETING, '--ledger', original, '--key', held)).text).toContain(
      'has no Ed25519 key in it',
    )
    expect((await askfirst('verify', MEETING, '--ledger', original, '--key', 'nowhere')).text).toContain(
      'cannot be read',
    )
    expect((await askfirst('verify', MEETING, '--ledger', original, '--checkpoint', keys)).text).toContain(
      'has a line in it that is no checkpoint',
    )
    const files = {
      'words.txt': ['hello', 'is no JSON'],
      'cut.json': ['{"v":1,"checkpoint":"', 'is no JSON'],
      'record.json': ['{"v":1,"subject":{}}', 'is no receipt.'],
      'none.json': ['{"receipt":null}', 'is no receipt.'],
    } as const
    for (const [name, [content, said]] of Object.entries(files)) {
      const file = inDirectory(name)
      writeFileSync(file, content)
      const { code, text } = await askfirst('verify', file, '--key', keys)
      expect([name, code, text]).toEqual([name, 1, expect.stringContaining(said)])
      expect(text).not.toContain('does not hold')
    }
    expect((await askfirst('verify', 'retro')).text).toContain('--ledger <place>')
  })

  it('names no more than the scheme of an address that is no ledger: a password may follow', async () => {
    const place = 'mysql://somebody:geheim@db.example/consent'
    for (const command of [
      ['verify', MEETING],
      ['erase', MEETING, 'ben'],
      ['purge', '--older-than', '90d'],
      ['sign', MEETING],
      ['log', MEETING],
    ]) {
      const { code, text } = await askfirst(...command, '--ledger', place)
      expect([code, text]).toEqual([1, expect.stringContaining('is an address by mysql:, which keeps none')])
      expect(text).not.toContain('geheim')
    }
  })

  it('prints what it found for programs', async () => {
    const file = tampered((database) => rewrite(database, 9, toYes))
    const { text } = await verify(file, '--json')
    expect(JSON.parse(text)).toMatchObject({ outcome: 'fails', findings: [{ event: 9, what: 'changed' }] })
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
    // The file that checkpoints are appended to: one of before, and one of the same size over something else.
    const ledgers = inDirectory('several.jws')
    const elsewhere = inDirectory('another.db')
    const { keys: signing } = JSON.parse(readFileSync(`${original}.signing.json`, 'utf8')) as {
      keys: SigningKey[]
    }
    await keep(elsewhere, batches, signing)
    const another = (await askfirst('checkpoint', MEETING, '--ledger', elsewhere)).text
    for (const [lines, code] of [
      [[checkpoints[1]?.jws, another], 1],
      [[another, checkpoints[1]?.jws], 1],
      [[checkpoints[1]?.jws, checkpoint.jws], 0],
    ] as const) {
      writeFileSync(ledgers, lines.join('\n'))
      const compared = await askfirst('verify', file, '--key', keys, '--checkpoint', ledgers)
      expect(compared.code).toBe(code)
      expect(compared.text).toContain('Whether it fits the checkpoint after event 7')
    }
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
