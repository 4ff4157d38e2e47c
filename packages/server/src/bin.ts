#!/usr/bin/env node

import { tellTooOld } from './node-version.ts'

const tooOld = tellTooOld()

try {
  if (tooOld !== undefined) {
    console.error(`askfirst: ${tooOld}.`)
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
