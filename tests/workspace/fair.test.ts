import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const FAIR = join(import.meta.dirname, '../../scripts/fair.ts')

/** What `pnpm fair` says before it looks at anything; of a name that no test has. */
function startWith(browsers: Record<string, string>): [status: number | null, said: string] {
  const { ASKFIRST_CHROMIUM: _, ASKFIRST_HEADLESS: __, ...env } = process.env
  const { status, stderr } = spawnSync(process.execPath, [FAIR, 'no-such-test'], {
    env: { ...env, ...browsers },
    encoding: 'utf8',
  })
  return [status, stderr.trim()]
}

test.each(['ASKFIRST_CHROMIUM', 'ASKFIRST_HEADLESS'])(
  'where no browser starts at %s it says so in one line',
  (name) => {
    expect(startWith({ [name]: '/nowhere' })).toEqual([
      1,
      `${name} is /nowhere, but no browser starts there. Correct it or unset it.`,
    ])
  },
)
