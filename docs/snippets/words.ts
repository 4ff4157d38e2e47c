// #region words
import { en } from '@askfirst/react/text/en'

/** What the page says, by language: yours over ours. */
export const words = { en: { ...en, accept: 'Yes, include me' } }
// #endregion
