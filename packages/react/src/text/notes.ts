import type { TextKey } from './text-keys.ts'

/** What a translator has to know of a text. */
export interface Note {
  /** Where it stands, and what for. */
  readonly shown: string
  /** What is put in for each `{{name}}`; absent where there is none. */
  readonly values?: Readonly<Record<string, string>>
  /** What it must not say, or how it must not be said. */
  readonly never?: string
  /** The most characters it may have, without what is put in; for controls and one-line states. */
  readonly most?: number
}

const feature = 'the name of a feature as `name_…` says it, or the app’s own: any gender, any first letter'
const run = `${feature}; or \`ownRun\``
const named = 'a name somebody chose, of a person or a company: no case, no article, any script'
const duration = 'a length of time made by Intl, in the case it stands alone in: “2 minutes”'
const data = 'a list of `data_…`, made by Intl'
const purpose = 'a list of `for_…`, made by Intl'
const number = 'a whole number; it chooses no plural'
const count = 'a whole number; it chooses the plural'
const names = 'a list of names, made by Intl'
const companies = 'one company by name, or a list made by Intl: no case, no article, any script'
const starter = `${named}; or \`someHost\` or \`someone\``
const aName: Note = {
  shown: 'The feature’s name where the app brings none; put in as {{feature}}.',
  most: 30,
}
const aPurpose: Note = { shown: 'What it is for; put in as {{purpose}}, also in a list.', most: 60 }
const someData: Note = { shown: 'What is taken; put in as {{data}}, also in a list.', most: 40 }
const aButton: Note = { shown: 'A button.', most: 34 }
const aNo: Note = {
  shown: 'The refusing button, as large as the accepting one beside it.',
  never: 'More than four words; a double negative; a word of loss, guilt or warning.',
  most: 28,
}
const aState: Note = {
  shown:
    'One line of the indicator and of my choices: how it stands with this person. Heard after the feature’s name.',
  most: 76,
}
const aPhase: Note = { shown: 'A state of a feature in the host’s panel.', most: 32 }
const aRule: Note = {
  shown: 'A sentence of the notice and of the details: what the policy does, before it does it.',
  never: 'A threat, a digit that ticks, anything the policy does not do. The notice has 90 words in all.',
}
const aReach: Note = {
  ...aRule,
  shown: 'A sentence of the details, and of what a phone is told: what nobody has to read before an answer.',
}
const aSight: Note = {
  ...aRule,
  shown: 'A sentence of the notice: hosts see whose answer is missing, and who is included.',
}
const aGuess: Note = {
  ...aRule,
  shown: 'A sentence of the notice: others may learn of the answer all the same.',
}
const anEnd: Note = {
  ...aRule,
  shown: 'A sentence of the notice, also spoken: the time to answer is nearly over, and what then.',
}
const aResult: Note = { shown: 'Above yes and no: what became of an answer.' }

