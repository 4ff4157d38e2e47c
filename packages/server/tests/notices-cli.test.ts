import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { NoticeRegistry } from '@askfirst/core/authority'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createServeChild, runAskfirst } from './serve-child.ts'

const FEATURES = pathToFileURL(join(import.meta.dirname, 'features.ts')).href
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'askfirst-notices-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const inDirectory = (name: string): string => join(directory, name)
const read = (name: string) => JSON.parse(readFileSync(inDirectory(name), 'utf8')) as NoticeRegistry
let modules = 0

/** A module as an app has it: what it says for each feature, by language. */
function writeTexts(words: Readonly<Record<string, string>>, features = ['summary', 'captions']): string {
  // Node keeps a module that it has imported, so each has a name of its own.
  modules += 1
  const file = inDirectory(`notices-${modules}.config.mjs`)
  const sources = Object.entries(words).flatMap(([lang, accept]) =>
    features.map(
      (feature) =>
        `{ feature: ${feature}, lang: '${lang}', templates: { accept: '${accept}' }, controls: ['accept', 'refuse'] }`,
    ),
  )
  writeFileSync(
    file,
    `import { summary, captions } from '${FEATURES}'\nexport const notices = [${sources.join(',\n')}]\n`,
  )
  return file
}
const build = (texts: string, ...more: string[]) =>
  runAskfirst(['notices', 'build', '--texts', texts, '--out', inDirectory('notices.json'), ...more])

describe('askfirst notices build', () => {
  it('registers every feature in every language, and says which are new', async () => {
    const texts = writeTexts({ en: 'Yes', de: 'Ja' })
    const { stdout, stderr, code } = await build(texts, '--hashes', inDirectory('hashes.json'))
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('has 4 texts, 4 of them new')
    expect(stdout).toContain('"meeting-summary" in "de", revision 1')
    expect(read('notices.json').texts.map(({ feature, lang }) => `${feature} ${lang}`)).toEqual([
      'captions de',
      'captions en',
      'meeting-summary de',
      'meeting-summary en',
    ])
    expect(readFileSync(inDirectory('hashes.json'), 'utf8')).not.toContain('Ja')
    expect(read('hashes.json').texts.map(({ hash }) => hash)).toEqual(
      read('notices.json').texts.map(({ hash }) => hash),
    )
    const again = await build(texts)
    expect(again.stdout).toContain('has 4 texts, 0 of them new')
    expect((await build(texts, '--check', '--hashes', inDirectory('hashes.json'))).code).toBe(0)
  })

  it('keeps the words there were, and names those of now in the hashes', async () => {
    await build(writeTexts({ en: 'Yes' }))
    const before = read('notices.json').texts
    const { stdout } = await build(
      writeTexts({ en: 'Include me' }, ['summary']),
      ...['--hashes', inDirectory('hashes.json')],
    )
    expect(stdout).toContain('has 3 texts, 1 of them new')
    const { texts } = read('notices.json')
    for (const text of before) expect(texts).toContainEqual(text)
    expect(texts.at(-1)?.templates).toEqual({ accept: 'Include me' })
    expect(read('hashes.json').texts.map(({ hash }) => hash)).toEqual([texts.at(-1)?.hash])
  })

  it('with --check fails where a text of now is not registered, names it, and writes nothing', async () => {
    await build(writeTexts({ en: 'Yes' }), '--hashes', inDirectory('hashes.json'))
    const kept = readFileSync(inDirectory('notices.json'), 'utf8')
    const more = writeTexts({ en: 'Yes', de: 'Ja' })
    const { stderr, code } = await build(more, '--check')
    expect(code).toBe(1)
    expect(stderr).toContain('"meeting-summary" in "de", "captions" in "de"')
    expect(stderr).not.toContain('in "en"')
    expect(readFileSync(inDirectory('notices.json'), 'utf8')).toBe(kept)
    // The words are back to what they were: registered, and not the latest.
    await build(writeTexts({ en: 'Include me' }))
    expect((await build(writeTexts({ en: 'Yes' }), '--check')).code).toBe(1)
    const stale = await build(
      writeTexts({ en: 'Include me' }),
      ...['--check', '--hashes', inDirectory('hashes.json')],
    )
    expect(stale.stderr).toContain('hashes.json has not the words of now')
  })

  it.each<[string, () => string, string]>([
    ['that is not there', () => inDirectory('none.mjs'), 'none.mjs does not exist'],
    ['that breaks', () => module('import "./nothing.mjs"'), 'cannot be imported'],
    ['without notices', () => module('export const texts = []'), 'exports no notices'],
    ['with no text', () => module('export const notices = []'), 'exports notices that are none'],
    [
      'with something else',
      () =>
        module('export const notices = [{ feature: { id: "a" }, lang: "en", templates: 1, controls: [] }]'),
      'exports notices that are none (at "0.templates")',
    ],
    [
      'with the same twice',
      () => writeTexts({ en: 'Yes' }, ['summary', 'summary']),
      'has two texts for "meeting-summary" in "en"',
    ],
    [
      'with a feature that is wrong',
      () =>
        module(
          'export const notices = [{ feature: { id: "A b" }, lang: "en", templates: {}, controls: [] }]',
        ),
      'Feature "A b"',
    ],
  ])('refuses a module %s', async (_, make, said) => {
    const { stderr, code } = await build(make())
    expect(stderr).toContain(said)
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(1)
  })

  it('never writes over a file that it cannot read', async () => {
    const texts = writeTexts({ en: 'Yes' })
    writeFileSync(inDirectory('notices.json'), '{ "v": 1, "texts": [')
    expect(await build(texts)).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read') })
    await rmSync(inDirectory('notices.json'))
    await build(texts)
    const changed = readFileSync(inDirectory('notices.json'), 'utf8').replace('Yes', 'No')
    writeFileSync(inDirectory('notices.json'), changed)
    expect(await build(texts)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('other words for "captions"'),
    })
    expect(readFileSync(inDirectory('notices.json'), 'utf8')).toBe(changed)
  })
})

