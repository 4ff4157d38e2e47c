/** What a person's own page says, in English. `{…}` stands for what is put in. */
export const en = {
  title: 'What is kept of you',
  lead: 'From one meeting, as it is recorded now. Whoever has the address of this page sees what you see and can do what you can do here. Keep it to yourself.',
  ends: 'This link ends',
  endsErasing: 'once every processor has confirmed erasing, and not before {time}',
  controllers: 'Who answers for it',
  policy: 'Privacy policy',
  nothingAsked: 'You were asked nothing in this meeting.',
  withdraw: 'Take back my yes to {feature}',
  object: 'Say no to {feature}',
  withdrawSays:
    'Nothing more of you is captured for it from then on. What was captured before stays until it is erased; you can ask for that next.',
  withdrawForAll: 'If the call still goes on, it stops for everybody, and they may guess that it was you.',
  erase: 'Have erased what {feature} captured',
  eraseSays:
    'Every processor is told as soon as it can be reached, and has to confirm. Who has confirmed is shown here.',
  erasingOpen: 'Load this page again later to see who has confirmed.',
  erasingDone: 'Everybody who was asked has confirmed.',
  gone: 'Nobody runs this any more, so it cannot be changed here. Ask whoever answers for the meeting.',
  unavailable:
    'That is not written down yet. Please look here again in a few minutes, and press once more if nothing has changed.',
  end: 'End this link',
  endSays:
    'Nobody gets here by it any more, and neither do you. What is kept of you stays as it is, and what you asked for goes on.',
  language: 'Language',
  endedTitle: 'This link has ended',
  ended:
    'Nobody gets here by it any more. What is kept of you stays as it is, and what you asked for goes on.',
  waitTitle: 'Not just now',
  nothingTitle: 'There is nothing here',
  unknown:
    'This link leads nowhere. It was ended, or a newer one was taken in its place, or it never was one.',
  over: 'The time of this link is over. It was good for as long as what was captured could be kept.',
  erased:
    'Who you were in that meeting has been erased. Nothing there names you any more, so there is nothing to see and nothing to take back.',
  purged:
    'All that was recorded of that meeting has been deleted. There is nothing to see and nothing to take back.',
  tooOften: 'That was too often. Please load this page again in a few seconds.',
  openMine: 'Open my page',
  openSays:
    'See what is kept of you, take it back and have it erased, also after the call. Keep this link to yourself: whoever has it can do the same. It replaces an earlier one.',
}

/** One language: every key that English has. */
export type MineWords = Readonly<Record<keyof typeof en, string>>
