import { type FeatureOptions, type NoticeHashes, type NoticeSource, sha256 } from '@askfirst/core'
import { mergeNotices, type NoticeRegistry, toNoticeHashes, toNoticeText } from '@askfirst/core/authority'
import { describe, expect, it, vi } from 'vitest'
import { captions, summary } from './features.ts'
import { type Client, eventually, FEATURES, joined, MEETING, useServer } from './running-server.ts'

const start = useServer()

const say = (feature: FeatureOptions, lang: string, accept: string): NoticeSource => ({
  feature,
  lang,
  templates: { question: 'Include you in {{feature}}?', accept },
  controls: ['accept', 'refuse'],
})
const register = (...sources: NoticeSource[]) =>
  Promise.all(sources.map((source) => toNoticeText(source, sha256)))
const languages = (feature: FeatureOptions) => [say(feature, 'en', 'Yes'), say(feature, 'de', 'Ja')]

async function registryOf(...sources: NoticeSource[]): Promise<NoticeRegistry> {
  return mergeNotices({ v: 1, texts: [] }, await register(...sources))
}
const both = () => registryOf(...FEATURES.flatMap(languages))
const statusOf = (client: Client) => client.store.getState().view?.features['meeting-summary']

/** A meeting with the summary on; Ada, the host, was left out of it. */
async function meet(notices: NoticeRegistry, bobs?: NoticeHashes) {
  const running = await start({ notices })
  const ada = running.person('ada', 'host', { notices })
  const bob = running.person('bob', 'attendee', bobs === undefined ? {} : { notices: bobs })
  await joined(ada, bob)
  expect(await ada.enable('meeting-summary', { answer: 'decline', lang: 'de' })).toEqual({ ok: true })
  await eventually(() => expect(statusOf(bob)?.phase).toBe('asking'))
  return { ...running, ada, bob }
}
const show = (client: Client, lang: string) => client.show('meeting-summary', { visibleMs: 2_500, lang })
const unknown = { ok: false, rejection: expect.objectContaining({ code: 'unknown-notice' }) }

describe('with registered texts', () => {
  it.each(['en', 'de'])('a yes in %s names the text of that language, and opens the gate', async (lang) => {
    const registry = await both()
    const { bob, worker, events } = await meet(registry, toNoticeHashes(registry.texts))
    const gate = await worker()
    expect(await show(bob, lang)).toEqual({ ok: true })
    expect(await bob.accept('meeting-summary', { lang })).toEqual({ ok: true })
    await eventually(() => expect(gate.permits('bob', 'meeting-summary', 'summarise')).toBe(true))
    const yes = (await events()).find((event) => event.type === 'consent.accepted')
    const cited = registry.texts.find(
      ({ hash }) => yes?.type === 'consent.accepted' && hash === yes.notice.hash,
    )
    expect(cited).toMatchObject({ feature: 'meeting-summary', revision: 1, lang })
    expect(cited?.templates.accept).toBe(lang === 'en' ? 'Yes' : 'Ja')
  })

  it('a language that has none is rejected, and never answered in another', async () => {
    const registry = await both()
    const { bob } = await meet(registry, registry)
    expect(await show(bob, 'fr')).toEqual(unknown)
    expect(await show(bob, 'en-GB')).toEqual(unknown)
    expect(await show(bob, 'en')).toEqual({ ok: true })
    expect(await bob.accept('meeting-summary', { lang: 'fr' })).toEqual(unknown)
  })

  it('a page that names the declaration only is rejected', async () => {
    const { bob, server } = await meet(await both())
    expect(await show(bob, 'en')).toEqual(unknown)
    expect(await bob.accept('meeting-summary')).toEqual(unknown)
    expect(server.permits(MEETING, 'bob', 'meeting-summary', 'summarise')).toBe(false)
  })

  it('words that are registered nowhere are rejected', async () => {
    const { bob } = await meet(await both(), await registryOf(say(summary, 'en', 'Yes, gladly')))
    expect(await show(bob, 'en')).toEqual(unknown)
  })

  it('a page that was open when the words changed may still be answered', async () => {
    const before = await registryOf(...languages(summary), ...languages(captions))
    const now = mergeNotices(before, await register(say(summary, 'en', 'Include me')))
    const { bob, ada } = await meet(now, before)
    expect(await show(bob, 'en')).toEqual({ ok: true })
    expect(await bob.accept('meeting-summary', { lang: 'en' })).toEqual({ ok: true })
    expect(await show(ada, 'en')).toEqual({ ok: true })
    expect(await ada.accept('meeting-summary', { lang: 'en' })).toEqual({ ok: true })
  })

  it('nobody has to have words for a no', async () => {
    const { bob, events } = await meet(await both())
    expect(await bob.decline('meeting-summary')).toEqual({ ok: true })
    expect((await events()).at(-1)).toMatchObject({ type: 'consent.declined', participant: 'bob' })
  })
})

describe('a server', () => {
  it.each<[string, () => Promise<NoticeHashes>, string]>([
    ['lacks the texts of a feature', () => registryOf(...languages(summary)), 'notices-missing'],
    [
      'has those of another declaration',
      () => registryOf(...languages({ ...summary, retention: { days: 31 } }), ...languages(captions)),
      'notices-missing',
    ],
    ['has other words than were hashed', async () => changed(await both()), 'notices-file'],
  ])('whose file %s opens no meeting, and says so', async (_, notices, rule) => {
    const onFault = vi.fn()
    const { person } = await start({ notices: await notices(), onFault })
    person('ada', 'host')
    await eventually(() => expect(onFault).toHaveBeenCalledWith(expect.objectContaining({ rule })))
  })

  it('is not made with hashes that have no words', async () => {
    const notices = toNoticeHashes((await both()).texts)
    await expect(start({ notices })).rejects.toThrow('notices has the hashes alone')
  })
})

const changed = ({ v, texts }: NoticeRegistry): NoticeRegistry => ({
  v,
  texts: texts.map((text) => ({ ...text, templates: { accept: 'Of course' } })),
})
