import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ensureBrowser, ensureHeadless } from './browser.ts'

// Every prefab in every state, policy and look: what the test command takes a cover of.

const findBrowserFirst = (): string => {
  const { ASKFIRST_CHROMIUM: wished, ASKFIRST_HEADLESS: headless } = process.env
  try {
    if (!headless) {
      const browser = ensureBrowser()
      return wished || ensureHeadless(browser)
    }
    if (existsSync(headless)) return headless
    throw new Error(`ASKFIRST_HEADLESS is ${headless}, but no browser starts there. Correct it or unset it.`)
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
}

const { status } = spawnSync('vitest', ['run', '--project', 'fair', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ASKFIRST_FAIR: 'whole', ASKFIRST_HEADLESS: findBrowserFirst() },
})
process.exit(status ?? 1)
