import { AskFirstError } from '@askfirst/core'
import {
  type ExplainDoubt,
  type ExplainedGate,
  type ExplainedUnclosed,
  explainGate,
  type GateExplanation,
} from '@askfirst/core/record'
import { type Command, InvalidArgumentError } from 'commander'
import { openLedger } from '../ledger/open-ledger.ts'
import { openEvents } from '../ledger/sealed-ledger.ts'
import { toCount } from './count.ts'
import { LEDGER_PLACE } from './ledger-flag.ts'
import { addKeyFlag, readChecked } from './read-checked.ts'
import { addDeclarationFlags, type DeclarationFlags, readDeclarations } from './read-declarations.ts'
import { tellEvent, toPlain, toTime } from './story.ts'

interface ExplainFlags extends DeclarationFlags {
  readonly ledger: string
  readonly ask?: string
  readonly key?: readonly string[]
  readonly at: number
  readonly json?: true
}

export function addExplain(program: Command): void {
  const explain = program
    .command('explain')
    .description(
      'Say whether capture of somebody was allowed at a moment, and which events say so: the ledger is replayed to that moment by the rule that the server itself goes by.',
    )
    .argument('<meeting>', 'the meeting')
    .argument(
      '<participant>',
      'how your app knows them; erased:<handle>, as the log has it, for who is erased',
    )
    .argument('<feature>', "the feature's id; <feature>@<participant> for somebody's own run")
    .requiredOption('--at <time>', "2026-03-01T09:30:00Z, by the server's clock", toMoment)
    .requiredOption('--ledger <place>', `${LEDGER_PLACE}; a server may be writing to it`)
    .option('--ask <ask>', 'one ask of the feature (default: each of them)')
    .option('--json', 'print what was found as one JSON object')
  addDeclarationFlags(addKeyFlag(explain)).action(explainIn)
}

async function explainIn(
  meeting: string,
  participant: string,
  feature: string,
  flags: ExplainFlags,
): Promise<void> {
  const { ask, at, json, key, ledger: place } = flags
  const declarations = await readDeclarations(flags)
  const ledger = await openLedger(place, { readOnly: true })
  try {
    const evidence = await readChecked(ledger, place, meeting, key)
    const events = evidence.events.map(openEvents(evidence))
    const found = explainGate({ ...declarations, meeting, events, participant, feature, ask, at })
    if (found.revision === 0) throw unknownFeature(feature, declarations.catalogue.keys())
    if (json) console.log(JSON.stringify(found))
    else for (const line of tell(found)) console.log(toPlain(line))
  } finally {
    await ledger.close()
  }
}

function tell(found: GateExplanation): readonly string[] {
  const { at, enforcers, feature, gates, participant, revision, upTo } = found
  const when = toTime(at)
  const enforced = enforcers.map(
    ({ enforcer, epoch, event, isSince, state }) =>
      `  ${enforcer} ${state === 'confirmed' ? `said that it enforces list ${epoch}` : `was overdue with list ${epoch}`} (event ${event.number}, ${toTime(event.at)})${isSince ? '' : ', before this changed: perhaps of an earlier list'}`,
  )
  const unclosed = found.unclosed.map(
    ({ enforcer, event, state }) =>
      `  ${enforcer} ${UNCLOSED[state]} (event ${event.number}, ${toTime(event.at)})`,
  )
  if (gates.length === 0) {
    return [
      `askfirst: nobody can say. Revision ${revision} of "${feature}" applied then, with a text that is neither that of the features as they are given, nor among the registered ones.`,
      '  Pass --notices with every text that was registered; without registered texts, --features as it was then.',
    ]
  }
  return [
    ...gates.flatMap((gate) => tellGate(gate, `${participant}, ${feature}`, when)),
    ...(enforced.length > 0 ? ['What enforcers had said by then:', ...enforced] : []),
    ...(unclosed.length > 0
      ? [
          'Of a run that was over by then, it was not confirmed that all is closed. What went through, nothing shows:',
          ...unclosed,
        ]
      : []),
    `By ${toCount(upTo, 'event')} until then. It is what the server allowed: a worker that had lost the server closed by itself when its lease ran out, and a no closes before it is written.`,
    ...found.doubts.map((doubt) => `But: ${DOUBTS[doubt]}`),
  ]
}

function tellGate({ ask, because, gate, since }: ExplainedGate, of: string, when: string): readonly string[] {
  const allowed = gate.open ? 'allowed' : `not allowed (${gate.reason})`
  const from = since === undefined ? '' : `, since event ${since.number}`
  return [
    `askfirst: ${of}, ${ask}: capture was ${allowed} at ${when}${from}`,
    ...because.map((event) => `  ${tellEvent(event)}`),
  ]
}

const UNCLOSED: Readonly<Record<ExplainedUnclosed['state'], string>> = {
  failed: 'had said that it could not close',
  overdue: 'had not said in time that it closed',
  silent: 'had not said yet that it closed; the last word of it was of the run',
}

const DOUBTS: Readonly<Record<ExplainDoubt, string>> = {
  'authority-ended':
    'the next event is the start of another server. When the one before it ended, nothing shows; from then on workers were closed.',
  'clock-went-back': "the server's clock went back: some events before that moment are later by its clock.",
  'last-event': 'nothing is in the ledger after it: whether the server still ran, nothing shows.',
}

function toMoment(text: string): number {
  const [, day] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const at = day === undefined ? Number.NaN : Date.parse(text)
  // A day that its month does not have is read as one of the next.
  const isDay = day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day) === true
  if (!Number.isNaN(at) && isDay) return at
  throw new InvalidArgumentError('Use a date that there is, a time and a zone: 2026-03-01T09:30:00Z.')
}

const unknownFeature = (feature: string, known: Iterable<string>): AskFirstError =>
  new AskFirstError('explain-feature', {
    what: `There is no feature "${feature}".`,
    why: 'A gate is one ask of one feature.',
    fix: `Use one of ${[...known].join(', ')}, or add it to the features file.`,
  })
