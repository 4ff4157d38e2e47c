import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/fair-browser.ts'

// An app that builds the stylesheet as its bundler does by itself, for browsers of some years ago, and adds what it may.

const STYLES = fileURLToPath(new URL('../../packages/react/src/styles.css', import.meta.url))
const directory = await mkdtemp(join(tmpdir(), 'askfirst-stock-'))
let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await rm(directory, { recursive: true })
})

/** The stylesheet after `vite build` with no options of ours, behind what the app says itself. */
async function built(ofTheApp: string): Promise<string> {
  const root = await mkdtemp(join(directory, 'app-'))
  await writeFile(join(root, 'index.html'), '<script type="module" src="./main.js"></script>')
  await writeFile(join(root, 'main.js'), `import './app.css'\nimport ${JSON.stringify(STYLES)}`)
  await writeFile(join(root, 'app.css'), ofTheApp)
  await build({ root, configFile: false, logLevel: 'error', build: { outDir: 'dist' } })
  const assets = join(root, 'dist', 'assets')
  const [file = ''] = (await readdir(assets)).filter((name) => name.endsWith('.css'))
  return readFile(join(assets, file), 'utf8')
}

const PAGE =
  '<div class="askfirst"><button class="askfirst-button">Include me</button><i class="askfirst-switch"></i></div>'

test.each([
  {
    app: 'says nothing of it',
    css: 'body { margin: 0 }',
    prefers: 'dark',
    button: 'rgb(243, 245, 247)',
    edge: 'rgb(106, 115, 125)',
  },
  {
    app: 'is dark',
    css: 'html { color-scheme: dark }',
    prefers: 'light',
    button: 'rgb(39, 44, 50)',
    edge: 'rgb(135, 145, 156)',
  },
  {
    app: 'follows the system',
    css: 'html { color-scheme: light dark }',
    prefers: 'dark',
    button: 'rgb(39, 44, 50)',
    edge: 'rgb(135, 145, 156)',
  },
] as const)(
  'buttons and switches have their colours where the app $app',
  async ({ css, prefers, button, edge }) => {
    const page = await browser.newPage({ colorScheme: prefers })
    try {
      await page.setContent(`<!doctype html><style>${await built(css)}</style>${PAGE}`)
      const styleOf = (selector: string, property: string) =>
        page
          .locator(selector)
          .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
      expect(await styleOf('.askfirst-button', 'background-color')).toBe(button)
      expect(await styleOf('.askfirst-button', 'border-top-color')).toBe(edge)
      expect(await styleOf('.askfirst-switch', 'border-top-color')).toBe(edge)
    } finally {
      await page.close()
    }
  },
)
