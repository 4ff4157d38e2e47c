import type { ConsentServer } from '../src/index.ts'

// A person who comes back by their link, and what their page says.

const AT = 'http://consent.example/consent/'

/** The link that a person takes with their own token, below the path of the server. */
export async function takeLink(server: ConsentServer, token: string, query = '') {
  const response = await server.fetch(
    new Request(`${AT}link${query}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } }),
  )
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}

/** The page that a link leads to, as a browser shows it: text alone, and what there is to press. */
export async function visit(server: ConsentServer, link: string, headers: Record<string, string> = {}) {
  return toSeen(await server.fetch(new Request(AT + link, { headers })))
}

async function toSeen(response: Response) {
  const page = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    page,
    text: toText(page),
    buttons: [...page.matchAll(/<button>([^<]*)<\/button>/g)].map(([, label = '']) => toText(label)),
  }
}

/** Presses a button of the page that a link leads to, and says what the page says then. */
export async function press(server: ConsentServer, link: string, label: string) {
  const { page, buttons } = await visit(server, link)
  const form = page
    .match(/<form [\s\S]*?<\/form>/g)
    ?.find((one) => toText(one.replace(/^<form[^>]*>/, '')) === label)
  if (form === undefined) throw new Error(`There is no button "${label}", only: ${buttons.join(', ')}`)
  const action = toText(/action="([^"]*)"/.exec(form)?.[1] ?? '')
  const pressed = await server.fetch(new Request(new URL(action, AT + link), { method: 'POST' }))
  // What ends the link says so, since there is no page any more.
  if (pressed.status === 200) return { ...(await toSeen(pressed)), hash: '' }
  if (pressed.status !== 303) throw new Error(`It answered ${pressed.status}: ${await pressed.text()}`)
  const next = new URL(pressed.headers.get('location') ?? '', AT + link)
  return { ...(await visit(server, next.href.slice(AT.length))), hash: next.hash }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
/** What a page says, without its markup. */
export const toText = (markup: string): string =>
  markup
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
