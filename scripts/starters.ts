import { spawnSync } from 'node:child_process'

// takes: this process · gives: word that one of the commands that started it is gone
// Whoever ends npx ends nothing below it; a terminal that is closed does not reach what pnpm put in a group of its own.

const LOOK_MS = 500
/** What does nothing but start another command. */
const STARTS = /^(?:\S*\/)?(?:sh -c|npm|npx|pnpm|node)\s/
/** The topmost of these is what somebody typed: a shell above it may go, and leave it running on purpose. */
const TYPED = /^\S*(?:npm|npx)\s|^\S*node \S*pnpm/

/** Calls once, as soon as any of the commands from npx down to this process has ended; keeps no process alive. */
export function onStarterGone(call: () => void): void {
  const starters = listStarters()
  const timer = setInterval(() => {
    if (starters.every(isAlive)) return
    clearInterval(timer)
    call()
  }, LOOK_MS).unref()
}

/** From the parent up to what somebody typed; none where there is no `ps`. */
function listStarters(): readonly number[] {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const known = new Map<number, { readonly parent: number; readonly args: string }>()
  for (const [, pid, parent, args = ''] of (stdout ?? '').matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)) {
    known.set(Number(pid), { parent: Number(parent), args })
  }
  const above: { readonly pid: number; readonly args: string }[] = []
  for (let pid = process.ppid; ; ) {
    const one = known.get(pid)
    if (one === undefined || !STARTS.test(one.args)) break
    above.push({ pid, args: one.args })
    pid = one.parent
  }
  const typed = above.findLastIndex(({ args }) => TYPED.test(args))
  return above.slice(0, typed + 1).map(({ pid }) => pid)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
