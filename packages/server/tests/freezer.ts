import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Frozen {
  readonly origin: string
  /** From now on no byte passes, in either direction, and nothing is closed: a cable that is out. */
  freeze(): void
  /** What was held up is lost with its connections; new ones work. */
  thaw(): void
  close(): Promise<void>
}

/** A way to a server that can go dead without anybody being told. */
export async function startFreezer(origin: string): Promise<Frozen> {
  const [host, port] = origin.split(':')
  const sockets = new Set<Socket>()
  let isFrozen = false
  const server = createServer((near) => {
    const far = connect(Number(port), host)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('data', (bytes) => {
        if (!isFrozen) to.write(bytes)
      })
      from.on('close', () => {
        sockets.delete(from)
        if (!isFrozen) to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const drop = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze: () => {
      isFrozen = true
    },
    thaw: () => {
      isFrozen = false
      drop()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        drop()
      }),
  }
}
