import { AskFirstError, type ParticipantKind, type Role } from '@askfirst/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { KINDS, ROLES } from '../claims.ts'
import { createTokens } from '../tokens.ts'
import { readSecret, TRIMMED } from './read-secret.ts'

interface TokenFlags {
  readonly meeting: string
  readonly participant?: string
  readonly role: Role
  readonly kind: ParticipantKind
  readonly name?: string
  readonly worker?: string
  readonly processor?: string
  readonly app?: string
  readonly keeper?: string
  readonly bridge?: string
  readonly feature?: readonly string[]
  readonly expires: number
  readonly secretFile?: string
}

export function addToken(program: Command): void {
  program
    .command('token')
    .description(
      'Mint a token, to try things out. In an app, your server mints them: consent.mintToken(…), or beside askfirst serve createMint({ keys, features }).mintToken(…) of @askfirst/server.',
    )
    .requiredOption('--meeting <id>', 'the meeting it is good for')
    .option('--participant <id>', 'a person: how your app knows them')
    .addOption(new Option('--role <role>', 'of the person').choices(ROLES).default('attendee'))
    .addOption(new Option('--kind <kind>', 'of the participant').choices(KINDS).default('person'))
    .option('--bridge <name>', 'with --kind phone: who holds the token and relays the key presses')
    .option('--name <name>', 'what hosts read, where answers are named')
    .option('--worker <id>', 'or an AI worker that reads gates')
    .option('--processor <name>', 'or an AI worker that erases too: the name in the notice')
    .option('--app <name>', "or your app's own server, which reports who is in the call")
    .option('--keeper <name>', 'or whoever keeps records: reads them over HTTP. Never for a host')
    .option('--feature <id...>', 'with --worker and --processor: the features')
    .option('--expires <seconds>', 'how long it is good for', toSeconds, 3600)
    .option('--secret-file <file>', `file with the secret of the server (or set ASKFIRST_SECRET); ${TRIMMED}`)
    .action(async (flags: TokenFlags) => {
      console.log(await mint(flags))
    })
}

function mint(flags: TokenFlags): Promise<string> {
  const { meeting, participant, worker, processor, app, keeper, role, kind, name, bridge } = flags
  const { expires: expiresInSeconds } = flags
  if ([participant, worker, processor, app, keeper].filter((id) => id !== undefined).length !== 1) {
    throw new AskFirstError('token-claims', {
      what: 'A token is for one of --participant, --worker, --processor, --app and --keeper.',
      why: 'It says who its holder is.',
      fix: 'Name exactly one of them.',
    })
  }
  const tokens = createTokens({ secret: readSecret(flags.secretFile) })
  const features = (flags.feature ?? []).map((id) => ({ id }))
  if (features.length === 0 && (worker !== undefined || processor !== undefined)) {
    throw new AskFirstError('token-claims', {
      what: `--${worker === undefined ? 'processor' : 'worker'} came without --feature.`,
      why: 'A worker reads the gates of the features that its token names, and no others.',
      fix: 'Name each feature of it: --feature <id...>',
    })
  }
  if (worker !== undefined) return tokens.mintGate({ meeting, worker, features, expiresInSeconds })
  if (processor !== undefined) return tokens.mintProcessor({ meeting, processor, features, expiresInSeconds })
  if (app !== undefined) return tokens.mintApp({ meeting, app, expiresInSeconds })
  if (keeper !== undefined) return tokens.mintKeeper({ meeting, keeper, expiresInSeconds })
  return tokens.mintPerson({
    meeting,
    participant: participant ?? '',
    role,
    kind,
    ...(name !== undefined && { name }),
    ...(bridge !== undefined && { bridge }),
    expiresInSeconds,
  })
}

function toSeconds(text: string): number {
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds > 0) return seconds
  throw new InvalidArgumentError('Use whole seconds.')
}
