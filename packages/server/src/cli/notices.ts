import { writeFileSync } from 'node:fs'
import { AskFirstError, type NoticeHash, type NoticeHashes, sha256 } from '@askfirst/core'
import {
  mergeNotices,
  type NoticeRegistry,
  type NoticeText,
  readNotices,
  toNoticeHashes,
  toNoticeText,
} from '@askfirst/core/authority'
import type { Command } from 'commander'
import { assertWords } from '../registered-catalogue.ts'
import { toCount } from './count.ts'
import { readNoticeSources } from './read-notice-sources.ts'
import { readJson } from './read-registered.ts'

interface BuildFlags {
  readonly texts: string
  readonly out: string
  readonly hashes?: string
  readonly check?: true
}

export function addNotices(program: Command): void {
  program
    .command('notices')
    .description('Register what people are shown, so that an answer to anything else is rejected.')
    .command('build')
    .description('Add the texts of now to the registered ones. None is ever dropped: records cite them.')
    .requiredOption('--texts <file>', 'module (.js, .ts) that exports notices, made by noticeSources')
    .requiredOption(
      '--out <file>',
      'file of all registered texts, for the server; keep it under version control',
    )
    .option('--hashes <file>', 'file of the hashes of now without the words, for pages')
    .option('--check', 'write nothing; fail where a file lacks a text of now')
    .action(build)
}

async function build({ texts, out, hashes, check }: BuildFlags): Promise<void> {
  const sources = await readNoticeSources(texts)
  const now = await Promise.all(sources.map((source) => toNoticeText(source, sha256)))
  const before = await readRegistry(out)
  if (check) {
    assertFresh(out, before, now)
    if (hashes !== undefined) assertFresh(hashes, readHashes(hashes), now)
    console.log(`askfirst: registered in ${out}: ${toCount(now.length, 'text')}`)
    return
  }
  const registry = mergeNotices(before, now)
  write(out, registry)
  if (hashes !== undefined) write(hashes, toNoticeHashes(now))
  const known = new Set(before.texts.map(({ hash }) => hash))
  const added = registry.texts.filter(({ hash }) => !known.has(hash))
  console.log(`askfirst: ${out} has ${toCount(registry.texts.length, 'text')}, ${added.length} of them new`)
  for (const text of added)
    console.log(`  ${nameText(text)}, revision ${text.revision} (${text.hash.slice(0, 8)})`)
}

async function readRegistry(file: string): Promise<NoticeRegistry> {
  const found = readJson(file)
  assertWords(found, file)
  return found === undefined ? { v: 1, texts: [] } : readNotices(found, sha256)
}

const readHashes = (file: string): Pick<NoticeHashes, 'texts'> =>
  (readJson(file) as NoticeHashes | undefined) ?? { texts: [] }

/** Throws an AskFirstError that names every text of now which the file does not have as the latest one. */
function assertFresh(
  file: string,
  { texts }: { readonly texts: readonly NoticeHash[] },
  now: readonly NoticeText[],
) {
  const lacking = now.filter((text) => {
    const latest = texts.findLast(
      ({ feature, revision, lang }) =>
        feature === text.feature && revision === text.revision && lang === text.lang,
    )
    return latest?.hash !== text.hash
  })
  if (lacking.length === 0) return
  throw new AskFirstError('notices-stale', {
    what: `${file} has not the words of now: ${lacking.map(nameText).join(', ')}.`,
    why: 'Whoever is shown them could not answer.',
    fix: 'Run askfirst notices build without --check, and commit what it writes.',
  })
}

const nameText = ({ feature, lang }: NoticeHash): string => `"${feature}" in "${lang}"`

const write = (file: string, content: NoticeRegistry | NoticeHashes): void =>
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`)
