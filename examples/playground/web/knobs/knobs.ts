// takes: the part of an address after # · gives: what is set, each knob to one of its own values
// never: anything that the table does not have

/** One choice of the panel: its values in the order they are offered. */
interface Knob {
  readonly label: string
  readonly group: 'Policy' | 'Call' | 'Look'
  /** As it is at the start. @default the first value */
  readonly initial?: string
  /** Each with its label. */
  readonly values: readonly (readonly [value: string, label: string])[]
}

const AS_PRESET = ['', 'as preset'] as const

/** Every knob there is. The address and the panel are made from this table. */
export const KNOBS = {
  policy: {
    label: 'Preset',
    group: 'Policy',
    values: [
      ['leaveMeOut', 'leaveMeOut'],
      ['acceptOrLeave', 'acceptOrLeave'],
      ['everyoneOrNobody', 'everyoneOrNobody'],
      ['objection', 'objection'],
      ['noticeOnly', 'noticeOnly'],
    ],
  },
  disclosure: {
    label: 'Hosts learn',
    group: 'Policy',
    values: [AS_PRESET, ['named', 'names'], ['counts', 'counts'], ['outcome', 'only the outcome']],
  },
  countsFrom: {
    label: 'Counts from',
    group: 'Policy',
    values: [AS_PRESET, ['2', '2 others'], ['5', '5 others'], ['10', '10 others']],
  },
  basis: {
    label: 'Rests on',
    group: 'Policy',
    values: [
      AS_PRESET,
      ['consent', 'a yes'],
      ['objection', 'no objection in time'],
      ['notice', 'having been told'],
    ],
  },
  objectionMs: {
    label: 'Time to object',
    group: 'Policy',
    values: [AS_PRESET, ['5000', '5 seconds'], ['15000', '15 seconds'], ['60000', '1 minute']],
  },
  decline: {
    label: 'A no means',
    group: 'Policy',
    values: [AS_PRESET, ['exclude', 'left out'], ['leave', 'leaving'], ['stop', 'the end for everybody']],
  },
  start: {
    label: 'Begins',
    group: 'Policy',
    values: [AS_PRESET, ['each', 'person by person'], ['all', 'once all agreed']],
  },
  unanswered: {
    label: 'No answer',
    group: 'Policy',
    values: [
      AS_PRESET,
      ['none', 'no limit'],
      ['exclude', 'left out after 1 minute'],
      ['leave', 'has left after 1 minute'],
    ],
  },
  lasts: {
    label: 'A yes lasts',
    group: 'Policy',
    values: [AS_PRESET, ['activation', 'for one run'], ['meeting', 'for the meeting']],
  },
  scope: {
    label: 'A yes holds in',
    group: 'Policy',
    values: [AS_PRESET, ['meeting', 'every room'], ['room', 'the room it was given in']],
  },
  hostless: {
    label: 'Without a host',
    group: 'Policy',
    values: [AS_PRESET, ['stop', 'ends after a minute'], ['keep', 'goes on']],
  },
  turnOn: {
    label: 'Turned on by',
    group: 'Policy',
    values: [AS_PRESET, ['hosts', 'hosts'], ['anyone', 'anyone, for themselves']],
  },
  people: {
    label: 'People',
    group: 'Call',
    initial: '4',
    values: [
      ['2', '2'],
      ['3', '3'],
      ['4', '4'],
      ['7', '7'],
      ['12', '12'],
      ['30', '30'],
    ],
  },
  others: {
    label: 'Others answer',
    group: 'Call',
    values: [
      ['mixed', 'this and that'],
      ['yes', 'yes'],
      ['silent', 'nothing'],
    ],
  },
  last: {
    label: 'The last one is',
    group: 'Call',
    values: [
      ['call', 'in the call'],
      ['lobby', 'in the lobby'],
      ['room', 'a meeting room'],
    ],
  },
  features: {
    label: 'Features',
    group: 'Call',
    values: [
      ['one', 'one'],
      ['two', 'two'],
    ],
  },
  bots: {
    label: 'Bots',
    group: 'Call',
    values: [
      ['none', 'none'],
      ['here', 'an agent and a recorder'],
    ],
  },
  lang: {
    label: 'Language',
    group: 'Look',
    values: [
      ['en', 'English'],
      ['ar', 'العربية'],
      ['de', 'Deutsch'],
      ['es', 'Español'],
      ['fr', 'Français'],
      ['he', 'עברית'],
      ['it', 'Italiano'],
      ['ja', '日本語'],
      ['ko', '한국어'],
      ['nl', 'Nederlands'],
      ['pl', 'Polski'],
      ['pt-BR', 'Português (Brasil)'],
      ['tr', 'Türkçe'],
      ['zh-Hans', '简体中文'],
      ['en-XA', 'Þšéûðö (a test)'],
    ],
  },
  dir: {
    label: 'Direction',
    group: 'Look',
    values: [
      ['auto', 'automatic'],
      ['ltr', 'left to right'],
      ['rtl', 'right to left'],
    ],
  },
  theme: {
    label: 'Theme',
    group: 'Look',
    values: [
      ['plain', 'none'],
      ['orchid', 'Orchid'],
      ['ledger', 'Ledger'],
      ['studio', 'Studio'],
    ],
  },
  scheme: {
    label: 'Light',
    group: 'Look',
    values: [
      ['auto', 'automatic'],
      ['light', 'light'],
      ['dark', 'dark'],
    ],
  },
  host: {
    label: 'Page around it',
    group: 'Look',
    values: [
      ['none', 'no reset'],
      ['common', 'a common reset'],
      ['hostile', 'a hostile one'],
    ],
  },
  width: {
    label: 'Width',
    group: 'Look',
    initial: '400',
    values: [
      ['320', '320 px'],
      ['400', '400 px'],
      ['640', '640 px'],
    ],
  },
} as const satisfies Readonly<Record<string, Knob>>

export type KnobName = keyof typeof KNOBS
export const NAMES = Object.keys(KNOBS) as readonly KnobName[]

type ValueOf<Name extends KnobName> = (typeof KNOBS)[Name]['values'][number][0]
/** What is set. */
export type Knobs = { readonly [Name in KnobName]: ValueOf<Name> }

/** Where the playground is: which of its pages. */
export const VIEWS = ['call', 'states', 'altitudes'] as const
export type View = (typeof VIEWS)[number]

function initial(name: KnobName): string {
  const { initial, values }: Knob = KNOBS[name]
  return initial ?? values[0]?.[0] ?? ''
}

/** Reads an address; what is not in the table is as at the start. */
export function readKnobs(hash: string): Knobs {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  const entries = NAMES.map((name) => {
    const values: readonly (readonly [string, string])[] = KNOBS[name].values
    return [name, values.find(([value]) => value === given.get(name))?.[0] ?? initial(name)]
  })
  return Object.fromEntries(entries) as Knobs
}

export function readView(hash: string): View {
  const given = new URLSearchParams(hash.replace(/^#/, '')).get('view')
  return VIEWS.find((view) => view === given) ?? 'call'
}

/** The address of what is set, and of nothing that is as at the start. */
export function writeKnobs(knobs: Knobs, beside: Readonly<Record<string, string>> = {}): string {
  const set = NAMES.filter((name) => knobs[name] !== initial(name)).map((name) => [name, knobs[name]])
  return `#${new URLSearchParams([...Object.entries(beside), ...set])}`
}
