import { globSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { servePlayground } from '../examples/playground/serve.ts'
import { PREFABS, type Prefab, scenes } from '../examples/playground/web/scenes/scenes.ts'
import { launchChromium } from '../tests/e2e/src/call-browser.ts'

// Saves states of the playground as the docs refer to them, `images/states/<state>-<look>.png`. With a folder named
// it saves every state in every look there, or those states whose names come after it: to be looked at.

const docs = fileURLToPath(new URL('../docs/', import.meta.url))
const [given, ...only] = process.argv.slice(2)
const folder = given ?? `${docs}images/states`

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
const MARGIN = 12

interface Look {
  /** What is set in the address. */
  readonly knobs?: string
  readonly width?: number
  readonly scheme?: 'dark'
  readonly isForced?: boolean
  readonly fontSize?: string
}
const LOOKS: Readonly<Record<string, Look>> = {
  light: {},
  dark: { scheme: 'dark' },
  '320': { width: 320 },
  'forced-colors': { isForced: true },
  'large-text-320': { width: 320, fontSize: '200%' },
  arabic: { knobs: 'lang=ar' },
  'arabic-320': { knobs: 'lang=ar', width: 320 },
  'german-320': { knobs: 'lang=de', width: 320 },
  'hebrew-320': { knobs: 'lang=he', width: 320 },
  'japanese-320': { knobs: 'lang=ja', width: 320 },
  pseudo: { knobs: 'lang=en-XA', width: 320 },
  orchid: { knobs: 'theme=orchid' },
  'orchid-dark': { knobs: 'theme=orchid', scheme: 'dark' },
  ledger: { knobs: 'theme=ledger' },
  'ledger-dark': { knobs: 'theme=ledger', scheme: 'dark' },
  studio: { knobs: 'theme=studio' },
  'studio-dark': { knobs: 'theme=studio', scheme: 'dark' },
  hostile: { knobs: 'host=hostile' },
}
/** What of the page is in the picture. */
const SHOTS: Readonly<Record<Prefab, string>> = {
  notice: '.askfirst-notice',
  indicator: '.askfirst-indicator',
  choices: '[role=dialog]',
  host: 'main',
  tally: '.askfirst-tally',
  lobby: 'main',
  receipt: '.take-home',
}

/** What the docs refer to, or everything. */
function list(): (readonly [scene: string, look: string])[] {
  if (given !== undefined) {
    const named = Object.keys(scenes).filter((scene) => only.length === 0 || only.includes(scene))
    return named.flatMap((scene) => Object.keys(LOOKS).map((look) => [scene, look] as const))
  }
  const pages = globSync('**/*.md', { cwd: docs, exclude: ['**/node_modules', 'reference'] })
  const referred = pages.flatMap((page) => [
    ...readFileSync(`${docs}${page}`, 'utf8').matchAll(/images\/states\/([\w-]+)\.png/g),
  ])
  return [...new Set(referred.map(([, name = '']) => name))].sort().map((name) => {
    // The longest first: some states begin with the name of another.
    const found = Object.keys(scenes)
      .filter((one) => name.startsWith(`${one}-`) && name.slice(one.length + 1) in LOOKS)
      .at(-1)
    if (found === undefined)
      throw new Error(`The docs refer to images/states/${name}.png: no such state and look.`)
    return [found, name.slice(found.length + 1)]
  })
}

/** A little of the page around it, for shadows and corners. */
function widen({ x, y, width, height }: Box, page: Page): Box {
  const size = page.viewportSize() ?? { width: 0, height: 0 }
  const [left, top] = [Math.max(0, x - MARGIN), Math.max(0, y - MARGIN)]
  return {
    x: left,
    y: top,
    width: Math.min(size.width, x + width + MARGIN) - left,
    height: Math.min(size.height, y + height + MARGIN) - top,
  }
}

const playground = await servePlayground()
const browser = await launchChromium()
try {
  await mkdir(folder, { recursive: true })
  const pages = new Map<string, Page>()
  for (const [scene, look] of list()) {
    const { knobs = '', width = 720, scheme = 'light', isForced = false, fontSize } = LOOKS[look] ?? {}
    const page =
      pages.get(look) ??
      (await browser.newPage({
        viewport: { width, height: width === 720 ? 900 : 640 },
        colorScheme: scheme,
        forcedColors: isForced ? 'active' : 'none',
        reducedMotion: 'reduce',
      }))
    pages.set(look, page)
    // Another page each time: a change after the # alone would reload nothing.
    await page.goto(`${playground.address}seat.html?${scene}#still&scene=${scene}&${knobs}`)
    if (fontSize !== undefined) {
      await page.addStyleTag({
        content: `:root { font-size: ${fontSize} } .askfirst { font-size: 0.9375rem }`,
      })
    }
    const shows = scenes[scene]?.shows ?? 'notice'
    const part = page.locator(SHOTS[shows]).first()
    await part.waitFor({ timeout: 20_000 }).catch((reason) => {
      throw new Error(`${PREFABS[shows]} does not show in state ${scene}, look ${look}.`, { cause: reason })
    })
    // Until its controls are armed, and everything has come to its place.
    await page.waitForTimeout(900)
    await page.evaluate(() => document.fonts.ready)
    const path = `${folder}/${scene}-${look}.png`
    // With large text it is about what is in sight.
    const box = fontSize === undefined ? await part.boundingBox() : null
    await page.screenshot({ path, animations: 'disabled', ...(box && { clip: widen(box, page) }) })
    console.log(path)
  }
} finally {
  await browser.close()
  await playground.close()
}
