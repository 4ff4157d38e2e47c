import { spawn } from 'node:child_process'
import { onStarterGone } from './starters.ts'

console.log(
  'Starting the video call with its AI notetaker. The address to open follows; stop it with Ctrl+C.',
)

const demo = spawn(
  'pnpm',
  ['--silent', '-C', 'examples/video-call', 'run', 'demo', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => demo.kill(signal))
onStarterGone(() => demo.kill('SIGTERM'))
demo.on('error', (error) => {
  console.error(`The demo needs pnpm: start it with "npx pnpm@12 demo". (${error.message})`)
  process.exit(1)
})
demo.on('close', (code) => process.exit(code ?? 1))
