import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { launchChromium } from '../tests/e2e/src/call-browser.ts'

// Saves what docs/scenes shows, in the looks that matter for each, under the folder that is named or docs/images.

const docs = fileURLToPath(new URL('../docs/', import.meta.url))
const folder = process.argv[2] ?? `${docs}images`
type Look = 'light' | 'dark' | '320' | 'arabic' | 'forced-colors' | 'large-text-320' | `${string}-in-320`
const list: Record<string, readonly Look[]> = {
  'objection-notice': ['light', 'dark', '320'],
  'notice-only': ['light', '320'],
  'everyone-notice': ['light', 'large-text-320', 'de-in-320', 'he-in-320', 'ja-in-320'],
  'everyone-waiting': ['light'],
  'everyone-paused': ['light', 'dark'],
  'own-run-notice': ['light', 'arabic'],
  'who-else-is-here': ['light', '320'],
  'ask-again': ['light'],
  'off-requests': ['light', '320'],
  'request-off': ['light', '320'],
  stopping: ['light'],
  muted: ['light', 'dark', '320', 'arabic', 'forced-colors'],
  'time-ending': ['light', '320', 'arabic'],
  'room-notice': ['light'],
  'several-questions': ['light', '320'],
  'notice-details': ['light', 'dark', '320', 'arabic', 'forced-colors'],
  'named-tally': ['light', '320'],
  'host-offline': ['light', 'dark'],
  'lobby-recorder': ['light', '320', 'arabic'],
  'lobby-offline': ['light'],
}
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
      const lang =
        look === 'arabic' ? 'ar' : look.endsWith('-in-320') ? look.slice(0, -'-in-320'.length) : 'en'
      await page.goto(`${address}?scene=${scene}&lang=${lang}`)
      if (look === 'large-text-320') {
        await page.addStyleTag({ content: ':root { font-size: 200% } .askfirst { font-size: 0.9375rem }' })
      }
      if (lang === 'ar' || lang === 'he')
        await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
      const part = await partOf(scene)
      await part.waitFor()
      await pause(900)
      await page.evaluate(() => document.fonts.ready)
      const path = `${folder}/${scene}-${look}.png`
      // With large text it is about what is in sight.
      if (look === 'large-text-320') await page.screenshot({ path })
      else await part.screenshot({ path, animations: 'disabled' })
      console.log(path)
      await page.close()

      async function partOf(name: string) {
        if (name === 'request-off') {
          await page.getByRole('button', { name: 'My choices' }).click()
          await page.getByRole('button', { name: /my name$/ }).scrollIntoViewIfNeeded()
        }
        const notice = page.locator('.askfirst-notice')
        if (name === 'notice-details') {
          await page
            .getByRole('region')
            .getByRole('button', { name: /Details|التفاصيل/ })
            .click()
        }
        const isNotice = /notice$|only|ending|questions/.test(name)
        if (look === 'large-text-320') {
          await notice.evaluate((element) => element.setAttribute('data-real', ''))
        }
        return isNotice ? notice : page.locator(/request-off|details/.test(name) ? '[role=dialog]' : 'main')
      }
    }
  }
} finally {
  await browser.close()
  await server.close()
}
