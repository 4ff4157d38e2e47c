// #region parts
import { Notice } from '@askfirst/react'

/** The same question, in markup and classes of your own; words, order and guards stay. */
export const ByParts = () => (
  <Notice.Root>
    <Notice.Region className="card">
      <Notice.Title />
      <Notice.Lead />
      <Notice.Facts />
      <Notice.Notes />
      <Notice.Asks />
      <Notice.Progress />
      <div className="card-answers">
        <Notice.Accept className="card-button" />
        <Notice.Refuse className="card-button" />
      </div>
      <Notice.Later className="card-link" />
      <Notice.Details className="card-link" />
    </Notice.Region>
  </Notice.Root>
)
// #endregion
