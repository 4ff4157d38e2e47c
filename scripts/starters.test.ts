import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const script = `
  import { onStarterGone } from ${JSON.stringify(join(import.meta.dirname, 'starters.ts'))}
  setTimeout(() => {}, 20_000)
  onStarterGone(() => { console.log('gone'); process.exit() })
  console.log('ready', process.pid)
`

// A shell that has more to do stays, and passes no signal on: so does npx, for which a shell of that name stands.
const node = 'node --input-type=module -e "$SCRIPT"; true'
const above = `sh -c '${node}'; true`

let shells: string
beforeAll(() => {
  shells = mkdtempSync(join(tmpdir(), 'askfirst-shells-'))
  for (const name of ['sh', 'npx']) symlinkSync('/bin/sh', join(shells, name))
})
afterAll(() => rmSync(shells, { recursive: true }))

/** Starts a shell under a name, and ends it alone once the process below it is ready; gives what that said in 3 s. */
async function endShell(name: string, command: string) {
  // Below something that starts others and is none of ours, so that what runs this test does not count.
  const started = spawn('awk', ['BEGIN { system("exec \\"$SHELL\\" -c \\"$COMMAND\\"") }'], {
    env: { ...process.env, SHELL: join(shells, name), COMMAND: `echo $$; ${command}`, SCRIPT: script },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  await new Promise<void>((resolve) => {
    started.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [, shell] = said.match(/^(\d+)\nready \d+\n$/) ?? []
      if (shell === undefined) return
      process.kill(Number(shell), 'SIGKILL')
      setTimeout(resolve, 3_000)
    })
    started.stdout.on('end', resolve)
  })
  return said
}

test.each([
  ['npx, which started it', node],
  ['npx, above what started it', above],
])('a process hears that %s is gone', async (_, command) => {
  expect(await endShell('npx', command)).toMatch(/^\d+\nready \d+\ngone\n$/)
})

test.each([
  ['started it', node],
  ['started what did', above],
])('a shell that %s may go, where no npx did', async (_, command) => {
  const said = await endShell('sh', command)
  expect(said).toMatch(/^\d+\nready \d+\n$/)
  process.kill(Number(said.match(/ready (\d+)/)?.[1]))
})
