import { AskFirstError, type ClientState, type ConsentClient } from '@askfirst/core'
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useRef,
  // biome-ignore lint/style/noRestrictedImports: this is where it is done; and the language is the app's i18next's
  useSyncExternalStore,
} from 'react'
import type { LanguageText } from './text/text-keys.ts'
import { createText, type I18n, type Text } from './text.ts'
import { assertSayable } from './words.ts'

/** A client of any catalogue: which ids its methods take is known only where it was made. */
export type AnyClient = {
  readonly [Key in keyof ConsentClient]: ConsentClient[Key] extends (...args: never[]) => infer Result
    ? (...args: never[]) => Result
    : ConsentClient[Key]
}

interface ConsentContext {
  readonly client: ConsentClient
  readonly text: Text
}

const Context = createContext<ConsentContext | undefined>(undefined)

/** The client, and the language of everything below. */
export interface ConsentProviderProps {
  /** Made once, outside of render: `createConsentClient`. */
  readonly client: AnyClient
  /** BCP 47. @default the language of `i18n`, else `en` */
  readonly lang?: string | undefined
  /** The app's i18next instance, or one from `@askfirst/react/i18next`. @default built-in English */
  readonly i18n?: I18n | undefined
  /** Languages beside English, such as `{ de }` from `@askfirst/react/text/de`. */
  readonly resources?: Readonly<Record<string, LanguageText>> | undefined
  readonly children?: ReactNode
}

/** Gives the client and the words to every part below. */
export function ConsentProvider({ client, children, ...options }: ConsentProviderProps) {
  const used = useConsentClient(client)
  const text = useTextOf({ client: used, ...options })
  const value = useMemo(() => ({ client: used, text }), [used, text])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

/** What every part takes instead of, or over, a `ConsentProvider`. */
export interface PartOptions {
  /** @default the provider's */
  readonly client?: AnyClient | undefined
  /** @default the provider's, else built-in English */
  readonly text?: Text | undefined
}

/** The client of the nearest provider. @throws AskFirstError where there is none */
export function useConsentClient(client?: AnyClient): ConsentClient {
  const found = useContext(Context)?.client
  // Inside, features are looked up by id; which ids there are is known where the client is made.
  const used = (client as ConsentClient | undefined) ?? found
  if (used !== undefined) return used
  throw new AskFirstError('provider', {
    what: 'A part found no client.',
    why: 'It is below no ConsentProvider, and was given none.',
    fix: 'Wrap it in <ConsentProvider client={client}>, or pass it a client.',
  })
}

/** The words of the nearest provider, else built-in English. */
export function useText(text?: Text): Text {
  const found = useContext(Context)?.text
  return text ?? found ?? ENGLISH
}

/**
 * Subscribes to what the client knows. The only seam between React and the store.
 *
 * @param select has to return the same value for the same state
 */
export function useConsentState<Value>(client: ConsentClient, select: (state: ClientState) => Value): Value {
  const { store } = client
  return useSyncExternalStore(
    store.subscribe,
    () => select(store.getState()),
    () => select(store.getInitialState()),
  )
}

const ENGLISH = createText()

/** Words that follow the language of the app's i18next instance. */
function useTextOf({
  client,
  i18n,
  lang,
  resources,
}: Pick<ConsentProviderProps, 'client' | 'i18n' | 'lang' | 'resources'>): Text {
  const catalogue = useConsentState(client as ConsentClient, (state) => state.catalogue)
  const subscribe = useCallback(
    (onChange: () => void) => {
      i18n?.on('languageChanged', onChange)
      return () => void i18n?.off('languageChanged', onChange)
    },
    [i18n],
  )
  const read = () => lang ?? i18n?.language
  const current = useSyncExternalStore(subscribe, read, read)
  const last = useRef<{ readonly text: Text; readonly catalogue: object }>(undefined)
  return useMemo(() => {
    try {
      const text = createText({ i18n, lang: current, resources })
      for (const entry of catalogue.values()) assertSayable(entry, text)
      last.current = { text, catalogue }
      return text
    } catch (reason) {
      // A language that comes without words leaves the last one standing: the way to stop has to stay.
      if (last.current?.catalogue !== catalogue) throw reason
      // biome-ignore lint/suspicious/noConsole: whoever wrote the app has to learn of it
      console.error(reason)
      return last.current.text
    }
  }, [i18n, current, resources, catalogue])
}
