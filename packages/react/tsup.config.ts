import { copyFileSync } from 'node:fs'
import { tsupPackage } from '../../scripts/tsup-package.ts'

export default tsupPackage({
  onSuccess: async () => {
    for (const file of ['styles.css', 'styles.d.ts']) copyFileSync(`src/${file}`, `dist/${file}`)
  },
})
