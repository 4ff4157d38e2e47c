import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the web app from the sources of the packages, so that the demo needs no build before it. */
export default defineConfig({
  root: new URL('web', import.meta.url).pathname,
  plugins: [react()],
  resolve: { conditions: ['askfirst-source', 'module', 'browser', 'development|production'] },
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022' },
})
