// #region mount
import {
  type AnyClient,
  ConsentIndicator,
  ConsentNotice,
  ConsentProvider,
  HostFeatures,
} from '@askfirst/react'
import '@askfirst/react/styles.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

/** Shows what asks in an element of a page that has no React otherwise; what it returns takes it away. */
export function mountConsent(client: AnyClient, element: Element): () => void {
  const root = createRoot(element)
  const parts = [HostFeatures, ConsentNotice, ConsentIndicator].map((part, key) =>
    createElement(part, { key }),
  )
  root.render(createElement(ConsentProvider, { client }, parts))
  return () => root.unmount()
}
// #endregion
