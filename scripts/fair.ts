import { spawnSync } from 'node:child_process'
import { ensureBrowser, ensureHeadless } from './browser.ts'

// Every prefab in every state, policy and look: what the test command takes a cover of.

const browser =
  process.env.ASKFIRST_HEADLESS ?? process.env.ASKFIRST_CHROMIUM ?? ensureHeadless(ensureBrowser())
const { status } = spawnSync('vitest', ['run', '--project', 'fair', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ASKFIRST_FAIR: 'whole', ASKFIRST_HEADLESS: browser },
})
process.exit(status ?? 1)
