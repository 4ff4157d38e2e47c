import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const script = `
  import { onStarterGone } from ${JSON.stringify(join(import.meta.dirname, 'starters.ts'))}
  setInterval(() => {}, 1_000)
  onStarterGone(() => { console.log('gone'); process.exit() })
  console.log('ready')
`

// A shell that has more to do stays, and passes no signal on: so does npx.
test.each([
  ['the command that started it', `node --input-type=module -e "$SCRIPT"; true`],
  ['one above that', `sh -c 'node --input-type=module -e "$SCRIPT"; true'; true`],
])('a process hears that %s is gone', async (_, command) => {
  const starter = spawn('sh', ['-c', command], {
    env: { ...process.env, SCRIPT: script },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  starter.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said === 'ready\n') starter.kill('SIGKILL')
  })
  await once(starter.stdout, 'end')
  expect(said).toBe('ready\ngone\n')
})
