import { readFile, writeFile } from 'node:fs/promises'
import { toPackedErrors } from '../../scripts/errors-page.ts'
import { tsupPackage } from '../../scripts/tsup-package.ts'

export default tsupPackage({
  // Every mistake that is thrown names it.
  async onSuccess() {
    await writeFile('dist/errors.md', toPackedErrors(await readFile('../../docs/errors.md', 'utf8')))
  },
})
