#!/usr/bin/env node
import { createProgram } from './cli/program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  // A mistake says what to do by itself; for anything else, where it came from helps.
  const isMistake = error instanceof Error && error.name === 'AskFirstError'
  console.error(isMistake ? `askfirst: ${error.message}` : error)
  process.exitCode = 1
}
