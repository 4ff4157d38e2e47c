// takes: the version that another end speaks · gives: whether it can be talked to in ours

/**
 * Version of the protocol spoken here: `major.minor`. 1.1 added `token` messages, by which a connection outlives the
 * token that it began with.
 */
export const PROTOCOL_VERSION = '1.1'

/**
 * Whether a peer that speaks `theirs` can be talked to: the same major, at most one minor apart.
 * Fields that a peer does not know are ignored; messages that it does not know are rejected one by one.
 */
export function isCompatible(theirs: string, ours: string = PROTOCOL_VERSION): boolean {
  const [theirMajor, theirMinor] = toNumbers(theirs)
  const [ourMajor, ourMinor] = toNumbers(ours)
  return theirMajor === ourMajor && Math.abs(theirMinor - ourMinor) <= 1
}

function toNumbers(version: string): [major: number, minor: number] {
  const match = /^(\d{1,4})\.(\d{1,4})$/.exec(version)
  return match === null ? [Number.NaN, Number.NaN] : [Number(match[1]), Number(match[2])]
}
