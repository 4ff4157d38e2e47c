import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const onPath = (programs: readonly string[]) => {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return programs.flatMap((program) => folders.map((folder) => join(folder, program)))
}

/** Ubuntu's package of that name only starts a snap: a browser counts when it answers. */
const answers = (path: string) => {
  if (!existsSync(path)) return false
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

/**
 * The path of a Chromium or Chrome that starts, or `undefined`. `ASKFIRST_CHROMIUM` goes first, then the usual
 * names on the PATH, then macOS applications, then the one Playwright downloaded.
 */
export const findBrowser = (): string | undefined => {
  const wished = process.env.ASKFIRST_CHROMIUM
  if (wished) {
    if (answers(wished)) return wished
    throw new Error(`ASKFIRST_CHROMIUM is ${wished}, but no browser starts there. Correct it or unset it.`)
  }
  return [...onPath(names), ...applications, chromium.executablePath()].find(answers)
}

/** Chromium without a window around its pages, which draws them in three quarters of the time. */
const WINDOWLESS = 'chromium-headless-shell'

const runs = (program: string, ...args: string[]) =>
  spawnSync(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

/** How to become root without being asked for a password, or `undefined`. */
const rootPrefix = (): string[] | undefined => {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined
}

const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
const hasApt = () => /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)
const isDebian = () => /^ID="?debian"?$/m.test(release)

const install = ([program = 'apt-get', ...args]: readonly string[], name: string) =>
  runs(program, ...args, 'update') && runs(program, ...args, 'install', '-y', name)

/**
 * A browser that starts, installed first when there is none.
 * @throws Error that says what is missing and what to do, when it can be neither found nor installed.
 */
export const ensureBrowser = (say: (line: string) => void = console.log): string => {
  const found = findBrowser()
  if (found) return found
  const prefix = rootPrefix()
  if (hasApt() && prefix) {
    say('No Chromium found. Installing it: apt-get update, apt-get install -y chromium')
    install([...prefix, 'apt-get'], 'chromium')
    const installed = findBrowser()
    if (installed) return installed
  }
  say('Downloading a Chromium with Playwright: playwright-core install chromium')
  const downloaded =
    (hasApt() && prefix && runs('playwright-core', 'install', '--with-deps', 'chromium')) ||
    runs('playwright-core', 'install', 'chromium')
  const path = downloaded ? findBrowser() : undefined
  if (path) return path
  throw new Error(
    [
      'Missing: a Chromium or Chrome browser. The end-to-end tests run a real call in it.',
      'Looked at ASKFIRST_CHROMIUM, at chromium, chromium-browser, google-chrome and google-chrome-stable on the',
      'PATH, and in /Applications; installing one did not work (see above). Do one of these, then run this again:',
      '  Debian, Ubuntu   sudo apt-get update && sudo apt-get install -y chromium',
      '  Fedora           sudo dnf install chromium',
      '  macOS            brew install --cask google-chrome',
      '  anywhere         set ASKFIRST_CHROMIUM to the path of a Chromium or Chrome you have',
    ].join('\n'),
  )
}

/**
 * What draws pages that have no call in them: Debian's Chromium without a window, installed first where that can be
 * done, and else the browser that there is. Debian's own crashes as soon as a page makes a call.
 */
export const ensureHeadless = (browser: string, say: (line: string) => void = console.log): string => {
  const find = () => onPath([WINDOWLESS]).find(answers)
  const found = find()
  if (found) return found
  const prefix = isDebian() ? rootPrefix() : undefined
  if (prefix === undefined) return browser
  say(`Installing what draws pages faster: apt-get update, apt-get install -y ${WINDOWLESS}`)
  install([...prefix, 'apt-get'], WINDOWLESS)
  return find() ?? browser
}
