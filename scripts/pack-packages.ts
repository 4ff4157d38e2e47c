import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runStep } from './run-step.ts'

const root = resolve(import.meta.dirname, '..')

export interface PackedPackage {
  name: string
  tarball: string
}

/** Packs every public package exactly as it would be published. They have to be built already. */
export const packPackages = async (into: string): Promise<PackedPackage[]> => {
  const folders = [join(root, 'packages'), join(root, 'packages/adapters')].filter(existsSync)
  const packages = folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((folder) => existsSync(join(folder, 'package.json')))
  const packed: PackedPackage[] = []
  for (const folder of packages) {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const { ok, output } = await runStep(['pnpm', 'pack', '--pack-destination', into], folder)
    const tarball = join(into, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
    if (!ok || !existsSync(tarball)) throw new Error(`pnpm pack failed in ${folder}:\n${output}`)
    packed.push({ name, tarball })
  }
  return packed
}
