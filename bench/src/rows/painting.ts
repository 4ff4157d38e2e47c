import { fileURLToPath } from 'node:url'
import { launchChromium } from 'e2e/src/call-browser.ts'
import { build } from 'esbuild'
import type { Painting } from '../painting-page.tsx'
import { type Row, toRatioRow, toRow } from '../row.ts'

declare global {
  var painting: Painting
}
const TURNS = 15
const FRAMES = 180
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/**
 * What a page in Chromium paints: the notice beside four video tiles, from the arrival of the update to the end of the
 * frame; and a roster of 10,000 names that is scrolled while people in it decide.
 */
export async function measurePainting(): Promise<Row[]> {
  const { outputFiles } = await build({
    entryPoints: { page: fileURLToPath(new URL('../painting-page.tsx', import.meta.url)) },
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    jsx: 'automatic',
    conditions: ['askfirst-source'],
    outdir: '/',
    define: { 'process.env.NODE_ENV': '"production"' },
    // The profiler counts renders also where nobody develops.
    alias: { 'react-dom/client': fileURLToPath(import.meta.resolve('react-dom/profiling')) },
  })
  const { outputFiles: styles } = await build({
    entryPoints: [fileURLToPath(import.meta.resolve('@askfirst/react/styles.css'))],
    bundle: true,
    write: false,
  })
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]))
  const page = `<!doctype html><meta charset="utf-8"><title>Call</title><style>${styles[0]?.text}</style>
    <body><script type="module" src="/page.js"></script>`
  const browser = await launchChromium()
  try {
    const open = async () => {
      const tab = await browser.newPage()
      await tab.route('http://localhost/**', (route) => {
        const text = files.get(new URL(route.request().url()).pathname)
        return route.fulfill({ contentType: text ? 'text/javascript' : 'text/html', body: text ?? page })
      })
      await tab.goto('http://localhost/')
      await tab.waitForFunction(() => 'painting' in globalThis)
      return tab
    }
    const call = await open()
    const { noticeMs, frameMs } = await call.evaluate(
      (turns) => globalThis.painting.paintNotices(turns),
      TURNS,
    )
    await call.close()
    const host = await open()
    const roster = await host.evaluate((frames) => globalThis.painting.scrollRosters(frames), FRAMES)
    const { renders, oursDropped, plainDropped } = roster
    return [
      toRatioRow(
        `update to painted notice beside four video tiles, median of ${TURNS}, and one frame`,
        median(noticeMs),
        'ms',
        { floor: median(frameMs), times: 2 },
      ),
      // A list that drops nothing at all is luck on a busy machine, so one frame is no difference.
      {
        ...toRow(
          'roster of 10,000, frames dropped in 180, and rows of text by the same library',
          oursDropped,
          'frames',
          plainDropped + 1,
        ),
        floor: plainDropped,
      },
      toRow(
        'roster of 10,000, renders per decision: the row and the tally',
        renders.rows + renders.tally,
        'renders',
        2,
      ),
    ]
  } finally {
    await browser.close()
  }
}
