import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** What is wrong with a source, by the name of the Biome rule that has to say so. */
const offending: [rule: string, path: string, source: string][] = [
  ['noRestrictedImports', 'packages/core/src/node.ts', `export * from 'node:fs'`],
  ['noRestrictedImports', 'packages/core/src/defaults/node.ts', `export * from 'node:fs/promises'`],
  ['noRestrictedImports', 'packages/core/src/react.ts', `export { useState } from 'react'`],
  ['noRestrictedImports', 'packages/core/src/ws.ts', `export { WebSocket } from 'ws'`],
  ['noRestrictedImports', 'packages/core/src/jose.ts', `export { jwtVerify } from 'jose'`],
  ['noRestrictedImports', 'packages/core/src/up.ts', `export * from '@askfirst/react'`],
  ['noRestrictedImports', 'packages/core/src/up.test.ts', `export * from '@askfirst/testing'`],
  ['noRestrictedImports', 'packages/react/src/side.ts', `export * from '@askfirst/server'`],
  ['noRestrictedImports', 'packages/react/src/testing.ts', `export * from '@askfirst/testing'`],
  ['noRestrictedImports', 'packages/react/src/node.ts', `export * from 'node:fs'`],
  ['noRestrictedImports', 'packages/server/src/side.ts', `export * from '@askfirst/react/text/en'`],
  ['noRestrictedImports', 'packages/server/src/testing.ts', `export * from '@askfirst/testing'`],
  ['noRestrictedImports', 'packages/testing/src/side.ts', `export * from '@askfirst/server'`],
  [
    'noRestrictedImports',
    'packages/react/src/second-hook.ts',
    `export { useSyncExternalStore } from 'react'`,
  ],
  ['noRestrictedImports', 'packages/react/src/path.ts', `export * from '../../core/src/gate.ts'`],
  ['noRestrictedImports', 'packages/react/src/path.test.ts', `export * from '../../core/src/gate.ts'`],
  ['noRestrictedImports', 'examples/video-call/path.ts', `export * from '../../packages/core/src/gate.ts'`],
  ['noRestrictedImports', 'bench/src/inside.ts', `export * from '@askfirst/core/dist/gate.js'`],
  ...[
    'Date.now()',
    'performance.now()',
    'setTimeout(() => 1, 1)',
    'setInterval(() => 1, 1)',
    'clearTimeout(1)',
    'window.name',
    'document.title',
    'localStorage.length',
    'sessionStorage.length',
    'console.log(1)',
    `new WebSocket('wss://example.org')`,
    'crypto.randomUUID()',
    `fetch('https://example.org')`,
    'process.pid',
    'globalThis.name',
  ].map((code, at): [string, string, string] => [
    'noRestrictedGlobals',
    `packages/core/src/world-${at}.ts`,
    `export const touched = ${code}`,
  ]),
  ['plugin', 'packages/core/src/chance.ts', 'export const drawn = Math.random()'],
  ['plugin', 'packages/core/src/quoted-chance.ts', `export const drawn = Math['random']()`],
  ['plugin', 'packages/core/src/taken-chance.ts', 'const { random } = Math\nexport const drawn = random()'],
  [
    'noImportCycles',
    'packages/server/src/one.ts',
    `import { two } from './two.ts'\nexport const one = () => two`,
  ],
  [
    'noImportCycles',
    'packages/server/src/two.ts',
    `import { one } from './one.ts'\nexport const two = () => one`,
  ],
  [
    'noImportCycles',
    'packages/server/src/types-only.ts',
    `import type { B } from './types-too.ts'\nexport type A = B[]`,
  ],
  [
    'noImportCycles',
    'packages/server/src/types-too.ts',
    `import type { A } from './types-only.ts'\nexport type B = { a: A }`,
  ],
  ['useFilenamingConvention', 'packages/server/src/camelCase.ts', 'export const ok = 1'],
  ['useFilenamingConvention', 'packages/react/src/Pascal.tsx', 'export const ok = 1'],
  ['noDefaultExport', 'packages/core/src/unnamed.ts', 'export default 1'],
  ['noExplicitAny', 'packages/core/src/loose.ts', 'export const loose = (x: any): number => x'],
  ['noNonNullAssertion', 'packages/core/src/sure.ts', 'export const sure = (x?: { y: 1 }) => x!.y'],
  ['noEnum', 'packages/core/src/enumerated.ts', 'export enum Answer { Yes }'],
  ['useImportExtensions', 'packages/core/src/bare.ts', `export * from './chance'`],
  ['noExcessiveLinesPerFile', 'packages/core/src/long.ts', 'export const one = 1\n'.repeat(401)],
]

/** The other side of each rule: what has to stay possible where it belongs. */
const allowed: [path: string, source: string][] = [
  ['packages/core/src/defaults/wall-clock.ts', 'export const now = (): number => Date.now()'],
  ['packages/core/src/defaults/random-ids.ts', 'export const draw = (): number => Math.random()'],
  ['packages/core/src/defaults/signature.ts', `export { compactVerify } from 'jose'`],
  ['packages/core/src/floor.ts', 'export const whole = (x: number): number => Math.floor(x)'],
  ['packages/core/src/timed.test.ts', `import { now } from 'node:fs'\nexport const at = [now, Date.now()]`],
  ['packages/core/src/kept.ts', `export { createStore } from 'zustand/vanilla'`],
  [
    'packages/core/tests/meeting.test.ts',
    `export * from '@askfirst/testing'\nexport * from '../src/kept.ts'`,
  ],
  ['packages/react/src/uses-react.ts', `export { useState } from 'react'`],
  ['packages/react/src/uses-core.ts', `export * from '@askfirst/core/gate'`],
  ['packages/react/src/uses-core.test.tsx', `export * from '@askfirst/testing'`],
  ['packages/server/src/uses-core.ts', `export * from '@askfirst/core/authority'\nexport * from 'node:fs'`],
  ['packages/react/src/wide.config.ts', 'export default 1'],
  ['examples/video-call/by-name.ts', `export * from '@askfirst/core'\nexport * from '@askfirst/react'`],
]

interface Report {
  diagnostics: { severity: string; category: string; location: { path: string | { file: string } } }[]
}

const found = new Map<string, string[]>()
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfirst-lint-'))
  for (const kept of ['biome.json', '.gitignore', 'scripts/lint']) {
    await cp(join(root, kept), join(folder, kept), { recursive: true })
  }
  for (const [path, source] of [...offending.map(([, ...file]) => file), ...allowed]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), `${source}\n`)
  }
  const args = ['lint', '--max-diagnostics=none', '--reporter=json', '.']
  const json = await new Promise<string>((done) => {
    execFile(join(root, 'node_modules/.bin/biome'), args, { cwd: folder, maxBuffer: 1e8 }, (_, out) =>
      done(out),
    )
  })
  for (const { severity, category, location } of (JSON.parse(json) as Report).diagnostics) {
    if (severity !== 'error') continue
    const path = (typeof location.path === 'string' ? location.path : location.path.file).replace(/^\.\//, '')
    found.set(path, [...(found.get(path) ?? []), category.split('/').at(-1) ?? category])
  }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a lint rule is an error', () => {
  test.each(offending)('%s in %s', (rule, path) => {
    expect(found.get(path) ?? []).toContain(rule)
  })
})

describe('and leaves alone', () => {
  test.each(allowed)('%s', (path) => {
    expect(found.get(path) ?? []).toEqual([])
  })
})
