// #region config
import { noticeSources } from '@askfirst/react/notices'
import { summary } from './features.ts'
import { words } from './words.ts'

export const notices = noticeSources({ features: [summary], texts: words })
// #endregion
