// #region receipt
import { OwnLink, ReceiptView } from '@askfirst/react/choices'

export function TakeHome() {
  return (
    <section aria-label="To take home">
      <ReceiptView />
      <OwnLink />
    </section>
  )
}
// #endregion
