import { spawn } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

let shells: string
beforeAll(async () => {
  shells = await mkdtemp(join(tmpdir(), 'askfirst-shells-'))
  await symlink('/bin/sh', join(shells, 'npx'))
})
afterAll(() => rm(shells, { recursive: true }))

test('the playground ends with npx alone', async () => {
  // npx passes no signal on; a shell that waits passes none on either, so one of that name stands for it.
  const npx = spawn(join(shells, 'npx'), ['-c', 'node start.ts & echo "pid $!"; wait'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const served = new Promise<string>((resolve) => {
    npx.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [address] = said.match(/http:\S+/) ?? []
      if (address !== undefined) resolve(address)
    })
  })
  /** Whoever holds the other end is gone. */
  const ended = new Promise((resolve) => npx.stdout.on('end', () => resolve('ended')))
  onTestFinished(() => {
    try {
      process.kill(Number(said.match(/pid (\d+)/)?.[1]), 'SIGKILL')
    } catch {
      // It is gone, as it should be.
    }
  })
  expect(await (await fetch(await served)).text()).toContain('<title>')

  npx.kill('SIGTERM')
  const late = new Promise((resolve) => setTimeout(resolve, 15_000, 'still there'))
  expect(await Promise.race([ended, late])).toBe('ended')
}, 120_000)
