import { fileURLToPath } from 'node:url'
import { build, preview } from 'vite'
import { onStarterGone } from '../../scripts/starters.ts'

// takes: the sources of the playground · gives: it at an address, until Ctrl+C or until what started it is gone

onStarterGone(() => process.exit())
const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url))
await build({ configFile, logLevel: 'error' })
const server = await preview({ configFile })
server.printUrls()
