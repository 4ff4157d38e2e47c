import { AskFirstError } from '@askfirst/core'
import { type Knobs, writeKnobs } from '../knobs/knobs.ts'
import { toFeatures } from '../knobs/policy.ts'
import { PREFABS, type Prefab, scenes } from '../scenes/scenes.ts'
import { Frame } from './frame.tsx'

/** How tall a screen each part gets. */
const HEIGHTS: Readonly<Record<Prefab, number>> = {
  notice: 560,
  indicator: 200,
  choices: 640,
  host: 320,
  tally: 260,
  lobby: 520,
  receipt: 220,
}

/** Every state of every part, each in a meeting of its own. */
export function StatesView({ knobs }: { readonly knobs: Knobs }) {
  const features = toFeatures(knobs)
  if (features instanceof AskFirstError) return <p role="alert">{features.message}</p>
  // Another policy is another meeting; another look is not.
  const policy = JSON.stringify(features)
  return Object.entries(PREFABS).map(([part, name]) => (
    <section key={part} aria-labelledby={`part-${part}`}>
      <h2 id={`part-${part}`}>{name}</h2>
      <ul className="states">
        {Object.entries(scenes)
          .filter(([, { shows }]) => shows === part)
          .map(([scene, { says, shows }]) => (
            <li key={scene} style={{ inlineSize: Number(knobs.width) }}>
              <h3>
                <a href={`seat.html${writeKnobs(knobs, { scene })}`} target="_blank" rel="noreferrer">
                  {says}
                </a>
              </h3>
              <Frame
                key={policy}
                title={`${name}: ${says}`}
                hash={writeKnobs(knobs, { scene })}
                style={{ blockSize: HEIGHTS[shows] }}
              />
            </li>
          ))}
      </ul>
    </section>
  ))
}
