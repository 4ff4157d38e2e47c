import { spawnSync } from 'node:child_process'

// takes: this process · gives: word that one of the commands that started it is gone
// Whoever ends npx ends nothing below it, and a terminal that is closed does not reach what pnpm put in a group of its own.

const LOOK_MS = 500
/** What does nothing but start another command. */
const STARTS = /^(?:\S*\/)?(?:sh -c|npm|npx|pnpm|node)\s/

/** Calls once, as soon as any of the commands from npx down to this process has ended; keeps no process alive. */
export function onStarterGone(call: () => void): void {
  const starters = listStarters()
  const timer = setInterval(() => {
    if (starters.every(isAlive)) return
    clearInterval(timer)
    call()
  }, LOOK_MS).unref()
}

/** The nearest first. Where there is no `ps`, the parent alone. */
function listStarters(): readonly number[] {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const known = new Map<number, { readonly parent: number; readonly args: string }>()
  for (const [, pid, parent, args = ''] of (stdout ?? '').matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)) {
    known.set(Number(pid), { parent: Number(parent), args })
  }
  const found = [process.ppid]
  for (let at = known.get(process.ppid); at !== undefined; at = known.get(at.parent)) {
    if (!STARTS.test(known.get(at.parent)?.args ?? '')) break
    found.push(at.parent)
  }
  return found
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
