import type { FromServer, Line, Refusal, Report, RosterEntry } from '../../shared/signalling-messages.ts'
import { createDraft, type Draft } from './draft.ts'
import type { LocalMedia } from './media.ts'
import { createMesh, type PeerView } from './mesh.ts'
import { createNotetakerLink, type NotetakerLink } from './notetaker-link.ts'
import type { Admission, CallConfig } from './rooms-api.ts'
import { openSignalling } from './signalling.ts'
import { createStore, type Store } from './store.ts'

export interface CallState {
  readonly status: 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'left'
  readonly refusal?: Refusal
  /** This tab's connection id; empty until the first connect. */
  readonly self: string
  /** Everybody's connections, this one and the notetaker's among them. */
  readonly roster: readonly RosterEntry[]
  readonly peers: readonly PeerView[]
  readonly chat: readonly Line[]
  readonly captions: readonly Line[]
  /** Seconds of oneself that the AI heard. */
  readonly heard: number
  readonly summary?: Extract<Report, { kind: 'summary' }>
  readonly transcript: readonly string[]
}

/** One tab's part in a call. */
export interface Call extends Store<CallState> {
  /** Where consent code lets sound through to the AI, and takes it away. Empty until then. */
  readonly notetakerLink: NotetakerLink
  /** What is being written and not sent yet. */
  readonly drafts: Readonly<Record<Line['kind'], Draft>>
  /**
   * Tells `false` where it did not get to anybody: signalling is away, or was and is found out by this. And `true` as
   * it comes back, be it after that.
   */
  sendLine(kind: Line['kind'], text: string, tell?: (hasArrived: boolean) => void): void
  leave(): void
}

export interface CallOptions {
  readonly admission: Admission
  readonly config: CallConfig
  readonly media: LocalMedia
}

/** The server sends a line to who wrote it too. By then it has, or the connection is dead and nobody has said so. */
const comesBackMs = 5_000

export function joinCall({ admission, config, media }: CallOptions): Call {
  const store = createStore<CallState>({
    ...{
      status: 'connecting',
      self: '',
      roster: [],
      peers: [],
      chat: [],
      captions: [],
      heard: 0,
      transcript: [],
    },
  })
  const { iceServers } = config
  const send = (to: string, signal: Parameters<typeof mesh.signal>[1]) =>
    void signalling.send({ type: 'signal', to, signal })
  const mesh = createMesh({ iceServers, send, onChange: (peers) => store.set({ peers }) })
  const notetaker = createNotetakerLink({ iceServers, send })

  const setRoster = (roster: readonly RosterEntry[]) => store.set({ roster })
  const withEntry = (entry: RosterEntry) => {
    const { roster } = store.get()
    const isKnown = roster.some(({ connection }) => connection === entry.connection)
    return isKnown
      ? roster.map((known) => (known.connection === entry.connection ? entry : known))
      : [...roster, entry]
  }
  const agentIn = (roster: readonly RosterEntry[]) =>
    roster.findLast(({ kind }) => kind === 'agent')?.connection

  const addLines = (lines: readonly Line[]) => {
    const kept = [...store.get().chat, ...store.get().captions]
    const known = new Set(kept.map(({ id }) => id))
    const all = [...kept, ...lines.filter(({ id }) => !known.has(id))].sort((a, b) => a.at - b.at)
    store.set({
      chat: all.filter(({ kind }) => kind === 'chat'),
      captions: all.filter(({ kind }) => kind === 'caption'),
    })
  }

  const sendLine: Call['sendLine'] = (kind, text, tell = () => {}) => {
    const id = crypto.randomUUID()
    if (!signalling.send({ type: 'line', kind, id, text })) return tell(false)
    const late = setTimeout(() => {
      if (store.get().status === 'connected') signalling.reconnect()
      tell(false)
    }, comesBackMs)
    const stop = store.subscribe(() => {
      const { chat, captions } = store.get()
      if (![...chat, ...captions].some((line) => line.id.endsWith(id))) return
      clearTimeout(late)
      stop()
      tell(true)
    })
  }
  const draftOf = (kind: Line['kind']) => createDraft((text, tell) => sendLine(kind, text, tell))

  const takeReport = (report: Report) => {
    if (report.kind === 'summary') return store.set({ summary: report })
    if (report.kind === 'transcript') return store.set({ transcript: report.lines })
    store.set({ heard: report.seconds })
  }

  const receive = (message: FromServer) => {
    switch (message.type) {
      case 'welcome': {
        const { self, roster, lines } = message
        setRoster(roster)
        addLines(lines)
        store.set({ status: 'connected', self })
        const people = roster.filter(({ kind, connection }) => kind === 'person' && connection !== self)
        mesh.reconcile(
          self,
          people.map(({ connection }) => connection),
        )
        return notetaker.reconcile(agentIn(roster))
      }
      case 'joined':
      case 'changed': {
        setRoster(withEntry(message.entry))
        if (message.type === 'changed') return
        if (message.entry.kind === 'person') return mesh.joined(message.entry.connection)
        return notetaker.reconcile(message.entry.connection)
      }
      case 'left': {
        const roster = store.get().roster.filter(({ connection }) => connection !== message.connection)
        setRoster(roster)
        mesh.left(message.connection)
        return notetaker.reconcile(agentIn(roster))
      }
      case 'signal': {
        const sender = store.get().roster.find(({ connection }) => connection === message.from)
        const target = sender?.kind === 'agent' ? notetaker : mesh
        return void target.signal(message.from, message.signal)
      }
      case 'line':
        return addLines([message.line])
      case 'report':
        return takeReport(message.report)
      case 'refused':
        return end('refused', message.reason)
    }
  }

  const signalling = openSignalling({
    token: admission.token,
    tab: crypto.randomUUID(),
    media: () => media.get().state,
    onMessage: receive,
    onLost: () => store.get().status === 'connected' && store.set({ status: 'reconnecting' }),
  })

  mesh.setTracks(media.get().tracks)
  let told = media.get().state
  const unsubscribe = media.subscribe(() => {
    const { tracks, state } = media.get()
    mesh.setTracks(tracks)
    if (state === told) return
    told = state
    signalling.send({ type: 'media', media: state })
    const { self, roster } = store.get()
    setRoster(roster.map((entry) => (entry.connection === self ? { ...entry, media: state } : entry)))
  })

  const end = (status: 'left' | 'refused', refusal?: Refusal) => {
    unsubscribe()
    signalling.close()
    notetaker.hangUp()
    mesh.close()
    store.set({ status, ...(refusal && { refusal }) })
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    notetakerLink: notetaker,
    drafts: { chat: draftOf('chat'), caption: draftOf('caption') },
    sendLine,
    leave() {
      if (store.get().status === 'left' || store.get().status === 'refused') return
      signalling.send({ type: 'leave' })
      end('left')
    },
  }
}
