#!/usr/bin/env node

/** As `engines` says: `node:sqlite` came with it. */
const OLDEST = [22, 13] as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isTooOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])

try {
  if (isTooOld) {
    console.error(
      `askfirst: this is Node ${process.versions.node}, and it needs ${OLDEST.join('.')} or newer.`,
    )
    process.exitCode = 1
  } else {
    // Loaded only now: what it imports is not there in an older Node, which would say so in words of its own.
    const { createProgram } = await import('./cli/program.ts')
    await createProgram().parseAsync()
  }
} catch (error) {
  // A mistake says what to do by itself; for anything else, where it came from helps.
  const isMistake = error instanceof Error && error.name === 'AskFirstError'
  console.error(isMistake ? `askfirst: ${error.message}` : error)
  process.exitCode = 1
}
