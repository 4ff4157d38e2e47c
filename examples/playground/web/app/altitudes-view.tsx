import { AskFirstError } from '@askfirst/core'
import hooks from '../altitudes/hooks.tsx?raw'
import parts from '../altitudes/parts.tsx?raw'
import prefab from '../altitudes/prefab.tsx?raw'
import { type Knobs, writeKnobs } from '../knobs/knobs.ts'
import { toFeatures } from '../knobs/policy.ts'
import { Frame } from './frame.tsx'

const ALTITUDES = [
  {
    altitude: 'prefab',
    title: 'A prefab',
    says: 'Ready to use; colours and shapes are yours by custom properties.',
    code: prefab,
  },
  {
    altitude: 'parts',
    title: 'Parts',
    says: 'Markup and style are yours; words, announcements and guards are in the parts.',
    code: parts,
  },
  {
    altitude: 'hooks',
    title: 'Hooks',
    says: 'Everything on the page is yours; state, words and what a press does come from one hook.',
    code: hooks,
  },
]
const region = (code: string): string =>
  /#region \w+\n([\s\S]*?)\/\/ #endregion/.exec(code)?.[1]?.trim() ?? code

/** The same question three times, and the code that runs beside it. */
export function AltitudesView({ knobs }: { readonly knobs: Knobs }) {
  const features = toFeatures(knobs)
  if (features instanceof AskFirstError) return <p role="alert">{features.message}</p>
  const policy = JSON.stringify(features)
  return (
    <div className="altitudes">
      {ALTITUDES.map(({ altitude, title, says, code }) => (
        <section key={altitude} aria-labelledby={altitude}>
          <h2 id={altitude}>{title}</h2>
          <p>{says}</p>
          <Frame
            key={policy}
            title={`The question by ${altitude}`}
            hash={writeKnobs(knobs, { altitude })}
            style={{ blockSize: 620 }}
          />
          <section aria-label={`Code: ${title}`}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
            <pre tabIndex={0}>
              <code>{region(code)}</code>
            </pre>
          </section>
        </section>
      ))}
    </div>
  )
}
