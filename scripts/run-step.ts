import { spawn } from 'node:child_process'

export interface StepResult {
  ok: boolean
  output: string
  durationMs: number
}

/** Runs one command to its end without a shell and keeps what it wrote, so that only failures fill the screen. */
export const runStep = (command: readonly string[], cwd = process.cwd()): Promise<StepResult> => {
  const [program = '', ...args] = command
  const startedAt = performance.now()
  return new Promise((done) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
    }
    const end = (ok: boolean) => done({ ok, output, durationMs: performance.now() - startedAt })
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => {
      output += `${program}: ${error.message}\n`
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}
