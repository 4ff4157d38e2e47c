import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { launchChromium } from '../tests/e2e/src/call-browser.ts'

// Saves what docs/scenes shows, in the looks that matter for each, under the folder that is named or docs/images.

const docs = fileURLToPath(new URL('../docs/', import.meta.url))
const folder = process.argv[2] ?? `${docs}images`
type Look = 'light' | 'dark' | '320' | 'arabic' | 'forced-colors' | 'large-text-320' | `${string}-in-320`
const list: Record<string, readonly Look[]> = Object.fromEntries(
  ['objection-notice','everyone-notice','own-run-notice','who-else-is-here','ask-again','off-requests','request-off','muted','time-ending','everyone-paused'].map((scene) => [scene, (process.argv[3] ?? 'de,he,ja').split(',').map((l) => `${l}-in-320` as Look)]))
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const server = await createServer({
  root: `${docs}scenes`,
  configFile: false,
  logLevel: 'error',
  server: { host: '127.0.0.1', port: 0 },
  resolve: { conditions: ['askfirst-source', 'module', 'browser', 'development|production'] },
})
await server.listen()
const address = server.resolvedUrls?.local[0] ?? ''
const browser = await launchChromium()
try {
  await mkdir(folder, { recursive: true })
  for (const [scene, looks] of Object.entries(list)) {
    for (const look of looks) {
      const isNarrow = look.endsWith('320')
      const page = await browser.newPage({
        viewport: isNarrow ? { width: 320, height: 640 } : { width: 720, height: 900 },
        colorScheme: look === 'dark' ? 'dark' : 'light',
        forcedColors: look === 'forced-colors' ? 'active' : 'none',
      })
      const lang = look === 'arabic' ? 'ar' : look.endsWith('-in-320') ? look.slice(0, -'-in-320'.length) : 'en'
      await page.goto(`${address}?scene=${scene}&lang=${lang}`)
      if (look === 'large-text-320') {
        await page.addStyleTag({ content: ':root { font-size: 200% } .askfirst { font-size: 0.9375rem }' })
      }
      if (lang === 'ar' || lang === 'he') await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
      const part = await partOf(scene)
      await part.waitFor()
      await pause(900)
      const path = `${folder}/${scene}-${look}.png`
      // With large text it is about what is in sight.
      if (scene==='request-off') await page.screenshot({path}); else if (look === 'large-text-320') await page.screenshot({ path })
      else await part.screenshot({ path, animations: 'disabled' })
      console.log(path)
      await page.close()

      async function partOf(name: string) {
        if (name === 'request-off') {
          await page.locator('.askfirst-indicator button').last().click()
          await pause(500)
        }
        const notice = page.locator('.askfirst-notice')
        const isNotice = /notice|ending/.test(name)
        if (look === 'large-text-320') {
          await notice.evaluate((element) => element.setAttribute('data-real', ''))
        }
        return isNotice ? notice : page.locator(name === 'request-off' ? '[role=dialog]' : 'main')
      }
    }
  }
} finally {
  await browser.close()
  await server.close()
}
