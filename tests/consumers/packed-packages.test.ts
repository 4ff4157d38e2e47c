import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
    '@types/react@19',
    '@types/react-dom@19',
    '@types/node@24',
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
})
