import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { assertNode } from '../src/assert-node.ts'

const source = fileURLToPath(new URL('../src/', import.meta.url))

describe('an older Node', () => {
  it.each(['18.20.0', '20.19.5', '22.12.0'])('%s is told what it needs', (version) => {
    expect(() => assertNode(version)).toThrow(`this is Node ${version}, and it needs 22.13 or newer`)
  })
  it.each(['22.13.0', '24.0.0', '26.1.0'])('%s will do', (version) => assertNode(version))

  it('imports the package, and hears of a missing node:sqlite once it wants a ledger', async () => {
    const script = `
      const { sqliteLedger } = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)})
      try { sqliteLedger('never.db') } catch (error) { console.log(error.message) }
    `
    const flags = ['--conditions=askfirst-source', '--no-experimental-sqlite', '--input-type=module']
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, '--eval', script])
    expect(stdout).toContain('this Node has no node:sqlite')
    expect(stdout).toContain('(rule "server-node"')
  })
})

it('no declaration names a type that only some versions of @types/node have where it is', () => {
  // Of `node:crypto` itself it is in 24, of `webcrypto` in 26 too.
  const found = globSync('**/*.ts', { cwd: source }).filter((file) =>
    /import[^;]*?\btype JsonWebKey\b[^;]*?from 'node:crypto'/.test(readFileSync(source + file, 'utf8')),
  )
  expect(found).toEqual([])
})
