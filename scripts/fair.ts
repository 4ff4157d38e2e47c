import { spawnSync } from 'node:child_process'

// Every prefab in every state, policy and look: what the test command takes a cover of.

const { status } = spawnSync('vitest', ['run', '--project', 'fair', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ASKFIRST_FAIR: 'whole' },
})
process.exit(status ?? 1)
