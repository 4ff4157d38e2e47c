import type { Identity } from '../src/authority/identity.ts'
import { createReception } from '../src/authority/reception.ts'
import type { ReceptionOptions } from '../src/authority/reception-types.ts'
import { randomIds } from '../src/defaults/ids.ts'
import { openStage, turns } from './stage.ts'

export const ben: Identity = {
  use: 'person',
  meeting: 'meeting',
  participant: 'ben',
  role: 'attendee',
  kind: 'person',
}

export interface Heard {
  readonly type: string
  readonly [key: string]: unknown
}

/** Links to a real reception and authority, spoken by hand: the first is open already. */
export async function openLink(
  identity: Identity = ben,
  options: Partial<ReceptionOptions> = {},
  carry: (text: string) => void = () => {},
) {
  const stage = await openStage()
  const reception = createReception({
    clock: stage.clock,
    ids: randomIds,
    authenticate: async (token) => {
      if (token !== 'good') throw new Error('not signed by us')
      return identity
    },
    authority: async () => stage.authority,
    ...options,
  })
  const hello = { type: 'hello', version: '1.0', token: 'good', connection: 'laptop' }
  const accept = () => {
    const said: Heard[] = []
    let isClosed = false
    const end = reception.accept({
      send(text) {
        carry(text)
        said.push(JSON.parse(text))
      },
      close: () => {
        isClosed = true
      },
    })
    const say = async (message: object | string) => {
      end.onMessage(typeof message === 'string' ? message : JSON.stringify(message))
      await turns(20)
      return said.at(-1)
    }
    const command = (change: object) => say({ type: 'command', command: { id: 'c', ...change } })
    /** What became of the command of that id. */
    const replyTo = (id: string) =>
      said.find((message) => message.type === 'reply' && message.id === id)?.reply
    return { said, end, say, command, replyTo, isClosed: () => isClosed }
  }
  return { stage, hello, accept, ...accept() }
}
