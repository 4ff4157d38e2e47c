import { noticeFaults } from './notice-faults.ts'
import { simulationFaults } from './simulation-faults.ts'

/** One seeded fault: text of a source of the core, once in its file, and what stands there instead. */
export interface Fault {
  readonly says: string
  /** Number of the rule of semantics.md that it breaks, or its name. */
  readonly rule: number | 'a no lasts' | 'ids serve once'
  readonly file: string
  readonly from: string
  readonly to: string
  /** What has to catch it: exploration, by that rule; simulation; or tests of the core. */
  readonly by: 'explore' | 'simulate' | `${string}.test.ts`
}

const consent = 'decide/consent.ts'
const feature = 'decide/feature.ts'
const rule = 'gate-rule.ts'

/** Faults of deciding, folding and showing: exploration finds each, and names the rule. */
const explored: readonly Omit<Fault, 'by'>[] = [
  {
    says: 'a yes to an older revision is taken',
    rule: 7,
    file: consent,
    from: "  if (notice.revision !== feature.entry.feature.revision) return 'stale-notice'\n",
    to: '',
  },
  {
    says: 'a yes to an unknown text is taken',
    rule: 7,
    file: consent,
    from: "return isKnownText(feature.entry, notice) ? undefined : 'unknown-notice'",
    to: 'return undefined',
  },
  {
    says: 'a yes to a notice never shown is taken',
    rule: 7,
    file: consent,
    from: "  if (!isShown(state, person, command)) return rejected('notice-not-shown')\n",
    to: '',
  },
  {
    says: 'a yes to another run is taken',
    rule: 7,
    file: consent,
    from: "  if (feature.activation.id !== activation) return 'stale-activation'\n",
    to: '',
  },
  {
    says: 'a notice seen for a moment counts as shown',
    rule: 7,
    file: consent,
    from: "  if (command.visibleMs < NOTICE_VISIBLE_MS) return rejected('notice-not-shown')\n",
    to: '',
  },
  {
    says: 'a no needs the feature to be on',
    rule: 7,
    file: consent,
    from: '= (state, command, person) => {\n',
    to: "= (state, command, person, feature) => {\n  if (feature.activation === undefined) return rejected('feature-off')\n",
  },
  {
    says: 'taking back needs the feature to be on',
    rule: 16,
    file: consent,
    from: '  const { asks } = command\n',
    to: "  const { asks } = command\n  if (feature.activation === undefined) return rejected('feature-off')\n",
  },
  {
    says: 'an old yes beats a later no',
    rule: 8,
    file: consent,
    from: "  if (decision > accept.seen) return 'stale-decision'\n",
    to: '',
  },
  {
    says: 'an optional ask is granted with a required one',
    rule: 9,
    file: consent,
    from: 'return optional.length === 0 ? required : [...required, ...new Set(optional)]',
    to: 'return [...required, ...selectOptionalAsks(entry.feature)]',
  },
  {
    says: 'a room grants what each person should',
    rule: 5,
    file: consent,
    from: "  if (person.kind !== 'person' && accept.grants.length > 0) return 'unknown-ask'\n",
    to: '',
  },
  {
    says: 'the first to come answers for everybody',
    rule: 5,
    file: consent,
    from: 'return { type, participant, feature, decision,',
    to: 'return { type, participant: [...state.participants.keys()][0] ?? participant, feature, decision,',
  },
  {
    says: 'a bot is asked and answers',
    rule: 6,
    file: consent,
    from: "  if (!isAskable(person.kind)) return 'not-a-person'\n",
    to: '',
  },
  {
    says: 'later takes a no back',
    rule: 'a no lasts',
    file: consent,
    from: 'if (isNo || isDeferred ||',
    to: 'if (isDeferred ||',
  },
  {
    says: 'anybody turns it on',
    rule: 5,
    file: feature,
    from: "  if (!isHost(person.role)) return rejected('not-allowed')\n",
    to: '',
  },
  {
    says: 'a run comes back under its old name',
    rule: 'ids serve once',
    file: feature,
    from: "  if (feature.runs.has(activation)) return rejected('stale-activation')\n",
    to: '',
  },
  {
    says: 'the authority ends it while a host is there',
    rule: 5,
    file: feature,
    from: ' || state.hosts > 0) return accepted()',
    to: ') return accepted()',
  },
  {
    says: 'showing the indicator again is news',
    rule: 10,
    file: 'decide/participant.ts',
    from: "  if (was.indicator === 'shown' && isSame) return accepted()\n",
    to: '',
  },
  {
    says: 'who cannot say stop is captured',
    rule: 3,
    file: rule,
    from: "return isIndicated(participant, entry.hash) ? OPEN : closed('unreachable')",
    to: 'return OPEN',
  },
  {
    says: 'a second run inherits a yes',
    rule: 1,
    file: rule,
    from: "if (answer.state !== 'accepted' || answer.activation !== activation?.id) return 'none'",
    to: "if (answer.state !== 'accepted') return 'none'",
  },
  {
    says: 'a yes outlives its revision',
    rule: 1,
    file: rule,
    from: "return answer.revision === entry.feature.revision && entry.texts.has(answer.hash) ? 'live' : 'stale'",
    to: "return 'live'",
  },
  {
    says: 'a room inherits the yes of a person',
    rule: 1,
    file: rule,
    from: "  if (answer.kind !== participant.kind) return 'none'\n",
    to: '',
  },
  {
    says: 'a gate opens for an ask not granted',
    rule: 1,
    file: rule,
    from: "    if (!answer.grants.includes(ask)) return closed('not-granted')\n",
    to: '',
  },
  {
    says: 'a withdrawal is folded into nothing',
    rule: 'a no lasts',
    file: 'evolve.ts',
    from: "? { ...was, state: 'withdrawn', activation, grants: [], decision }",
    to: '? { ...was, decision }',
  },
  {
    says: 'one ask taken back stays granted',
    rule: 1,
    file: 'evolve.ts',
    from: ': { ...was, grants: was.grants.filter((ask) => !asks.includes(ask)), decision }',
    to: ': { ...was, decision }',
  },
  {
    says: 'a restart leaves everybody reachable',
    rule: 3,
    file: 'evolve.ts',
    from: ": { ...participant, connections: new Map(), gone: 'unreachable' }",
    to: ': participant',
  },
  {
    says: 'a run that is over keeps its count',
    rule: 15,
    file: 'evolve.ts',
    from: 'activation: undefined, included: 0 }',
    to: 'activation: undefined }',
  },
  {
    says: 'folding throws dice',
    rule: 12,
    file: 'evolve.ts',
    from: '      captured: decision,\n',
    to: '      captured: decision - Math.round(Math.random()),\n',
  },
  {
    says: 'bots are counted as people',
    rule: 6,
    file: 'state.ts',
    from: 'isAskable(participant.kind) && isPresent(participant)',
    to: 'isPresent(participant)',
  },
  {
    says: 'it shows as on while nobody is included',
    rule: 15,
    file: 'state.ts',
    from: "return feature.included > 0 ? 'on' : 'asking'",
    to: "return 'on'",
  },
  {
    says: 'everybody is told the tallies',
    rule: 14,
    file: 'project.ts',
    from: '  if (!isHost(role)) return tallies\n',
    to: '',
  },
  {
    says: 'counts are told of too few',
    rule: 14,
    file: 'project.ts',
    from: "disclosure === 'counts' && others >= countsFrom",
    to: "disclosure === 'counts'",
  },
  {
    says: 'an empty meeting is told as everyone',
    rule: 14,
    file: 'project.ts',
    from: 'everyone: state.people > 0 && feature',
    to: 'everyone: feature',
  },
]

