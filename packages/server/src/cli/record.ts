import { readFileSync } from 'node:fs'
import { AskFirstError } from '@askfirst/core'
import { type RecordFacts, toCsv, toIsoRecord } from '@askfirst/core/record'
import { type Command, Option } from 'commander'
import { toErrorText } from '../error-text.ts'
import { openLedger } from '../ledger/open-ledger.ts'
import { assertFacts } from '../record-facts.ts'
import { RECORD_FORMATS, type RecordFormat, writeRecord } from '../record-formats.ts'
import { readRecord, readRecords } from '../records.ts'
import { LEDGER_PLACE } from './ledger-flag.ts'
import { addKeyFlag, readChecked } from './read-checked.ts'
import { addDeclarationFlags, type DeclarationFlags, readDeclarations } from './read-declarations.ts'

interface RecordFlags extends DeclarationFlags {
  readonly ledger: string
  readonly facts?: string
  readonly key?: readonly string[]
  readonly format: RecordFormat
}
type ExportFlags = Omit<RecordFlags, 'format'> & { readonly format: 'csv' | 'iso' | 'json' }

export function addRecord(program: Command): void {
  const facts = [
    '--facts <file>',
    'JSON of what only you know: controllers, jurisdiction, policyUrl …',
  ] as const
  const record = program
    .command('record')
    .description(
      "Print one person's record of one meeting, from the ledger. It calls people by pseudonyms: the name you give is not in it.",
    )
    .argument('<meeting>', 'the meeting')
    .argument('<participant>', 'how your app knows them')
    .requiredOption('--ledger <place>', `${LEDGER_PLACE}; a server may be writing to it`)
    .addOption(new Option('--format <format>', 'what it is for').choices(RECORD_FORMATS).default('json'))
    .option(...facts)
  addDeclarationFlags(addKeyFlag(record)).action(printRecord)
  const all = program
    .command('export')
    .description('Print the records of everybody in a meeting who is not erased: one file.')
    .argument('<meeting>', 'the meeting')
    .requiredOption('--ledger <place>', `${LEDGER_PLACE}; a server may be writing to it`)
    .addOption(
      new Option('--format <format>', 'csv is for spreadsheets, a line an event')
        .choices(['csv', 'json', 'iso'])
        .default('csv'),
    )
    .option(...facts)
  addDeclarationFlags(addKeyFlag(all)).action(printRecords)
}

async function printRecord(meeting: string, participant: string, flags: RecordFlags): Promise<void> {
  const options = { ...(await readDeclarations(flags)), facts: readFacts(flags.facts) }
  const ledger = await openLedger(flags.ledger, { readOnly: true })
  try {
    const checked = await readChecked(ledger, flags.ledger, meeting, flags.key)
    const record = await readRecord({ evidence: async () => checked }, meeting, participant, options)
    print(writeRecord(record, flags.format).text)
  } finally {
    await ledger.close()
  }
}

async function printRecords(meeting: string, flags: ExportFlags): Promise<void> {
  const options = { ...(await readDeclarations(flags)), facts: readFacts(flags.facts) }
  const ledger = await openLedger(flags.ledger, { readOnly: true })
  try {
    const checked = await readChecked(ledger, flags.ledger, meeting, flags.key)
    const records = await readRecords({ evidence: async () => checked }, meeting, options)
    if (flags.format === 'csv') print(toCsv(records))
    else print(JSON.stringify(flags.format === 'iso' ? records.map(toIsoRecord) : records, undefined, 2))
  } finally {
    await ledger.close()
  }
}

/** Ends with one line break, as files do. */
const print = (text: string): void => console.log(text.replace(/\r?\n$/, ''))

function readFacts(file: string | undefined): RecordFacts | undefined {
  if (file === undefined) return undefined
  try {
    return assertFacts(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (error instanceof AskFirstError) throw error
    throw new AskFirstError('record-facts', {
      what: `The facts file ${file} cannot be read (${toErrorText(error)}).`,
      why: 'A record without them would lack what you meant to say.',
      fix: 'Name a JSON file, or leave --facts out.',
    })
  }
}
