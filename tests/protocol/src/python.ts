import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const NOTETAKER = join(import.meta.dirname, '../../../examples/python-notetaker')

const IS_NEW = 'import sys; sys.exit(None if sys.version_info >= (3, 11) else sys.version)'

export interface Python {
  readonly program: string
  readonly env: Readonly<Record<string, string | undefined>>
  remove(): void
}

/** A Python of its own with what the example needs, in a temporary folder; or why there is none. */
export function preparePython(): Python | string {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-python-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin'
  const program = join(folder, bin, 'python')
  const steps = [
    ['there is no Python 3 with venv', 'python3', '-m', 'venv', folder],
    ['it is older than 3.11', program, '-c', IS_NEW],
    ['pip could not install the websocket client', program, '-m', 'pip', 'install', '--quiet', '-r'],
  ] as const
  for (const [why, command, ...args] of steps) {
    const all = args.at(-1) === '-r' ? [...args, join(NOTETAKER, 'requirements.txt')] : args
    const { error, status, stderr } = spawnSync(command, all, { encoding: 'utf8', timeout: 120_000 })
    if (status === 0) continue
    remove()
    return `${why} (${(error?.message ?? stderr).trim().split('\n').at(-1)})`
  }
  return { program, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }, remove }
}
