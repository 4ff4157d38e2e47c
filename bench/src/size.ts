import { report } from './report.ts'
import { measureSizes } from './rows/size.ts'

report('Size', await measureSizes())
