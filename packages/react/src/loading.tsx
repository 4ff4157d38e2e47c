import { type PartOptions, useText } from './context.tsx'

/** That what was pressed for is on its way. */
export function Loading({ text }: PartOptions) {
  const { lang, t } = useText(text)
  return (
    <p role="status" lang={lang}>
      {t('loading')}
    </p>
  )
}
