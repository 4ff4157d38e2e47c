import { copyFileSync } from 'node:fs'
import { tsupPackage } from '../../scripts/tsup-package.ts'

export default tsupPackage({
  onSuccess: async () => copyFileSync('src/styles.css', 'dist/styles.css'),
})
