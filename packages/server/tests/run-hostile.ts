import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type Answer, kindOf, type Loot, MESSAGES, OPENINGS } from './hostile-messages.ts'

// Attacks a server from a process of its own, until so many messages are out or the time is up, and says what it did.
// Takes the loot on its standard input: nothing that has a token in it is an argument.

const [most = 1_000, mostMs = 60_000] = process.argv.slice(2).map(Number)
const LINKS = 24
const BATCH = 50
const BEHIND_BYTES = 16 * 1024
/** Of one link that stays within what it may send, before it makes room for the next of them. */
const WITHIN = 180
/** Of one that does not: most of it goes out after the server has ended it. */
const FLOOD = 1_000
/** One link in so many floods. */
const FLOOD_EVERY = 12
const ANSWER_WITHIN_MS = 1_000
/** One message in so many is of a kind that ends the link at once. */
const FATAL_EVERY = 997

const input: Buffer[] = []
for await (const bytes of process.stdin) input.push(bytes as Buffer)
const loot = JSON.parse(Buffer.concat(input).toString()) as Loot

const kinds = Object.entries(MESSAGES).filter(([kind]) => kind !== 'oversized')
const TOO_BIG = 1009
type Tally = Map<string, number>
const [sent, answered]: [Tally, Tally] = [new Map(), new Map()]
const add = (tally: Tally, kind: string) => tally.set(kind, (tally.get(kind) ?? 0) + 1)
const until = performance.now() + mostMs
let [count, links] = [0, 0]
const isOver = (): boolean => count >= most || performance.now() > until

function next(): string | Uint8Array {
  count += 1
  const [kind = '', makes] =
    count % FATAL_EVERY === 0 ? ['oversized', MESSAGES.oversized ?? []] : (kinds[count % kinds.length] ?? [])
  add(sent, kind)
  const make = makes?.[Math.floor(count / kinds.length) % makes.length]
  return make?.(loot, `${kind} ${count}`) ?? ''
}

/** One link, until it is closed by the server, or has had its share. */
async function attack(): Promise<void> {
  links += 1
  const own = links
  const socket = new WebSocket(loot.url, { perMessageDeflate: false })
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN
  let heard = 0
  let onHeard: (() => void) | undefined
  socket.on('error', () => {})
  socket.on('close', (code) => {
    if (code === TOO_BIG) add(answered, 'oversized')
    onHeard?.()
  })
  socket.on('message', (bytes: Buffer) => {
    const kind = kindOf(JSON.parse(bytes.toString()) as Answer, loot)
    if (kind !== undefined) add(answered, kind)
    heard += 1
    onHeard?.()
  })
  const untilHeard = async (isEnough: () => boolean): Promise<void> => {
    const late = performance.now() + ANSWER_WITHIN_MS
    while (isOpen() && !isEnough() && performance.now() < late) {
      await Promise.race([delay(20), new Promise<void>((resolve) => (onHeard = resolve))])
    }
  }
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true))
    socket.once('close', () => resolve(false))
  })
  if (!opened) {
    await delay(5)
    return
  }
  const opening = OPENINGS[own % OPENINGS.length]?.(loot, own)
  if (opening !== undefined) socket.send(opening)
  // Some go on at once, some when they are let in.
  if (own % 4 !== 0) await untilHeard(() => heard >= 2)
  // Most stay within what each may send, so that all of it is work; the others send as much as goes out.
  const isWithin = own % FLOOD_EVERY !== 0
  let mine = 0
  while (isOpen() && !isOver() && mine < (isWithin ? WITHIN : FLOOD)) {
    const before = heard
    for (let at = 0; at < BATCH && !isOver() && isOpen(); at += 1) socket.send(next())
    mine += BATCH
    if (isWithin) await untilHeard(() => heard >= before + BATCH / 2)
    else await turn()
    while (socket.bufferedAmount > BEHIND_BYTES && isOpen()) await delay(1)
  }
  socket.terminate()
}

const from = performance.now()
await Promise.all(
  Array.from({ length: LINKS }, async () => {
    while (!isOver()) await attack()
  }),
)
const tookMs = performance.now() - from
const [kindsSent, kindsAnswered] = [sent, answered].map((tally) => Object.fromEntries(tally))
console.log(JSON.stringify({ count, links, tookMs, sent: kindsSent, answered: kindsAnswered }))
process.exit(0)