/** Faults between the parts: whole meetings, or the tests of the part, find them. */
const played: readonly Fault[] = [
  {
    says: 'a withdrawal waits for the ledger',
    rule: 2,
    by: 'simulate',
    file: 'authority/gate-book.ts',
    from: 'boolean => holds.has(toKey({ feature, participant }))',
    to: 'boolean => feature === participant',
  },
  {
    says: 'one ask taken back waits for the ledger',
    rule: 2,
    by: 'simulate',
    file: 'authority/gate-book.ts',
    from: '    holds.has(toKey({ feature, participant, ask }))',
    to: '    false',
  },
  {
    says: 'who is lost stays open until it is written',
    rule: 3,
    by: 'simulate',
    file: 'authority/closing.ts',
    from: '      return [{ participant: command.participant, connection: command.connection }]\n',
    to: '      return []\n',
  },
  {
    says: 'turning off waits for the ledger',
    rule: 2,
    by: 'simulate',
    file: 'authority/closing.ts',
    from: 'return isOver ? [] : [{ feature: command.feature }]',
    to: 'return []',
  },
  {
    says: 'a no that could not be written is dropped',
    rule: 2,
    by: 'simulate',
    file: 'authority/authority.ts',
    from: 'if (outcome.ok && (isClosing(wish.command) || book.isHolding(keyOf(wish)))) again.push(wish)',
    to: 'if (wish === undefined) again.push(wish)',
  },
  {
    says: 'a gate opens before its yes is durable',
    rule: 13,
    by: 'simulate',
    file: 'authority/authority.ts',
    from: 'await ledger.append(meeting, state.number, facts)',
    to: 'void ledger.append(meeting, state.number, facts).catch(() => {})',
  },
  {
    says: 'a command sent twice counts twice',
    rule: 10,
    by: 'authority.test.ts',
    file: 'authority/replies.ts',
    from: 'return known !== undefined && (known.type ?? type) === type ? known.reply : undefined',
    to: 'return undefined',
  },
  {
    says: 'two writers go on beside each other',
    rule: 12,
    by: 'two-writers.test.ts',
    file: 'authority/authority.ts',
    from: '      if (tail.length > 0 && !isSame(tail, facts)) return supersede(outcomes)\n',
    to: '',
  },
  {
    says: 'the lease is not looked at',
    rule: 4,
    by: 'simulate',
    file: 'protocol/connection.ts',
    from: "status === 'live' && clock.monotonic() - leaseFrom < leaseMs",
    to: "status === 'live'",
  },
  {
    says: 'an older list opens again',
    rule: 4,
    by: 'gate.test.ts',
    file: 'gate/gate.ts',
    from: '        if (known !== undefined && !isNewer(list, known)) continue\n',
    to: '',
  },
  {
    says: 'a lost worker keeps its lists',
    rule: 4,
    by: 'gate.test.ts',
    file: 'gate/connect-gate.ts',
    from: "      if (status !== 'live') gate.closeAll()\n",
    to: '',
  },
  {
    says: 'a yes is kept while there is no line',
    rule: 8,
    by: 'client.test.ts',
    file: 'client/outbox.ts',
    from: 'if (options.send(command) || isNo(command)) return',
    to: 'options.send(command)\n        return',
  },
  {
    says: 'a no is not sent again',
    rule: 7,
    by: 'simulate',
    file: 'client/outbox.ts',
    from: '      for (const { command } of waiting.values()) if (isNo(command)) options.send(command)\n',
    to: '',
  },
  {
    says: 'a no is not kept over a reload',
    rule: 'a no lasts',
    by: 'simulate',
    file: 'client/outbox.ts',
    from: '    tryKeep((keep) => keep.save(command.id, text))\n',
    to: '',
  },
  {
    says: 'a replica takes a view with a hole in it',
    rule: 12,
    by: 'simulate',
    file: 'client/replica.ts',
    from: 'message.number > state.number + 1',
    to: 'message.number < 0',
  },
  {
    says: 'the own gate waits for the authority to close',
    rule: 2,
    by: 'simulate',
    file: 'client/open-asks.ts',
    from: '    if (nos.some(({ asks }) => asks === undefined)) continue\n',
    to: '',
  },
  {
    says: 'a device captures without its indicator',
    rule: 3,
    by: 'simulate',
    file: 'client/open-asks.ts',
    from: "indicator === 'hidden' || ",
    to: '',
  },
]

export const faults: readonly Fault[] = [
  ...explored.map((fault): Fault => ({ ...fault, by: 'explore' })),
  ...played,
  ...noticeFaults,
  ...simulationFaults,
]
