import { AskFirstError } from '@askfirst/core'
import type { Command } from 'commander'
import { readSigningFile, rotateSigningFile } from '../ledger/signing-file.ts'
import { type SigningKey, toPublicKeys } from '../ledger/signing-keys.ts'

export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('Make the keys that checkpoints are signed with, and print what others check them with.')
  keys
    .command('new')
    .description(
      'Put a new Ed25519 key first in a file, made if it is not there. The ones before it lose their private halves: they sign nothing any more, and what they signed can be checked. Restart the server after it.',
    )
    .requiredOption('--out <file>', 'file of signing keys; a ledger.db has its own in ledger.db.signing.json')
    .action(({ out }: { readonly out: string }) => {
      console.log(`askfirst: ${out} signs with key ${rotateSigningFile(out).kid} from now on`)
    })
  keys
    .command('public')
    .description('Print the public halves as a JWK set, to be published where others can get them.')
    .requiredOption('--keys <file>', 'file of signing keys')
    .action(({ keys: file }: { readonly keys: string }) => {
      console.log(JSON.stringify(toPublicKeys(readSigningKeys(file)), undefined, 2))
    })
}

/** @throws AskFirstError where there is no such file, or no keys in it */
export function readSigningKeys(file: string): readonly SigningKey[] {
  const known = readSigningFile(file)
  if (known !== undefined) return known
  throw new AskFirstError('signing-file', {
    what: `The signing keys ${file} do not exist.`,
    why: 'A new key would not be the one that signed before.',
    fix: `Name the file that the server signs with, or make one with: askfirst keys new --out ${file}`,
  })
}
