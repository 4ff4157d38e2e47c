import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packPackages } from '../../scripts/pack-packages.ts'
import { runStep } from '../../scripts/run-step.ts'

// Rendered on a server, hydrated in a page and kept out of server components, from the packed tarballs.

const root = resolve(import.meta.dirname, '../..')
const folders: string[] = []
let dependencies: Record<string, string>
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'askfirst-packed-'))
  folders.push(folder)
  const packed = await packPackages(folder)
  dependencies = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]))
})
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

/** Both sides render the same: a person in the call, and everything they may be shown. */
const ui = `
import { ConsentIndicator, ConsentNotice, ConsentProvider, ConsentTally, HostFeatures, LobbyNotice, MyChoices, Notice } from '@askfirst/react'
import { ReceiptView } from '@askfirst/react/choices'
import { defineFeature, leaveMeOut } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { createElement as h, createRef, forwardRef, StrictMode } from 'react'
const summary = defineFeature({
  id: 'meeting-summary', revision: 1, policy: leaveMeOut,
  asks: { summarise: { purpose: 'summarise', data: ['audio'], required: true } },
  processors: [{ name: 'Acme AI', region: 'EU' }], retention: { days: 30 },
})
export const meeting = await createMeeting({ features: [summary] })
export const host = await meeting.join('Ana', { role: 'host' })
export const client = await meeting.join('Bo', { indicator: false, role: 'cohost' })
/** A button of the app's own that stands for a part: both have a ref to it. */
export const refs = { ours: createRef(), theirs: createRef() }
const Fancy = forwardRef((props, ref) => h('button', { className: 'fancy', ...props, ref }))
const OwnNotice = () => h(Notice.Root, null, h(Notice.Region, { id: 'own' }, h(Notice.Title), h(Notice.Lead),
  h(Notice.Accept, { asChild: true, ref: refs.ours }, h(Fancy, { ref: refs.theirs })), h(Notice.Refuse)))
const OwnTally = () => h(ConsentTally, { feature: 'meeting-summary' })
export const settle = () => new Promise((resolve) => setTimeout(resolve, 50))
export const page = h(StrictMode, null, h(ConsentProvider, { client },
  [HostFeatures, ConsentNotice, ConsentIndicator, LobbyNotice, MyChoices, OwnNotice, OwnTally, ReceiptView].map((Part) => h(Part, { key: Part.name }))))
`
const render = `
import { renderToString } from 'react-dom/server'
import { page } from './ui.mjs'
process.stdout.write(renderToString(page))
`
const hydrate = `
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
const require = createRequire(process.argv[2])
const { JSDOM } = require('jsdom')
const { implForWrapper } = require('jsdom/lib/generated/idl/utils.js')
const { window } = new JSDOM('<!doctype html><div id="app">' + readFileSync('app.html', 'utf8') + '</div>', { pretendToBeVisual: true })
for (const name of ['window', 'document', 'HTMLElement', 'Node', 'Element', 'MutationObserver', 'ShadowRoot', 'getComputedStyle'])
  globalThis[name] = name === 'window' ? window : window[name]
// Nothing is laid out here: each element gets a place of its own, in which it is seen.
const placed = []
window.Element.prototype.getBoundingClientRect = function () {
  if (!placed.includes(this)) placed.push(this)
  const left = placed.indexOf(this) * 100
  return { x: left, y: 0, left, top: 0, right: left + 50, bottom: 50, width: 50, height: 50 }
}
window.Document.prototype.elementFromPoint = (x) => placed[Math.floor(x / 100)] ?? null
// A browser says of a person's press that it is one; jsdom knows scripts only.
window.addEventListener('click', (event) => {
  implForWrapper(event).isTrusted = true
}, true)
const lines = []
for (const kind of ['error', 'warn', 'log', 'info']) console[kind] = (...said) => lines.push(said.join(' '))
const { hydrateRoot } = await import('react-dom/client')
const { version } = await import('react')
const { client, host, meeting, page, refs, settle } = await import('./ui.mjs')
const before = window.document.querySelector('section')
hydrateRoot(window.document.getElementById('app'), page, { onRecoverableError: (error) => lines.push(String(error)) })
await settle()
const isSame = before === window.document.querySelector('section[aria-label="AI in this call"]') || before?.isConnected
await host.enable('meeting-summary', { answer: 'accept', grants: [] })
await settle()
const text = window.document.body.textContent
const until = async (isSo) => { for (let left = 200; left > 0 && !isSo(); left -= 1) await settle() }
const isIncluded = () => client.permits('meeting-summary', 'summarise')
await until(() => refs.theirs.current?.dataset.state === 'armed')
const { ours, theirs } = refs
const yes = { isOne: ours.current === theirs.current, is: theirs.current?.outerHTML, early: isIncluded() }
theirs.current?.click()
await until(isIncluded)
// In the host's panel and by itself.
const countTallies = () => window.document.body.textContent.split('Everyone is included').length - 1
await meeting.advance(1_000)
await until(() => countTallies() === 2)
process.stdout.write(JSON.stringify({ version, lines, isSame, text, yes, isIncluded: isIncluded(), tallies: countTallies() }))
process.exit()
`

