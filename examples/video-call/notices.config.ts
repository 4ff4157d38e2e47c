import { noticeSources } from '@askfirst/react/notices'
import { ar } from '@askfirst/react/text/ar'
import { de } from '@askfirst/react/text/de'
import { en } from '@askfirst/react/text/en'
import { features } from './shared/features.ts'

/** What people in this call are shown, in every language there is; registered by `pnpm notices`. */
export const notices = noticeSources({ features, texts: { ar, de, en } })
