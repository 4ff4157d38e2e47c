import { sha256 } from '@askfirst/core'
import { createCatalogue, readNotices } from '@askfirst/core/authority'
import type { Declarations } from '@askfirst/core/record'
import type { Command } from 'commander'
import { readFeatures } from './read-features.ts'
import { readRegistered } from './read-registered.ts'

/** What was asked, as files. */
export interface DeclarationFlags {
  readonly features: string
  readonly notices?: string
}

export const addDeclarationFlags = (command: Command): Command =>
  command
    .requiredOption('--features <file>', 'module (.js, .ts) that exports your features')
    .option(
      '--notices <file>',
      'registered texts, the file of askfirst notices build, as the server has them',
    )

/** @throws AskFirstError where a file is not there, or is not what it should be */
export async function readDeclarations({ features, notices: file }: DeclarationFlags): Promise<Declarations> {
  const declared = await readFeatures(features)
  if (file === undefined) return { catalogue: await createCatalogue(declared, sha256) }
  const fix = 'Name the file that the server has, or leave --notices out if it has none.'
  const notices = await readNotices(readRegistered(file, fix), sha256)
  return { catalogue: await createCatalogue(declared, sha256, notices), notices }
}
