/** As `engines` says: `node:sqlite` came with it. */
const OLDEST = [22, 13] as const

/** What is wrong with this Node, where it is too old. */
export function tellTooOld(version = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isTooOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
  return isTooOld ? `this is Node ${version}, and it needs ${OLDEST.join('.')} or newer` : undefined
}
