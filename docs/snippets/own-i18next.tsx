import { type AnyClient, ConsentNotice, ConsentProvider } from '@askfirst/react'
// #region own
import { de } from '@askfirst/react/text/de'
import { ptBR } from '@askfirst/react/text/pt-BR'
import i18next from 'i18next'

const resources = { de, 'pt-BR': ptBR }

export function Call({ client }: { client: AnyClient }) {
  return (
    <ConsentProvider client={client} i18n={i18next} resources={resources}>
      <ConsentNotice />
    </ConsentProvider>
  )
}
// #endregion
