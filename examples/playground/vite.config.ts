import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('web/', import.meta.url))

/** Two pages, from the sources of the packages: the playground, and the screen of one person that it holds in frames. */
export default defineConfig({
  root,
  // Static files that work in any folder of any host.
  base: './',
  plugins: [react()],
  resolve: { conditions: ['askfirst-source', 'module', 'browser', 'development|production'] },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: { main: `${root}index.html`, seat: `${root}seat.html` } },
  },
})
