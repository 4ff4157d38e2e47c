import { createRequire } from 'node:module'
import { Command } from 'commander'
import { addCheckpoint } from './checkpoint.ts'
import { addExplain } from './explain.ts'
import { addForget } from './forget.ts'
import { addKeys } from './keys.ts'
import { addLog } from './log.ts'
import { addNotices } from './notices.ts'
import { addRecord } from './record.ts'
import { addServe } from './serve.ts'
import { addSign } from './sign.ts'
import { addToken } from './token.ts'
import { addVerify } from './verify.ts'

const EXAMPLES = `
Try it:
  $ openssl rand -base64 48 > secret
  $ askfirst serve --features ./features.js --ledger consent.db --secret-file secret
  $ askfirst token --secret-file secret --meeting standup --participant ada --role host
  $ askfirst log standup --ledger consent.db
  $ askfirst verify standup --ledger consent.db
  $ askfirst record standup ada --ledger consent.db --features ./features.js
  $ askfirst explain standup ada meeting-summary --at 2026-03-01T09:30:00Z --ledger consent.db --features ./features.js
  $ askfirst notices build --texts ./notices.config.js --out notices.json
`

// By its own name: from the sources and from what is built of them it is in another place.
const { version } = createRequire(import.meta.url)('@askfirst/server/package.json') as { version: string }

/** The command line: what `askfirst` does with its arguments. */
export function createProgram(): Command {
  const program = new Command('askfirst')
    .description('Asks before AI listens: the consent authority for video calls, run by itself.')
    .version(version, '--version', 'print which version this is')
    // To somebody who meant to erase one person, the nearest word is the one that deletes whole meetings.
    .showSuggestionAfterError(false)
    .showHelpAfterError('(askfirst --help, or askfirst help <command>, says more)')
    .addHelpText('after', EXAMPLES)
  addServe(program)
  addLog(program)
  addToken(program)
  addNotices(program)
  addVerify(program)
  addCheckpoint(program)
  addKeys(program)
  addSign(program)
  addRecord(program)
  addExplain(program)
  addForget(program)
  return program
}