/** What a translator has to know of every text: `text.test.ts` checks that none is left out, and what is measurable. */
export const notes: Readonly<Record<TextKey, Note>> = {
  name_summarise: aName,
  name_transcribe: aName,
  name_caption: aName,
  name_translate: aName,
  'name_take-notes': aName,
  'name_compose-chat': aName,
  'name_answer-questions': aName,
  'name_identify-speakers': { ...aName, never: 'That it recognises who somebody is: it tells voices apart.' },
  'name_train-models': aName,
  name_share: aName,
  for_summarise: aPurpose,
  for_transcribe: aPurpose,
  for_caption: aPurpose,
  for_translate: aPurpose,
  'for_take-notes': aPurpose,
  'for_compose-chat': aPurpose,
  'for_answer-questions': aPurpose,
  'for_identify-speakers': {
    ...aPurpose,
    never: 'That it recognises who somebody is: it tells voices apart.',
  },
  'for_train-models': { ...aPurpose, never: '“To improve our service”: training is called training.' },
  for_share: aPurpose,
  data_audio: someData,
  data_video: someData,
  data_screen: someData,
  data_chat: someData,
  data_transcript: someData,
  data_files: someData,
  data_telemetry: someData,

  question: {
    shown: 'The title of the notice, also spoken: the question.',
    values: { feature: run },
    most: 60,
  },
  tellTitle: {
    shown: 'The title where it begins without a yes; spoken with a full stop after it.',
    values: { feature: run },
    never: 'A question: nobody is asked.',
    most: 60,
  },
  turnedOn: {
    shown: 'First sentence of the notice and of the details. In the host’s preview: another host was faster.',
    values: { name: starter, feature },
  },
  someHost: { shown: 'Put in as {{name}} of `turnedOn`, where no name is known.' },
  someone: {
    shown:
      'Put in as {{name}} of `turnedOn`, `ownRun` and `seenNamedOwn`, where no name is known and anyone may turn it on.',
  },
  ownRun: {
    shown: 'Put in as {{feature}}: a run somebody has for themselves only.',
    values: { name: `${named}; or \`someone\``, feature },
  },
  takes: {
    shown: 'Second sentence of the notice; in the details it may stand alone.',
    values: { data, purpose },
  },
  letUse: {
    shown: 'A switch for an optional ask, off at first; in the host’s preview one of a list.',
    values: { name: companies, data, purpose },
  },
  processedBy: { shown: 'A label; one company or more stand beside it.', most: 24 },
  kept: { shown: 'A label; `keptNot` or `keptFor` stands beside it.', most: 24 },
  keptNot: { shown: 'Beside `kept`.', most: 44 },
  keptFor: { shown: 'Beside `kept`.', values: { duration: 'a number of days made by Intl' }, most: 24 },
  processor: {
    shown: 'Something by its name, and in brackets what is to be known of it; also in a list.',
    values: {
      name: 'a company; in the details a model or a place; of `botsHere` a bot: as they write it',
      details: 'model and place; in the details the company; of a bot `botAgent` or `botRecorder`',
    },
  },
  changeAnyTime: aRule,
  changeAnyTimeLeave: aRule,
  beginsAll: aRule,
  beginsObjection: { ...aRule, values: { duration } },
  beginsNotice: aRule,
  stopsAll: aRule,
  noAnyTime: aRule,
  silenceLeaves: { ...aRule, values: { duration } },
  silenceExcludes: { ...aReach, values: { duration } },
  endsLeave: { ...anEnd, values: { later: 'the text of the button `later`' } },
  endsExclude: anEnd,
  lastsMeeting: aReach,
  roomAsked: aReach,
  seenNamed: aSight,
  seenPair: aGuess,
  seenFew: aGuess,
  seenNamedOwn: { ...aSight, values: { name: `${named}; or \`someone\`` } },
  seenRoom: { ...aRule, shown: 'A sentence of the notice on a device that several people sit at.' },

  accept: {
    shown: 'The accepting button; also put in as {{answer}}.',
    never: 'More than four words; praise, “help”, “continue”, or a plain “OK”.',
    most: 26,
  },
  decline: { ...aNo, shown: `${aNo.shown} Also put in as {{answer}}.` },
  leave: { ...aNo, shown: 'The same, where no means leaving the call.' },
  stayOut: { ...aNo, shown: 'The same, before joining the call.' },
  okay: { shown: 'A button: it was read. No answer.', never: 'A yes: “accept”, “agree”.', most: 20 },
  declineStop: { ...aNo, shown: 'The same, where any no ends it for everyone.' },
  stopForAll: { ...aNo, shown: 'Takes a yes back where that ends it for everyone.' },
  later: {
    shown: 'A button: not now. Also put in as {{later}} and as {{answer}}.',
    never: '“Remind me”: it does not.',
    most: 16,
  },
  details: {
    shown: 'A button of the notice: opens my choices; and what unfolds the details there.',
    most: 16,
  },
  stop: { ...aNo, shown: 'Takes a yes back; on the indicator itself, and in my choices.' },
  stopAndLeave: { ...aNo, shown: 'Takes a yes back where that means leaving.' },
  change: { shown: 'A button beside an answer: opens the question again.', most: 16 },
  answer: { shown: 'A button on the indicator: shows the question again.', most: 16 },
  close: { shown: 'A button of a dialog, and of a quiet line.', most: 16 },
  loading: { shown: 'After a press, until what it opens or fetches is there.', most: 20 },
  leaveFullscreen: { shown: 'A line below controls that cannot be reached in full screen.' },

  announced: {
    shown: 'Spoken by screen readers as the notice appears.',
    values: { feature: run, shortcut: 'a key: F6' },
  },
  toldLine: { shown: 'A quiet line instead of the notice, after a no.', values: { feature: run } },
  announcedTold: {
    shown: 'Spoken after `tellTitle`.',
    values: { shortcut: 'a key: F6' },
  },
  toldStop: { shown: 'The same line, where that no ended it for everyone.', values: { feature: run } },
  stoodLine: { shown: 'The same line, where the standing no has answered.', values: { feature: run } },
  stoodStop: {
    shown: 'The same line, where the standing no ended it for everyone.',
    values: { feature: run },
  },
  moreQuestions: {
    shown: 'A line of the notice: how many other questions are open. A button for each stands beside it.',
    values: { count },
    most: 34,
  },
  sending: { ...aResult, shown: `${aResult.shown} It is on its way.` },
  waitsForShown: { shown: `${aResult.shown} The yes was too quick.`, never: 'A reproach.' },
  notSaved: { shown: `${aResult.shown} The yes failed.` },
  answeredElsewhere: { shown: `${aResult.shown} There was another on another device.` },

  indicatorLabel: { shown: 'The name of the indicator, for screen readers.' },
  nothingOn: { shown: 'The indicator where no feature is on.', most: 44 },
  unknownOn: { shown: 'The indicator where the server has a feature that this page does not know.' },
  unknownIncluded: {
    ...aState,
    shown: 'The same, or one it knows otherwise, where another device of this person includes them in it.',
  },
  standing_question: aState,
  standing_later: aState,
  standing_sending: aState,
  standing_waiting: aState,
  standing_included: { ...aState, values: { data } },
  standing_stopping: {
    ...aState,
    never: 'That it has stopped: it is not confirmed yet.',
  },
  'standing_left-out': { ...aState, never: 'A word of loss or of failure: it is a choice.' },
  standing_told: aState,
  standing_unknown: {
    ...aState,
    shown:
      'Without a connection, while something may be used all the same: one line of the indicator, or all it says.',
    never: 'That nothing is used.',
  },
  standing_offline: {
    ...aState,
    shown:
      'Without a connection, once it is sure that nothing is used: one line of the indicator, or all it says.',
  },
  standing_outdated: aState,
  uplinkMuted: { shown: 'On the indicator, while a no that is not confirmed mutes the microphone.' },
  uplinkUnmuted: { shown: 'The same, after the person unmuted by hand.' },
  unmute: { ...aButton, shown: 'A button beside `uplinkMuted`.' },
  standing_soon: aState,
  standing_held: { ...aState, values: { why: '`heldOthers` or `heldUnchecked`' } },
  heldOthers: { shown: 'Put in as {{why}}; in the host’s panel after `phase_paused`.' },
  heldUnchecked: { shown: 'The same; also after `standing_stopping`.' },
  botsHere: {
    shown: 'On the indicator and in the lobby: who is here and no person.',
    values: { names: 'a list of `processor`, made by Intl' },
  },
  botAgent: { shown: 'In brackets after the name of a bot.' },
  botRecorder: { shown: 'In brackets after the name of a recorder.' },
  strangersHere: {
    shown: 'On the indicator and in the lobby: people who could not be asked.',
    values: { number },
    never: 'That they agreed or refused.',
  },

  myChoices: { shown: 'A button, and the title of its dialog.', most: 24 },
  myChoicesLead: { shown: 'Below that title.' },
  isOff: { shown: 'In my choices, below a feature that is off.', most: 16 },
  optionalAsks: { shown: 'Above the switches of optional asks.', never: '“Recommended”.', most: 32 },
  training: { shown: 'A label in the details.', most: 20 },
  trainingNever: { shown: 'Beside `training`.' },
  trainingAsked: { shown: 'Beside `training`, where a switch asks for it.' },
  model: { shown: 'A label; the model’s name stands beside it.', most: 24 },
  place: { shown: 'A label; the country or region of the company’s computers stands beside it.', most: 20 },
  cannotPrevent: { shown: 'A title in my choices.', most: 44 },
  cannotPreventText: {
    shown: 'Below it.',
    never: 'A softer word than the others: this is what people trust.',
  },
  alwaysNo: { shown: 'A switch in my choices, off at first.', most: 34 },
  alwaysNoText: { shown: 'Below it.' },
  alwaysNoPage: { shown: 'Below it, where the browser keeps nothing.' },
  receipt: {
    ...aButton,
    shown: 'A button that fetches the person’s own signed copy of what they were asked and answered.',
  },
  receiptRead: { ...aButton, shown: 'A link below it, to a page.' },
  receiptSave: { ...aButton, shown: 'A link below it, to a file.' },
  ownLink: { ...aButton, shown: 'A button that makes a link to a page of one’s own, good after the call.' },
  erase: { ...aButton, shown: 'A button below `eraseLead`.' },
  eraseLead: { shown: 'Above `erase`, after a yes was taken back.' },
  eraseAsked: { shown: 'While it is being erased.', values: { time: 'a time of day' } },
  eraseDone: { shown: 'After everybody confirmed it.', values: { time: 'a time of day' } },
  eraseOpenBy: { shown: 'A company that has not confirmed.', values: { name: named } },
  eraseDoneBy: { shown: 'A company that has confirmed.', values: { name: named } },
  requestOff: { ...aButton, shown: 'A button: the hosts do not learn who asks.', most: 56 },
  requestOffNamed: { ...aButton, shown: 'A button below it: the hosts learn who asks.', most: 40 },
  requestOffFew: { shown: 'In small letters on the button `requestOff`, in a small meeting.' },
  requestOffSent: { shown: 'After a press of `requestOffNamed`.' },
  requestOffSoon: {
    shown: 'After a press of `requestOff`: it is held back, so that the time tells nobody who asked.',
  },

  hostLabel: { shown: 'The name of the host’s panel, for screen readers.', most: 24 },
  turnOn: { ...aButton, values: { feature: run } },
  turnOff: { ...aButton, values: { feature: run } },
  phase_off: aPhase,
  phase_asking: aPhase,
  phase_on: aPhase,
  phase_paused: aPhase,
  previewTitle: { shown: 'The title of the host’s preview.', values: { feature: run }, most: 40 },
  previewLead: { shown: 'Below it, where people are asked.' },
  previewLeadTold: { shown: 'Below it, where people are told.', never: 'That anybody is asked.' },
  previewLabel: { shown: 'The name of the preview, for screen readers.' },
  previewOwn: { shown: 'Above the host’s own answers.', most: 20 },
  turnOnIncludeMe: { ...aButton, shown: 'A button of the preview, beside `turnOnLeaveMeOut`.' },
  turnOnLeaveMeOut: { ...aNo, most: 34, never: 'A word of loss, guilt or warning.' },
  turnOnFailed: { shown: 'After a press of any button or switch but yes and no, where it failed.' },
  notAllowed: {
    shown: 'In place of the state of a feature that may not be turned on now; also after a press of it.',
  },
  phase_telling: { ...aPhase, shown: `${aPhase.shown} Nobody is asked.` },
  tooSoon: {
    shown: 'After `askAgain` was pressed too soon, or something of one’s own was turned on too often.',
    values: { duration },
  },
  askAgain: { ...aButton, most: 44 },
  askedAgain: { shown: 'After `askAgain`.' },
  bar: {
    ...aButton,
    shown: 'A button: ends what people have turned on for themselves, and allows no more.',
    values: { feature },
    most: 48,
  },
  allow: { ...aButton, shown: 'A button: allows it again.', values: { feature }, most: 48 },
  offRequestsBy: { shown: 'In the host’s panel: who asked by name.', values: { names } },
  offRequestsUnknown: { shown: 'The same, of those who gave no name.', values: { number } },
  tallyIncluded: { shown: 'In the host’s panel.', values: { count }, most: 40 },
  tallyNotIncluded: {
    shown: 'In the host’s panel.',
    values: { count },
    never: 'That they refused: some have not answered.',
    most: 40,
  },
  tallyEveryone: { shown: 'In the host’s panel, where numbers would tell too much.', most: 44 },
  tallyNotEveryone: { shown: 'The same.', never: '“Nobody”.', most: 44 },
  tallyPersonIncluded: { shown: 'In the host’s panel, where answers are named.', values: { name: named } },
  tallyPersonNotIncluded: { shown: 'The same.', values: { name: named } },
  tallyPersonOpen: { shown: 'The same.', values: { name: named }, never: 'That they refused, or are late.' },

  lobbyAnswered: {
    shown: 'In the lobby, after an answer.',
    values: { feature: run, answer: 'the text of the button that was pressed' },
  },
}
