import { type FeatureStatus, selectRequiredAsks } from '@askfirst/core'
import { sayPolicy } from './policy-words.ts'
import type { Text } from './text.ts'
import { listData, listProcessors, listPurposes, sayRetention } from './words.ts'

/** What a feature takes, who processes it, how long it is kept and whether it trains. */
export function FeatureDetails({ status: { feature }, text }: { status: FeatureStatus; text: Text }) {
  const { t } = text
  const required = selectRequiredAsks(feature).flatMap((id) => feature.asks[id] ?? [])
  const trains = Object.values(feature.asks).some(({ purpose }) => purpose === 'train-models')
  return (
    <details className="askfirst-details">
      <summary>{t('details')}</summary>
      <p>{t('takes', { data: listData(required, text), purpose: listPurposes(required, text) })}</p>
      <p>{sayPolicy(feature, text, required.length < Object.keys(feature.asks).length).join(' ')}</p>
      <dl className="askfirst-facts">
        <div>
          <dt>{t('processedBy')}</dt>
          <dd>{listProcessors(feature, text)}</dd>
        </div>
        <div>
          <dt>{t('kept')}</dt>
          <dd>{sayRetention(feature, text)}</dd>
        </div>
        <div>
          <dt>{t('training')}</dt>
          <dd>{t(trains ? 'trainingAsked' : 'trainingNever')}</dd>
        </div>
      </dl>
    </details>
  )
}
