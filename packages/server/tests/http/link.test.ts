import { describe, expect, it } from 'vitest'
import { press, takeLink, visit } from '../link-stage.ts'
import { joined, MEETING, type RunningOptions, useServer } from '../running-server.ts'
import { useSealedMeeting } from '../sealed-meeting.ts'

const open = useSealedMeeting()
const start = useServer()
const AT = 'http://consent.example/consent/'

async function meeting(options: RunningOptions = {}) {
  const running = await open(options)
  const { mint, server } = running
  return {
    ...running,
    take: async (who = 'ada', query = '') => takeLink(server, await mint(who, 'attendee'), query),
  }
}

describe('POST /consent/link', () => {
  it('gives a person a link of their own, which the ledger has by its hash alone', async () => {
    const { take, server, ledger } = await meeting()
    const { status, body } = await take()
    expect(status).toBe(201)
    expect(body.link).toMatch(/^mine\/[A-Za-z0-9_-]{32}\?lang=en$/)
    expect(body).toMatchObject({
      lang: 'en',
      open: 'Open my page',
      says: expect.stringContaining('to yourself'),
    })
    expect((await visit(server, body.link ?? '')).text).toContain('You, as the meeting knows you ada')
    const secret = body.link?.slice('mine/'.length, -'?lang=en'.length) ?? ''
    expect(await ledger.findLink(secret)).toBeUndefined()
  })

  it('is never the same twice, and the latest alone is good', async () => {
    const { take, server } = await meeting()
    const links = [(await take()).body.link ?? '', (await take()).body.link ?? '']
    expect(new Set(links).size).toBe(2)
    const pages = await Promise.all(links.map((link) => visit(server, link)))
    expect(pages.map(({ status }) => status)).toEqual([404, 200])
    expect(pages[0]?.text).toContain('a newer one was taken in its place')
  })

  it('is not taken with a token from before its person was put out, and the one they have stays', async () => {
    const { take, mint, ada, server } = await meeting()
    const before = await mint('bob', 'attendee')
    const { body } = await take('bob')
    expect(await ada.remove('bob')).toEqual({ ok: true })
    expect((await takeLink(server, before)).status).toBe(403)
    expect((await visit(server, body.link ?? '')).status).toBe(200)
  })

  it('is for the person alone: no bridge, app, worker or keeper takes one for them', async () => {
    const { server } = await meeting()
    const of = { meeting: MEETING, participant: 'bob', role: 'attendee' } as const
    const others = [
      await server.mintToken({ ...of, kind: 'phone', bridge: 'b1' }),
      await server.mintAppToken({ meeting: MEETING }),
      await server.mintProcessorToken({
        meeting: MEETING,
        processor: 'Acme AI',
        features: [{ id: 'meeting-summary' }],
      }),
    ]
    for (const token of others) expect((await takeLink(server, token)).status).toBe(403)
    const keeper = await server.mintKeeperToken({ meeting: MEETING, keeper: 'dpo' })
    expect((await takeLink(server, keeper)).status).toBe(401)
    expect((await takeLink(server, 'not.a.token')).status).toBe(401)
    expect((await server.fetch(new Request(`${AT}link`, { method: 'POST' }))).status).toBe(401)
    const zoe = await server.mintToken({ ...of, participant: 'zoe' })
    expect((await takeLink(server, zoe)).status).toBe(404)
    expect((await server.fetch(new Request(`${AT}link`))).status).toBe(405)
  })

  it('can be taken from pages of the origins that may connect', async () => {
    const { server } = await meeting({ allowedOrigins: ['https://app.example'] })
    const ask = (origin: string) =>
      server.fetch(new Request(`${AT}link`, { method: 'OPTIONS', headers: { origin } }))
    const asked = await ask('https://app.example')
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'POST'])
    expect((await ask('https://evil.example')).headers.has('access-control-allow-origin')).toBe(false)
  })

  it('needs a ledger that keeps evidence', async () => {
    const { server, mint, person } = await start()
    await joined(person('ada'))
    expect((await takeLink(server, await mint('ada', 'attendee'))).status).toBe(501)
    expect((await server.fetch(new Request(`${AT}mine/${'a'.repeat(32)}`))).status).toBe(501)
  })
})

describe('DELETE /consent/meetings/:meeting/participants/:participant/link', () => {
  it('ends a link for the keeper of that meeting, and for nobody else', async () => {
    const { take, server, mint } = await meeting()
    const { link = '' } = (await take()).body
    const end = async (token: string) =>
      (
        await server.fetch(
          new Request(`${AT}meetings/${MEETING}/participants/ada/link`, {
            method: 'DELETE',
            headers: { authorization: `Bearer ${token}` },
          }),
        )
      ).status
    const others = [
      await mint('ada', 'host'),
      await server.mintAppToken({ meeting: MEETING }),
      await server.mintKeeperToken({ meeting: 'retro', keeper: 'dpo' }),
    ]
    for (const token of others) expect(await end(token)).toBe(403)
    expect((await visit(server, link)).status).toBe(200)
    const keeper = await server.mintKeeperToken({ meeting: MEETING, keeper: 'dpo' })
    expect(await end(keeper)).toBe(200)
    expect((await visit(server, link)).status).toBe(404)
    expect(await end(keeper)).toBe(404)
  })

  it('is pressed by the person on the page itself', async () => {
    const { take, server } = await meeting()
    const { link = '' } = (await take()).body
    const after = await press(server, link, 'End this link')
    expect([after.status, after.buttons]).toEqual([200, []])
    expect(after.text).toContain('This link has ended')
    const later = await visit(server, link)
    expect([later.status, later.buttons]).toEqual([404, []])
    expect(later.text).toContain('This link leads nowhere')
    expect((await take()).status).toBe(201)
  })
})