const module = (text: string): string => {
  modules += 1
  writeFileSync(inDirectory(`wrong-${modules}.mjs`), text)
  return inDirectory(`wrong-${modules}.mjs`)
}

it('the file for pages is told from the one for servers, wherever that is asked for', async () => {
  const texts = writeTexts({ en: 'Yes' })
  const hashes = inDirectory('hashes.json')
  await build(texts, '--hashes', hashes)
  const features = join(import.meta.dirname, 'features.ts')
  const never = ['--features', features, '--ledger', inDirectory('never.db'), '--notices', hashes]
  for (const args of [
    ['serve', '--port', '0', ...never],
    ['record', 'standup', 'ada', ...never],
    ['notices', 'build', '--texts', texts, '--out', hashes],
  ]) {
    const { code, stderr } = await runAskfirst(args)
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${hashes} has the hashes alone: it is what`)])
    expect(stderr).toContain('(rule "notices-file"')
  }
})

describe('askfirst serve --notices', () => {
  it('serves with texts that fit its features', async () => {
    await build(writeTexts({ en: 'Yes' }))
    const server = createServeChild(inDirectory('served.db'), ['--notices', inDirectory('notices.json')])
    await server.start()
    expect(await server.stop()).toBe(0)
    expect(server.complaints()).toBe('')
  })

  it.each([
    ['without one of its features', ['summary'], 'No text is registered for feature "captions", revision 1'],
    ['that is not there', [], 'notices.json does not exist'],
  ])('does not start with a file %s', async (_, features, said) => {
    if (features.length > 0) await build(writeTexts({ en: 'Yes' }, features))
    const server = createServeChild(inDirectory('never.db'), ['--notices', inDirectory('notices.json')])
    await expect(server.start()).rejects.toThrow(said)
  })
})
