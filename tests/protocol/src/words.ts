/** What each message is for. One that is missing here is an error of whoever added it. */
export const WORDS: Readonly<Record<string, string>> = {
  hello: 'The first message of a connection, by whoever connects. The token alone says who that is.',
  command: 'A wish, with an id by which it counts once however often it is sent.',
  renew: 'Asks for the lease to be renewed, with a nonce that was never used before.',
  token: 'To the authority: a newer token of the same holder. From it: what became of that.',
  resync: 'Asks for a snapshot, unless that number is the latest update.',
  welcome: 'The answer to a hello that is taken, with the length of the lease.',
  gates: 'Whole allow-lists. Who is not named in a list is closed; a list that is not there is as before.',
  changes: 'What became of the list, or of the change, of the epoch before: who is named, and nobody else.',
  erase: 'Duties to erase what was captured of somebody, up to a request.',
  reply: 'What became of a command, once it is durable.',
  renewed: 'The answer to a renewal: the lease now counts from when that nonce was sent.',
  refused:
    'Nothing is told over this connection: do not come back with the same token, but for `cut` with a newer one. After `cut` the link stays open for a while, and answers declining, withdrawing and asking to erase.',
  snapshot: 'Everything that a person sees of a meeting.',
  update: 'Parts of a view that changed, each whole; `null` removes.',
  'feature.enable': 'Turns a feature on, with the own answer of who does so.',
  'feature.disable': 'Turns a run of a feature off.',
  'feature.bar': 'Allows nobody a run of their own of this feature.',
  'feature.allow': 'Ends a bar.',
  'feature.requestOff': 'Asks the hosts to turn a run off.',
  'notice.show': 'Says that the question was shown, and for how long it was visible.',
  'notice.askAgain': 'Asks once more whoever has not answered.',
  'consent.accept': 'A yes to the question that was shown. Never kept while disconnected.',
  'consent.decline': 'A no. Kept while disconnected, and sent again until there is a reply.',
  'consent.withdraw': 'Takes a yes back, or single optional asks of it. Kept as a no is.',
  'consent.defer': 'Later: still closed.',
  'participant.join': 'Goes to the lobby or into the call.',
  'participant.leave': 'Leaves with this device.',
  'participant.remove': 'Puts somebody out of the meeting.',
  'role.change': 'Gives somebody another role.',
  'roster.report': 'Says who is in the call now, whole.',
  'enforcement.report': 'Says that an allow-list is enforced, or that it is not and the feature was stopped.',
  'indicator.show': 'Says that this device shows the indicator, and which declarations it can show.',
  'indicator.hide': 'Says that it does not any more.',
  'erasure.request': 'Asks for what was captured to be erased.',
  'erasure.acknowledge': 'Says that a duty is done: nothing of it is left in any store of this processor.',
}

export function wordsOf(type: string): string {
  const words = WORDS[type]
  if (words === undefined) throw new Error(`Say in tests/protocol/src/words.ts what "${type}" is for.`)
  return words
}
