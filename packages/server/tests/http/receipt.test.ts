import { verifyReceipt } from '@askfirst/core/evidence'
import { describe, expect, it } from 'vitest'
import { toLinkHash } from '../../src/links/link-secret.ts'
import { takeLink } from '../link-stage.ts'
import { joined, MEETING, type RunningOptions } from '../running-server.ts'
import { useSealedMeeting } from '../sealed-meeting.ts'

const open = useSealedMeeting()
const AT = 'http://consent.example/consent/receipt'

async function meeting(options: RunningOptions = {}) {
  const running = await open(options)
  const { mint, server } = running
  const take = async (token: string, query = '', headers = {}) =>
    server.fetch(new Request(AT + query, { headers: { authorization: `Bearer ${token}`, ...headers } }))
  return { ...running, take, bob: await mint('bob', 'attendee') }
}

describe('GET /consent/receipt', () => {
  it('gives a person their own receipt, which holds with the public key and without the server', async () => {
    const { take, bob, ledger, server } = await meeting()
    const { receipt } = await (await take(bob)).json()
    const keys = ledger.publicKeys
    await server.close()
    const found = await verifyReceipt(receipt, { keys })
    expect(found.outcome).toBe('holds')
    expect(found.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['participant.joined', 'feature.enabled', 'consent.declined']),
    )
    // Of nobody else: ids and signatures are random letters, and may spell a name.
    const said = receipt.events.flatMap(({ body }: { body: string }) => Object.values(JSON.parse(body)))
    expect(said).not.toContain('ada')
    expect(found.events.flatMap((event) => Object.values(event))).not.toContain('ada')
    const changed = { ...receipt, events: receipt.events.slice().reverse() }
    expect((await verifyReceipt(changed, { keys })).outcome).toBe('fails')
  })

  it('gives it as a page too, in the language that is asked for, that loads and runs nothing', async () => {
    const { take, bob } = await meeting()
    const pages = await Promise.all(
      ['', '?lang=de-AT', '?lang=ar', '?lang=xx'].map(
        async (query) => (await (await take(bob, query)).json()).page,
      ),
    )
    expect(pages.map((page) => /<html lang="(\w+)" dir="(\w+)"/.exec(page)?.slice(1).join(' '))).toEqual([
      'en ltr',
      'de ltr',
      'ar rtl',
      'en ltr',
    ])
    for (const page of pages) {
      expect(page).not.toMatch(/<script|<img|<link|http:|https:|undefined|\[object/)
      expect(page).toContain("default-src 'none'")
      expect(page).toContain('download="receipt.json"')
    }
    expect(pages[1]).toContain('Sie sagten Nein zu „Zusammenfassung“')
  })

  it('prints without the link to the file, which paper cannot follow', async () => {
    const { take, bob } = await meeting()
    const { page } = await (await take(bob)).json()
    const [, printed = ''] = /@media print \{((?:[^{}]*\{[^{}]*\})*)\s*\}/.exec(page) ?? []
    expect(printed).toContain('.save { display: none; }')
    expect(page).toMatch(/<p class="save"><a download="receipt.json"/)
  })

  it('holds nothing of the link that its person took: whoever is shown it cannot come in by it', async () => {
    const { take, bob, server } = await meeting()
    const { link = '' } = (await takeLink(server, bob)).body
    const [, secret = ''] = /^mine\/([\w-]{20,})\?/.exec(link) ?? []
    expect(secret).not.toBe('')
    const { receipt, page } = await (await take(bob)).json()
    // A page carries the file in base64.
    const carried = /base64,([\w+/=]+)/.exec(page)?.[1] ?? ''
    const file = Buffer.from(carried, 'base64').toString()
    expect(JSON.parse(file)).toEqual(receipt)
    for (const text of [JSON.stringify(receipt), page, file]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(toLinkHash(secret))
      expect(text).not.toContain('mine/')
    }
  })

  it('is for the person alone', async () => {
    const { take, server } = await meeting()
    const zoe = await server.mintToken({ meeting: MEETING, participant: 'zoe', role: 'attendee' })
    expect((await take(zoe)).status).toBe(404)
    const of = { meeting: MEETING, participant: 'bob', role: 'attendee' } as const
    const others = [
      await server.mintToken({ ...of, kind: 'phone', bridge: 'b1' }),
      await server.mintAppToken({ meeting: MEETING }),
    ]
    expect(await Promise.all(others.map(async (token) => (await take(token)).status))).toEqual([403, 403])
    expect((await take('not.a.token')).status).toBe(401)
    expect((await server.fetch(new Request(AT))).status).toBe(401)
  })

  it('can be read by pages of the origins that may connect, and by no others', async () => {
    const { take, bob, server } = await meeting({ allowedOrigins: ['https://app.example'] })
    const allowed = async (origin: string) =>
      (await take(bob, '', { origin })).headers.get('access-control-allow-origin')
    expect(await allowed('https://app.example')).toBe('https://app.example')
    expect(await allowed('https://evil.example')).toBeNull()
    const asked = await server.fetch(
      new Request(AT, { method: 'OPTIONS', headers: { origin: 'https://app.example' } }),
    )
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization'])
    const gates = await server.fetch(
      new Request('http://consent.example/consent/gates', { method: 'OPTIONS' }),
    )
    expect(gates.status).toBe(405)
  })

  it('a name that is markup is text on the page', async () => {
    const { mint, person, take } = await meeting()
    const name = `<img src=x onerror="alert('1')">`
    await joined(person(name))
    const { page } = await (await take(await mint(name, 'attendee'))).json()
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;')
    expect(page).not.toContain('<img')
  })
})
