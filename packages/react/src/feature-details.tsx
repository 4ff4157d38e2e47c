import type { FeatureStatus } from '@askfirst/core'
import { sayMore, sayPolicy } from './policy-words.ts'
import { isolate, type Text, toList, toSentences } from './text.ts'
import { listProcessors, nameFeature, nameStarter, sayRetention, sayTakes } from './words.ts'

interface FeatureDetailsProps {
  readonly status: FeatureStatus
  readonly text: Text
  /** Whether the question stands above, which says the half of it. */
  readonly isAsked: boolean
}

/** Who turned it on, what it takes, what for, whose model it is, where it runs, how long it is kept, whether it trains. */
export function FeatureDetails({ status, text, isAsked }: FeatureDetailsProps) {
  const { t } = text
  const { activation, feature } = status
  const trains = Object.values(feature.asks).some(({ purpose }) => purpose === 'train-models')
  const name = activation && nameStarter(feature, text, activation.name)
  const who = name && t('turnedOn', { name, feature: nameFeature(feature, text) })
  const rules = toSentences(text, [...(isAsked ? [] : sayPolicy(feature, text)), ...sayMore(feature, text)])
  const said = [
    [t('processedBy'), !isAsked && listProcessors(feature, text)],
    [t('model'), listOf('model', status, text)],
    [t('place'), listOf('region', status, text)],
    [t('kept'), !isAsked && sayRetention(feature, text)],
    [t('training'), t(trains ? 'trainingAsked' : 'trainingNever')],
  ] as const
  return (
    <>
      <summary>{t('details')}</summary>
      {(!isAsked || feature.text !== undefined) && (
        <p>{toSentences(text, [!isAsked && who, sayTakes(feature, text)])}</p>
      )}
      {rules && <p>{rules}</p>}
      <dl className="askfirst-facts">
        {said.map(
          ([label, fact]) =>
            fact && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{fact}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  )
}

/** The models, or the places, each with its company where there are several; empty where none is declared. */
function listOf(what: 'model' | 'region', { feature: { processors } }: FeatureStatus, text: Text): string {
  const each = processors.flatMap(({ name, [what]: said }) => {
    if (said === undefined) return []
    const [plain, company] = [isolate(said, text), isolate(name, text)]
    return processors.length === 1 ? plain : text.t('processor', { name: plain, details: company })
  })
  return toList(text, each)
}
