import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineFeature, sha256 } from '@askfirst/core'
import { createCatalogue } from '@askfirst/core/authority'
import { verifyMeeting } from '@askfirst/core/evidence'
import { explainGate } from '@askfirst/core/record'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createConsentServer, sqliteLedger } from '../../src/index.ts'
import { createLinkSecret, toLinkHash } from '../../src/links/link-secret.ts'
import { press, takeLink, visit } from '../link-stage.ts'
import { openEraser, useOwnLink } from '../own-link.ts'
import {
  type Declared,
  eventually,
  FEATURES,
  joined,
  MEETING,
  SECRET,
  startServer,
  turnOn,
} from '../running-server.ts'

const meeting = useOwnLink()
const SUMMARY = 'meeting-summary'
const AT = 'http://consent.example/consent/mine/'
const DAY_MS = 86_400_000

describe('the page of a link', () => {
  it('says so where taking back stops it for everybody', async () => {
    const { ledger, link, server } = await meeting()
    expect((await visit(server, link)).text).not.toContain('stops for everybody')
    const [{ policy, ...summary }] = FEATURES
    const strict = defineFeature({ ...summary, policy: { ...policy, decline: 'stop' } })
    const other = createConsentServer({ features: [strict], ledger, keys: { secret: SECRET }, log: 'silent' })
    expect((await visit(other, link)).text).toContain('it stops for everybody')
    await other.close()
  })

  it('says what is kept of the person, and of nobody else', async () => {
    const { link, server } = await meeting({
      facts: {
        controllers: [{ name: 'Example', email: 'privacy@e.example' }],
        policyUrl: 'https://e.example/p',
      },
    })
    const { status, text, page, buttons } = await visit(server, link)
    expect(status).toBe(200)
    for (const said of [
      'What is kept of you',
      'Meeting standup',
      'summary: your voice and your chat messages (you said yes to this)',
      'training AI models: the transcript of what you say (not included)',
      'Processed by Acme AI',
      'Kept for 30 days',
      'Your latest answer to this version yes',
      'you said yes to summary: summary',
      'Example privacy@e.example',
    ])
      expect(text).toContain(said)
    expect(buttons).toEqual(['Take back my yes to summary', 'End this link'])
    expect(page).not.toMatch(/\bbob\b|undefined|\[object|<script|<img|<link/)
  })

  it('is kept by nobody, told to nobody, framed by nobody, and runs nothing', async () => {
    const { link, server } = await meeting()
    const { headers } = await visit(server, link)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-robots-tag')).toContain('noindex')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).not.toContain('unsafe')
  })

  it('comes in the language that is asked for, or else that the browser reads', async () => {
    const { link, server } = await meeting()
    const [bare = ''] = link.split('?')
    const langOf = async (at: string, accepted = '') => {
      const { page } = await visit(server, at, { 'accept-language': accepted })
      return /<html lang="(\w+)" dir="(\w+)"/.exec(page)?.slice(1).join(' ')
    }
    expect(await langOf(`${bare}?lang=ar`, 'de')).toBe('ar rtl')
    expect(await langOf(bare, 'fr;q=0.9, de-AT')).toBe('de ltr')
    expect(await langOf(bare, 'fr')).toBe('en ltr')
    const german = await visit(server, `${bare}?lang=de`)
    expect(german.buttons).toContain('Mein Ja zu „Zusammenfassung“ zurücknehmen')
    expect((await press(server, `${bare}?lang=de`, german.buttons[0] ?? '')).text).toContain('zurückgenommen')
  })

  it('takes a yes back, at once and for good: the gate, the device, the record and the explanation say so', async () => {
    const { ada, link, ledger, server } = await meeting()
    expect(server.permits(MEETING, 'ada', SUMMARY, 'summarise')).toBe(true)
    const after = await press(server, link, 'Take back my yes to summary')
    expect(server.permits(MEETING, 'ada', SUMMARY, 'summarise')).toBe(false)
    expect(after.hash).toBe('#feature-1')
    expect(after.page).toContain('id="feature-1"')
    expect(after.text).toContain('Your latest answer to this version taken back')
    expect(after.text).toContain('you took back your yes to summary')
    expect(after.buttons).toEqual(['Have erased what summary captured', 'End this link'])
    await eventually(() =>
      expect(ada.store.getState().view?.features[SUMMARY]?.answer.state).toBe('withdrawn'),
    )
    const events = await ledger.read(MEETING)
    const last = events.at(-1)
    expect(last).toMatchObject({ type: 'consent.withdrawn', by: 'ada', participant: 'ada', method: 'link' })
    const [{ gate, since } = { gate: undefined, since: undefined }] = explainGate({
      meeting: MEETING,
      events,
      participant: 'ada',
      feature: SUMMARY,
      ask: 'summarise',
      at: Date.now(),
      catalogue: await createCatalogue(FEATURES, sha256),
    }).gates
    expect([gate, since?.number]).toEqual([{ open: false, reason: 'withdrawn' }, last?.number])
    const found = await verifyMeeting(await ledger.evidence(MEETING), { keys: ledger.publicKeys })
    expect(found.outcome).toBe('holds')
  })

  it('has erasing asked of every processor, and follows it until each has confirmed', async () => {
    const { link, server, url } = await meeting()
    await press(server, link, 'Take back my yes to summary')
    const asked = await press(server, link, 'Have erased what summary captured')
    expect(asked.text).toMatch(/Acme AI: asked .* not confirmed yet/)
    expect(asked.text).toContain('once every processor has confirmed erasing')
    expect(asked.buttons).toEqual(['End this link'])
    const gate = await openEraser(server, url)
    await eventually(async () => {
      const { text } = await visit(server, link)
      expect(text).toMatch(/Acme AI: asked .* erased/)
      expect(text).toContain('Everybody who was asked has confirmed.')
    })
    gate.close()
  })

  it('shows what was asked in each revision, and has one button for what both ask', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'askfirst-mine-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const [summary, captions] = FEATURES
    const open = async (revision: number) => {
      const declared = [{ ...summary, revision }, captions] as unknown as Declared
      const running = await startServer({ ledger: sqliteLedger(join(directory, 'consent.db')), declared })
      onTestFinished(running.stop)
      const ada = running.person('ada', 'host')
      await joined(ada)
      await turnOn(ada)
      return { ...running, ada }
    }
    const first = await open(1)
    expect(await first.ada.disable(SUMMARY)).toEqual({ ok: true })
    await first.stop()
    const { mint, server } = await open(2)
    const { link = '' } = (await takeLink(server, await mint('ada', 'host'))).body
    const { text, page, buttons } = await visit(server, link)
    expect([...text.matchAll(/Version (\d)/g)].map(([, revision]) => revision)).toEqual(['1', '2'])
    expect(buttons).toEqual(['Take back my yes to summary', 'End this link'])
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect((await press(server, link, 'Take back my yes to summary')).hash).toBe('#feature-2')
  })

  it('tells what was taken back without a yes as the no that it is', async () => {
    const { person, mint, server } = await meeting()
    const cem = person('cem')
    await joined(cem)
    expect(await cem.withdraw(SUMMARY)).toEqual({ ok: true })
    const { link = '' } = (await takeLink(server, await mint('cem', 'attendee'))).body
    const { text } = await visit(server, link)
    expect(text).toContain('you said no to summary')
    expect(text).toContain('Your latest answer to this version no')
    expect(text).not.toMatch(/took back|taken back/)
  })

  it('says no for who was never asked to say yes, and offers nothing where there is nothing to take back', async () => {
    const { link, server } = await meeting({}, 'bob')
    const { text, buttons } = await visit(server, link)
    expect(text).toContain('Your latest answer to this version no')
    expect(buttons).toEqual(['End this link'])
  })

  it('does nothing when it is read, pressed twice, or sent what is not on it', async () => {
    const { link, ledger, server } = await meeting()
    const [bare = ''] = link.split('?')
    const before = (await ledger.read(MEETING)).length
    await server.fetch(new Request(`http://consent.example/consent/${bare}?act=withdraw&feature=${SUMMARY}`))
    const send = (query: string) =>
      server.fetch(new Request(`http://consent.example/consent/${bare}?${query}`, { method: 'POST' }))
    for (const query of [
      `act=accept&feature=${SUMMARY}`,
      `act=erase&feature=${SUMMARY}`,
      'act=withdraw&feature=captions',
      'act=withdraw&feature=__proto__',
      'act=withdraw',
      '',
    ])
      expect((await send(query)).status).toBe(303)
    expect(await ledger.read(MEETING)).toHaveLength(before)
    const twice = await Promise.all([1, 2].map(() => send(`act=withdraw&feature=${SUMMARY}`)))
    expect(twice.map(({ status }) => status)).toEqual([303, 303])
    await send(`act=withdraw&feature=${SUMMARY}`)
    const nos = (await ledger.read(MEETING)).filter(({ type }) => type === 'consent.withdrawn')
    expect(nos.length).toBeLessThanOrEqual(2)
    const put = await server.fetch(new Request(`http://consent.example/consent/${bare}`, { method: 'PUT' }))
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  it('is good for who was removed from the call, whose tokens are over', async () => {
    const { link, server } = await meeting()
    await server.removeParticipant(MEETING, 'ada')
    // Whoever is put out has no yes any more.
    expect((await visit(server, link)).text).toContain('yes, no longer counting')
    const asked = await press(server, link, 'Have erased what summary captured')
    expect(asked.text).toContain('not confirmed yet')
  })

  it('says so where what is pressed is not written in time; the gate is closed by then, and it is written later', async () => {
    const { link, ledger, server } = await meeting({ drainMs: 300 })
    const { append } = ledger
    ledger.append = () => Promise.reject(new Error('disk full'))
    const failed = await press(server, link, 'Take back my yes to summary')
    expect(failed.text).toContain('That is not written down yet')
    expect(failed.hash).toBe('#failed')
    expect(server.permits(MEETING, 'ada', SUMMARY, 'summarise')).toBe(false)
    ledger.append = append
    await eventually(async () => expect((await visit(server, link)).text).toContain('taken back'))
  })

  it('is text where a name is markup', async () => {
    const { mint, person, server } = await meeting()
    const name = `<img src=x onerror="alert('1')">`
    await joined(person(name))
    const { link = '' } = (await takeLink(server, await mint(name, 'attendee'))).body
    const { page } = await visit(server, link)
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;')
    expect(page).not.toContain('<img')
  })
})

describe('a link that leads nowhere', () => {
  it('says that who it was of is erased, that the meeting is deleted, and does nothing else', async () => {
    const { link, ada, bob, ledger, mint, server } = await meeting()
    const other = (await takeLink(server, await mint('bob', 'attendee'))).body.link ?? ''
    await ada.disable(SUMMARY)
    for (const one of [ada, bob]) one.dispose()
    await eventually(() => ledger.erase(MEETING, 'ada'))
    const before = (await ledger.read(MEETING)).length
    const post = (at: string) =>
      server.fetch(
        new Request(`http://consent.example/consent/${at}&act=withdraw&feature=${SUMMARY}`, {
          method: 'POST',
        }),
      )
    const erased = await visit(server, link)
    expect([erased.status, erased.buttons]).toEqual([410, []])
    expect(erased.text).toContain('Who you were in that meeting has been erased')
    expect((await post(link)).status).toBe(410)
    expect(await ledger.read(MEETING)).toHaveLength(before)

    await ledger.purge({ before: Date.now() + DAY_MS })
    for (const at of [link, other]) {
      const purged = await visit(server, at)
      expect([purged.status, purged.buttons]).toEqual([410, []])
      expect(purged.text).toContain('All that was recorded of that meeting has been deleted')
      expect((await post(at)).status).toBe(410)
    }
    expect(await ledger.meetings()).toEqual([])
  })

  it('names nobody again who is erased while they press', async () => {
    const { link, ada, bob, ledger, server } = await meeting()
    await ada.disable(SUMMARY)
    for (const one of [ada, bob]) one.dispose()
    await eventually(async () =>
      expect((await ledger.read(MEETING)).filter(({ type }) => type === 'participant.lapsed')).toHaveLength(
        2,
      ),
    )
    const { evidence } = ledger
    ledger.evidence = async (of) => {
      const read = await evidence(of)
      ledger.evidence = evidence
      await ledger.erase(MEETING, 'ada')
      return read
    }
    // One that has not opened the meeting: it would meet them as somebody new.
    const options = { features: FEATURES, keys: { secret: SECRET }, log: 'silent' } as const
    const other = createConsentServer({ ...options, ledger })
    await other.fetch(
      new Request(`http://consent.example/consent/${link}&act=withdraw&feature=${SUMMARY}`, {
        method: 'POST',
      }),
    )
    expect((await evidence(MEETING)).people.map(({ participant }) => participant)).toEqual(['bob'])
    expect((await visit(server, link)).text).toContain('has been erased')
    await other.close()
  })

  it('says the same of an address that nobody was given, and looks for nothing that cannot be one', async () => {
    const { ledger, server } = await meeting()
    let looks = 0
    const { findLink } = ledger
    ledger.findLink = (hash) => {
      looks += 1
      return findLink(hash)
    }
    const guess = (secret: string) => server.fetch(new Request(AT + secret))
    for (const secret of ['a', 'a'.repeat(33), `${'a'.repeat(31)}%2F`, `${'a'.repeat(31)}%`])
      expect((await guess(secret)).status).toBe(404)
    expect(looks).toBe(0)
    expect((await guess('a'.repeat(32))).status).toBe(404)
    expect(looks).toBe(1)
  })

  it('is not looked for without end, and whoever has a link goes on meanwhile', async () => {
    const { link, server } = await meeting({ limits: { unknownLinksPerSecond: 5, requestsPerSecond: 200 } })
    expect((await visit(server, link)).status).toBe(200)
    const statuses: number[] = []
    for (let guess = 0; guess < 60; guess += 1) {
      statuses.push((await server.fetch(new Request(AT + createLinkSecret()))).status)
    }
    expect(statuses).toContain(429)
    expect(new Set(statuses)).toEqual(new Set([404, 429]))
    expect((await visit(server, link)).status).toBe(200)
  })

  it('is not looked for without end by guesses that come all at once', async () => {
    const { ledger, link, server } = await meeting({
      limits: { unknownLinksPerSecond: 5, requestsPerSecond: 200 },
    })
    expect((await visit(server, link)).status).toBe(200)
    const looks = vi.spyOn(ledger, 'findLink')
    const guesses = Array.from({ length: 60 }, () => server.fetch(new Request(AT + createLinkSecret())))
    const known = visit(server, link)
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 404)).toHaveLength(looks.mock.calls.length - 1)
    expect(looks.mock.calls.length).toBeLessThan(20)
    expect((await known).status).toBe(200)
  })

  it('takes no allowance of those who guess by being found', async () => {
    const { ledger, server } = await meeting({ limits: { unknownLinksPerSecond: 2, requestsPerSecond: 200 } })
    for (let person = 0; person < 8; person += 1) {
      const secret = createLinkSecret()
      await ledger.keepLink(MEETING, 'ada', { hash: toLinkHash(secret), at: Date.now() })
      expect((await server.fetch(new Request(AT + secret))).status).toBe(200)
    }
  })

  it('has its own page read so many times a second and no more', async () => {
    const { link, server } = await meeting({ limits: { requestsPerSecond: 2 } })
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => (await visit(server, link)).status),
    )
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(4)
    // The link is as good as ever, and its page does not say otherwise.
    const pages = await Promise.all(Array.from({ length: 8 }, () => visit(server, link)))
    expect(pages.find(({ status }) => status === 429)?.text).toMatch(
      /^Not just now .*Not just now That was too often/,
    )
  })
})
