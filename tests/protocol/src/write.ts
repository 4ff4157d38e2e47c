import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAsyncApi } from './asyncapi.ts'
import { createOpenApi } from './openapi.ts'

// Writes the documents of the protocol anew: `pnpm protocol`.

const folder = join(import.meta.dirname, '../../../docs/protocol')
mkdirSync(folder, { recursive: true })
const documents = { 'asyncapi.json': createAsyncApi(), 'openapi.json': createOpenApi() }
const files = Object.entries(documents).map(([name, document]) => {
  const file = join(folder, name)
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`)
  return file
})
const { status } = spawnSync('biome', ['format', '--write', ...files], { stdio: 'inherit' })
process.exitCode = status ?? 1
