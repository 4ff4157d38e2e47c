import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureBrowser } from '../../scripts/browser.ts'
import { type PackedPackage, packPackages } from '../../scripts/pack-packages.ts'
import { runStep } from '../../scripts/run-step.ts'

const root = resolve(import.meta.dirname, '../..')

/** What every published package promises to its consumers, read from its own exports map. */
const subpathsOf = async (name: string): Promise<string[]> => {
  const manifest = join(app, 'node_modules', name, 'package.json')
  const { exports } = JSON.parse(await readFile(manifest, 'utf8')) as { exports: Record<string, unknown> }
  return Object.keys(exports).map((subpath) => `${name}${subpath.slice(1)}`)
}

let app = ''
let packed: PackedPackage[] = []
let subpaths: string[] = []

beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'askfirst-consumer-'))
  packed = await packPackages(app)
  const dependencies = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies }
  await writeFile(join(app, 'package.json'), JSON.stringify(manifest))
  const tools = [
    'react@19',
    'react-dom@19',
    'i18next',
    'playwright-core',
    'vite@8',
    '@types/react@19',
    '@types/react-dom@19',
    '@types/node@26',
  ]
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
  const installed = await runStep(['npm', 'install', ...flags, ...tools], app)
  if (!installed.ok) throw new Error(installed.output)
  subpaths = (await Promise.all(packed.map(({ name }) => subpathsOf(name)))).flat()
})

afterAll(() => rm(app, { recursive: true, force: true }))

const modules = () => subpaths.filter((subpath) => !/\.(css|json)$/.test(subpath))

describe('an app that installs the packed tarballs', () => {
  test('gets every package, with the subpaths of the design', () => {
    expect(subpaths).toEqual(
      expect.arrayContaining([
        '@askfirst/core',
        '@askfirst/core/authority',
        '@askfirst/core/enforcement',
        '@askfirst/core/phone',
        '@askfirst/core/gate',
        '@askfirst/core/protocol',
        '@askfirst/react',
        '@askfirst/react/choices',
        '@askfirst/react/devtools',
        '@askfirst/react/text/en',
        '@askfirst/react/text/ar',
        '@askfirst/react/text/de',
        '@askfirst/react/text/pt-BR',
        '@askfirst/react/text/pseudo',
        '@askfirst/react/styles.css',
        '@askfirst/server',
        '@askfirst/testing',
        '@askfirst/testing/fair',
      ]),
    )
  })

  test('imports every subpath in plain Node, and each gives something', async () => {
    const script = `
      const empty = []
      for (const name of ${JSON.stringify(modules())}) {
        if (Object.keys(await import(name)).length === 0) empty.push(name)
      }
      if (empty.length > 0) throw new Error('nothing is exported from ' + empty.join(', '))
    `
    await writeFile(join(app, 'import-all.mjs'), script)
    const { ok, output } = await runStep(['node', 'import-all.mjs'], app)
    expect(ok, output).toBe(true)
  })

  test('finds the page of errors where every mistake says that it is', async () => {
    const page = await readFile(join(app, 'node_modules/@askfirst/core/dist/errors.md'), 'utf8')
    expect(page).toContain('| `feature-id`')
  })

  test('finds the stylesheet with rules in it', async () => {
    const script = `process.stdout.write(import.meta.resolve('@askfirst/react/styles.css'))`
    const { output } = await runStep(['node', '--input-type=module', '-e', script], app)
    expect(await readFile(new URL(output), 'utf8')).toMatch(/\{[^}]+\}/)
  })

  test('runs the askfirst command', async () => {
    const { ok, output } = await runStep(['npx', '--no-install', 'askfirst', '--help'], app)
    expect(ok, output).toBe(true)
    expect(output).toMatch(/serve/)
    expect(output).toMatch(/log/)
  })

  test.each(['nodenext', 'bundler'])(
    'type checks against the declarations with %s resolution',
    async (mode) => {
      const lines = modules().map((name, at) => `export * as module${at} from '${name}'`)
      await writeFile(join(app, 'snippet.ts'), `${lines.join('\n')}\n`)
      const compilerOptions = {
        target: 'es2022',
        module: mode === 'nodenext' ? 'nodenext' : 'esnext',
        moduleResolution: mode,
        lib: ['es2022', 'dom', 'dom.iterable'],
        types: ['node'],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      }
      await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['snippet.ts'] }))
      const { output } = await runStep([join(root, 'node_modules/.bin/tsc'), '-p', '.'], app)
      const ours = output
        .split('\n')
        .filter((line) => line.includes('@askfirst') || line.startsWith('snippet'))
      expect(ours).toEqual([])
    },
  )

  test('gets no sources and no private condition', async () => {
    for (const { name } of packed) {
      const folder = join(app, 'node_modules', name)
      expect(await readFile(join(folder, 'package.json'), 'utf8')).not.toMatch(/askfirst-source|workspace:/)
      expect((await readdir(folder)).sort()).toEqual(
        expect.arrayContaining(['LICENSE', 'dist', 'package.json']),
      )
      expect(await readdir(folder)).not.toContain('src')
    }
  })

  test('runs the first app of the docs: who says yes is heard, and nobody before', async () => {
    for (const file of ['features.ts', 'server.ts', 'page.tsx', 'index.html']) {
      await cp(join(root, 'docs/snippets/first-app', file), join(app, file))
    }
    const server = spawn('node', ['server.ts'], { cwd: app, env: { ...process.env, PORT: await freePort() } })
    const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox'] })
    try {
      const said: string[] = []
      const open = async (who: string) => {
        const page = await (await browser.newContext()).newPage()
        page.on('console', (line) => line.type() === 'error' && said.push(line.text()))
        page.on('pageerror', (error) => said.push(error.message))
        await page.goto(`${address}/?name=${who}`)
        return page
      }
      const address = await addressOf(server)
      const [ana, ben] = [await open('Ana&host'), await open('Ben')]
      await ana.getByRole('button', { name: 'Turn on' }).click()
      await ana
        .getByRole('dialog')
        .locator('button:not([data-state="arming"])', { hasText: 'Turn on, include me' })
        .click()
      const question = ben.getByRole('region', { name: 'Include you in Meeting summary?' })
      await question.waitFor()
      expect(await ben.getByText('This page sends the AI nothing of you.').isVisible()).toBe(true)
      await question.locator('button:not([data-state="arming"])', { hasText: 'Include me' }).click()
      await ben.getByText('The AI may hear you.').waitFor()
      await ben.getByRole('button', { name: 'Stop including me' }).click()
      await ben.getByText('This page sends the AI nothing of you.').waitFor()
      await ben.getByRole('button', { name: 'My choices' }).click()
      await ben.getByRole('button', { name: 'Take my receipt' }).click()
      const [receipt] = await Promise.all([
        ben.context().waitForEvent('page'),
        ben.getByRole('link', { name: 'Read or print it' }).click(),
      ])
      await receipt.getByText('you took back your yes to Meeting summary').waitFor()
      expect(said).toEqual([])
    } finally {
      await browser.close()
      server.kill()
    }
  })
})

/** One that nobody has just now. */
const freePort = (): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(String(port)))
    })
  })

/** Where a server says that it is. */
const addressOf = (server: ReturnType<typeof spawn>): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    server.stdout?.on('data', (chunk) => {
      said += chunk
      const address = /http:\/\/localhost:\d+/.exec(said)?.[0]
      if (address !== undefined) resolve(address)
    })
    server.stderr?.on('data', (chunk) => {
      said += chunk
    })
    server.on('exit', () => reject(new Error(`The server ended:\n${said}`)))
  })
