import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runStep, type StepResult } from '../run-step.ts'
import type { Fault } from './fault.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A copy of the core, and of what tests it, to break: the tree itself is never touched. */
export function copyCore() {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-mutants-'))
  for (const file of ['package.json', 'vitest.config.ts']) cpSync(join(root, file), join(folder, file))
  for (const name of ['core', 'testing']) {
    for (const part of ['src', 'tests', 'package.json']) {
      cpSync(join(root, 'packages', name, part), join(folder, 'packages', name, part), { recursive: true })
    }
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // Both see each other's copy, and everything else as it is installed.
  for (const [name, other] of [
    ['core', 'testing'],
    ['testing', 'core'],
  ] as const) {
    const installed = join(root, 'packages', name, 'node_modules')
    const modules = join(folder, 'packages', name, 'node_modules')
    mkdirSync(join(modules, '@askfirst'), { recursive: true })
    symlinkSync(join(folder, 'packages', other), join(modules, '@askfirst', other))
    for (const entry of readdirSync(installed)) {
      if (entry !== '@askfirst' && !entry.startsWith('.'))
        symlinkSync(join(installed, entry), join(modules, entry))
    }
  }
  return {
    folder,
    /** @throws where the text is not there exactly once: the source has moved on, and so must the fault */
    break({ file, from, to, says }: Fault): () => void {
      const path = join(folder, 'packages/core/src', file)
      const source = readFileSync(path, 'utf8')
      const found = source.split(from).length - 1
      if (found !== 1) throw new Error(`"${says}": its text is ${found} times in ${file}, not once:\n${from}`)
      writeFileSync(
        path,
        source.replace(from, () => to),
      )
      return () => writeFileSync(path, source)
    },
    run: (fault: Pick<Fault, 'by' | 'rule' | 'test' | 'world'> | Pick<Fault, 'by'>): Promise<StepResult> =>
      runStep(commandOf(fault), folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
export type CoreCopy = ReturnType<typeof copyCore>

function commandOf({ by, rule, test, world = '' }: Pick<Fault, 'by'> & Partial<Fault>): string[] {
  const node = [process.execPath, '--conditions=askfirst-source']
  if (by === 'explore') {
    // Looked for alone: no other rule may do its work.
    const limits = rule === undefined ? ['1500', '20'] : ['25000', '60', String(rule), world]
    return [...node, 'packages/testing/tests/run-explore.ts', ...limits]
  }
  if (by === 'simulate') {
    const others = String(rule).startsWith('not:') ? [String(rule)] : []
    return [...node, 'packages/testing/tests/run-simulate.ts', '600', '1', ...others]
  }
  const one = test === undefined ? [] : ['--testNamePattern', test]
  return ['vitest', 'run', '--no-color', '--project', 'core', `packages/core/tests/${by}`, ...one]
}

/** What caught the fault, or nothing. */
export function selectCatch({ by, rule }: Fault, { ok, output }: StepResult): string | undefined {
  if (ok) return undefined
  // A fault that does not even run is found by anything.
  if (/\b(Reference|Syntax)Error: /.test(output)) return undefined
  if (by === 'explore') {
    const broken = new RegExp(`^BROKEN, rule ${rule}: (.*)$`, 'm').exec(output)
    return broken?.[1] ?? undefined
  }
  if (by === 'simulate') return /^BROKEN, (.*)$/m.exec(output)?.[1]
  // A test that failed, not a file that could not be read.
  return /^ *FAIL +(.*)$/m.exec(output)?.[1]
}
