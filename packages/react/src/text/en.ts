/**
 * The English texts.
 *
 * @module @askfirst/react/text/en
 */

import type { DataKind, Purpose } from '@askfirst/core'

/** Names of features, and what an ask is for, where the feature brings no words of its own. */
type PurposeKeys = Record<`name_${Purpose}` | `for_${Purpose}`, string>
type DataKeys = Record<`data_${DataKind}`, string>

const names = {
  name_summarise: 'AI summary',
  name_transcribe: 'AI transcript',
  name_caption: 'AI captions',
  name_translate: 'AI translation',
  'name_take-notes': 'AI notes',
  'name_compose-chat': 'AI chat drafts',
  'name_answer-questions': 'AI answers',
  'name_identify-speakers': 'speaker recognition',
  'name_train-models': 'model training',
  name_share: 'sharing',
  for_summarise: 'to summarise the meeting',
  for_transcribe: 'to write down what is said',
  for_caption: 'to show captions',
  for_translate: 'to translate what is said',
  'for_take-notes': 'to take notes',
  'for_compose-chat': 'to draft chat messages',
  'for_answer-questions': 'to answer questions about the meeting',
  'for_identify-speakers': 'to tell speakers apart by their voices',
  'for_train-models': 'to train and improve AI models',
  for_share: 'to share it with others than those named here',
} satisfies PurposeKeys

const kinds = {
  data_audio: 'your voice',
  data_video: 'your video',
  data_screen: 'your shared screen',
  data_chat: 'your chat messages',
  data_transcript: 'the transcript of what you say',
  data_files: 'files you share',
  data_telemetry: 'how you use the call',
} satisfies DataKeys

/** English, the language that is built in. Its keys are the ones every other language has. */
export const en = {
  ...names,
  ...kinds,

  question: 'Include you in {{feature}}?',
  turnedOn: '{{name}} turned on {{feature}}.',
  someHost: 'A host',
  takes: 'It uses {{data}} {{purpose}}.',
  letUse: 'Let {{name}} use {{data}} {{purpose}}',
  processedBy: 'Processed by',
  kept: 'Kept',
  keptNot: 'Not after the meeting',
  keptFor: 'For {{duration}}',
  processor: '{{name}} ({{details}})',
  changeAnyTime: 'Nothing of you is used before you say yes. You can change your answer at any time.',
  changeAnyTimeLeave:
    'Without a yes you cannot stay in this call. You can take a yes back at any time; then you leave.',
  seenNamed: 'Hosts see your answer with your name.',
  seenPair: 'With only two people here, your answer cannot be hidden.',
  seenFew: 'With so few people here, hosts may guess your answer.',
  seenRoom: 'Your answer counts for everyone in this room; anyone here may say no.',

  accept: 'Include me',
  decline: 'Leave me out',
  leave: 'Leave the call',
  later: 'Later',
  details: 'Details',
  stop: 'Stop including me',
  stopAndLeave: 'Stop and leave call',
  change: 'Change',
  answer: 'Answer',
  close: 'Close',
  leaveFullscreen: 'To use these controls, leave full screen with Esc.',

  announced: 'Question: include you in {{feature}}? Press {{shortcut}} to answer.',
  toldLine: '{{feature}} is on. You are still left out.',
  moreQuestions_one: '{{count}} more question',
  moreQuestions_other: '{{count}} more questions',
  sending: 'Sending your answer…',
  waitsForShown: 'One moment: a yes counts once the question was on screen for 2 seconds.',
  notSaved: 'Your yes could not be saved. Nothing of you is used. Please try again.',
  answeredElsewhere: 'You have answered on another device. Please look again.',

  indicatorLabel: 'AI in this call',
  nothingOn: 'No AI is on',
  noConnection: 'Nothing of you is used · no connection',
  unknownOn: 'AI is on that this page does not know. It uses nothing of you. Reload to see it.',
  standing_question: 'Not included · your answer is open',
  standing_later: 'Not included · you will answer later',
  standing_sending: 'Not included yet · sending your yes…',
  standing_waiting: 'Not included yet',
  standing_included: 'Included: {{data}}',
  standing_stopping: 'Stopping…',
  'standing_left-out': 'Left out',
  standing_told: 'Still left out',
  standing_offline: 'Not included · no connection',
  standing_outdated: 'Not included · please reload this page',

  myChoices: 'My choices',
  myChoicesLead:
    'What AI may use of you in this call. Only you decide, and every choice can be changed here.',
  isOff: 'Off',
  optionalAsks: 'Only if you want',
  training: 'Training',
  trainingNever: 'Not used to train AI models',
  trainingAsked: 'Only if you switch it on',
  cannotPrevent: 'What cannot be prevented',
  cannotPreventText:
    'Your voice may still be heard through somebody else’s microphone, and you may be visible on a screen that others share. Somebody may record with a device of their own. Who is absent from a summary may be guessed.',
  erase: 'Erase what was captured',
  eraseLead: 'You are no longer included. You can have everything that was captured of you erased.',
  eraseAsked: 'Erasing, asked {{time}}',
  eraseDone: 'Erased, asked {{time}}',
  eraseOpenBy: '{{name}}: not confirmed yet',
  eraseDoneBy: '{{name}}: erased',

  hostLabel: 'AI features',
  turnOn: 'Turn on {{feature}}',
  turnOff: 'Turn off {{feature}}',
  phase_off: 'Off',
  phase_asking: 'Asking everyone',
  phase_on: 'On',
  phase_paused: 'Paused',
  previewTitle: 'Turn on {{feature}}?',
  previewLead: 'Everyone is asked this, word for word. Nobody is included before their own yes.',
  previewLabel: 'What everyone will be asked',
  previewOwn: 'And you?',
  turnOnIncludeMe: 'Turn on, include me',
  turnOnLeaveMeOut: 'Turn on, leave me out',
  turnOnFailed: 'It was not turned on. Please try again.',
  tallyIncluded_one: '{{count}} included',
  tallyIncluded_other: '{{count}} included',
  tallyNotIncluded_one: '{{count}} not included',
  tallyNotIncluded_other: '{{count}} not included',
  tallyEveryone: 'Everyone is included',
  tallyNotEveryone: 'Not everyone is included',
  tallyPersonIncluded: '{{name}}: included',
  tallyPersonNotIncluded: '{{name}}: not included',

  lobbyAnswered: 'Your answer to {{feature}}: {{answer}}. It counts from when you join.',
}

/** The keys of every text, each with a string: what `LanguageText` is made of. */
export type EnglishText = typeof en
