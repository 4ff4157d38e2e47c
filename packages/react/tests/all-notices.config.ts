import { acceptOrLeave, everyoneOrNobody, leaveMeOut, noticeOnly, objection } from '@askfirst/core'
import { noticeSources } from '../src/notices.ts'
import { languages } from './all-languages.ts'

/** A feature under each policy in every language, for `askfirst notices build`. */
export const notices = noticeSources({
  features: Object.entries({ leaveMeOut, acceptOrLeave, everyoneOrNobody, objection, noticeOnly }).map(
    ([name, policy]) => ({
      id: name.toLowerCase(),
      revision: 1,
      policy,
      asks: {
        summarise: { purpose: 'summarise', data: ['audio'], required: true },
        improve: { purpose: 'train-models', data: ['transcript'] },
      },
      processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
      retention: { days: 30 },
    }),
  ),
  texts: languages,
})
