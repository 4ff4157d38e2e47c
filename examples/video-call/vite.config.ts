import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the web app from the sources of the packages, so that the demo needs no build before it. */
export default defineConfig({
  root: new URL('web', import.meta.url).pathname,
  plugins: [react()],
  // The notice names the model that the notetaker will really use; see shared/features.ts.
  define: {
    'process.env.ASKFIRST_LLM_URL': JSON.stringify(process.env.ASKFIRST_LLM_URL ?? ''),
    'process.env.ASKFIRST_LLM_MODEL': JSON.stringify(process.env.ASKFIRST_LLM_MODEL ?? ''),
  },
  resolve: { conditions: ['askfirst-source', 'module', 'browser', 'development|production'] },
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022' },
})
