// #region minting
import { readFileSync } from 'node:fs'
import { createMint } from '@askfirst/server'
import { summary } from './features.ts'

// What `askfirst serve --secret-file secret` reads, as it reads it: without the line break at its end.
const secret = readFileSync('secret', 'utf8').trim()
const mint = createMint({ keys: { secret }, features: [summary] })

export function mintToken(request: Request, meeting: string): Promise<string> {
  const user = whoIsSignedIn(request)
  const role = user.isHost ? 'host' : 'attendee'
  return mint.mintToken({ meeting, participant: user.id, name: user.name, role })
}
// #endregion

declare function whoIsSignedIn(request: Request): { id: string; name: string; isHost: boolean }