describe.each(['18', '19'])('an app on React %s', (major) => {
  let app = ''
  beforeAll(async () => {
    app = await mkdtemp(join(tmpdir(), `askfirst-react-${major}-`))
    folders.push(app)
    await writeFile(
      join(app, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies }),
    )
    const tools = [`react@${major}`, `react-dom@${major}`]
    // Gives what a server sends for a component of the browser; React 18 has no such thing of its own.
    if (major === '19') tools.push('react-server-dom-webpack@19')
    const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--legacy-peer-deps']
    const installed = await runStep(['npm', 'install', ...flags, ...tools], app)
    if (!installed.ok) throw new Error(installed.output)
    const files = { 'ui.mjs': ui, 'render.mjs': render, 'hydrate.mjs': hydrate }
    for (const [name, text] of Object.entries(files)) await writeFile(join(app, name), text)
  })

  test('renders on a server, hydrates without a line in the console, and takes an answer', async () => {
    const rendered = await runStep(['node', 'render.mjs'], app)
    expect(rendered.ok, rendered.output).toBe(true)
    expect(rendered.output).toContain('aria-label="AI in this call"')
    expect(rendered.output).toContain('Take my receipt')
    // What a strict policy blocks in a page that comes from a server.
    expect(rendered.output).not.toMatch(/ style="|<style/)
    await writeFile(join(app, 'app.html'), rendered.output)
    const hydrated = await runStep(['node', 'hydrate.mjs', join(root, 'package.json')], app)
    expect(hydrated.ok, hydrated.output).toBe(true)
    const { version, lines, isSame, text, yes, isIncluded, tallies } = JSON.parse(hydrated.output)
    expect(version.split('.')[0]).toBe(major)
    expect(lines).toEqual([])
    expect(isSame).toBe(true)
    expect(text).toContain('Include you in AI summary?')
    expect(yes).toMatchObject({ isOne: true, early: false })
    expect(yes.is).toMatch(/^<button class="fancy" .*data-state="armed".*>Include me<\/button>$/)
    expect(isIncluded).toBe(true)
    expect(tallies).toBe(2)
  })

  test.runIf(major === '19')('server components pass it on to the browser, and run none of it', async () => {
    const script = `
      import { createElement as h } from 'react'
      import { ConsentIndicator, ConsentNotice } from '@askfirst/react'
      import { Choice, ReceiptView } from '@askfirst/react/choices'
      import { ConsentTimeline } from '@askfirst/react/devtools'
      import { renderToPipeableStream } from 'react-server-dom-webpack/server.node'
      const parts = { ConsentIndicator, ConsentNotice, Choice, ReceiptView, ConsentTimeline }
      for (const [name, part] of Object.entries(parts))
        if (part.$$typeof !== Symbol.for('react.client.reference')) throw new Error(name + ' would run on the server')
      const bundled = new Proxy({}, { get: (_, id) => ({ id, chunks: [], name: id.split('#')[1] ?? '*' }) })
      const page = h('main', null, h('h1', null, 'Call'), h(ConsentNotice), h(ConsentIndicator))
      renderToPipeableStream(page, bundled).pipe(process.stdout)
    `
    await writeFile(join(app, 'server.mjs'), script)
    // React's own loader, which takes sources as strings and no maps of them by relative names; Node gives bytes.
    const loader = `
      export { resolve } from 'react-server-dom-webpack/node-loader'
      import { load as loadWith } from 'react-server-dom-webpack/node-loader'
      export const load = (url, context, next) => loadWith(url, context, async (...asked) => {
        const loaded = await next(...asked)
        const source = loaded.source && String(Buffer.from(loaded.source)).replace(/^.*sourceMappingURL=.*$/m, '')
        return { ...loaded, source }
      })
    `
    await writeFile(join(app, 'loader.mjs'), loader)
    const register = `import { register } from 'node:module'; register('./loader.mjs', import.meta.url)`
    await writeFile(join(app, 'register.mjs'), register)
    const node = ['node', '--conditions=react-server', '--import', './register.mjs', 'server.mjs']
    const { ok, output } = await runStep(node, app)
    expect(ok, output).toBe(true)
    expect(output).toContain('"Call"')
    // What the browser has to import, instead of what it would have rendered.
    expect(output).toContain(':I[')
    for (const name of ['ConsentNotice', 'ConsentIndicator'])
      expect(output).toContain(`@askfirst/react/dist/index.js#${name}`)
    expect(output).not.toContain('No AI is on')
  })

  test('the built entries with components say where they run', async () => {
    const dist = join(app, 'node_modules/@askfirst/react/dist')
    for (const entry of ['index.js', 'choices.js', 'devtools/index.js'])
      expect(await readFile(join(dist, entry), 'utf8'), entry).toMatch(/^['"]use client['"]/)
  })
})
