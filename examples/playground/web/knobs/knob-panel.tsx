import { useState } from 'react'
import { KNOBS, type KnobName, type Knobs, NAMES, readKnobs } from './knobs.ts'
import { toPolicy } from './policy.ts'

interface KnobPanelProps {
  readonly groups: readonly string[]
  readonly knobs: Knobs
  onChange(knobs: Knobs): void
}

/** What can be set, group by group; on a narrow screen folded away. */
export function KnobPanel({ groups, knobs, onChange }: KnobPanelProps) {
  const start = readKnobs('')
  // Above what it sets, on a narrow screen, it would be all there is to see.
  const [isWide] = useState(() => matchMedia('(width >= 56rem)').matches)
  const preset: Readonly<Record<string, unknown>> = { ...toPolicy({ ...start, policy: knobs.policy }) }
  const isChanged = NAMES.some((name) => knobs[name] !== start[name])
  return (
    <form className="knobs" aria-label="Knobs" onSubmit={(event) => event.preventDefault()}>
      {groups.map((group) => (
        <details key={group} open={isWide}>
          <summary>{group}</summary>
          <div className="knob-group">
            {NAMES.filter((name) => KNOBS[name].group === group).map((name) => (
              <KnobField
                key={name}
                name={name}
                value={knobs[name]}
                preset={String(preset[name])}
                isChanged={knobs[name] !== start[name]}
                onChange={(value) => onChange({ ...knobs, [name]: value })}
              />
            ))}
          </div>
        </details>
      ))}
      <button type="button" disabled={!isChanged} onClick={() => onChange(start)}>
        Reset all
      </button>
    </form>
  )
}

interface KnobFieldProps {
  readonly name: KnobName
  readonly value: string
  /** What the preset says of it, where it does. */
  readonly preset: string
  readonly isChanged: boolean
  onChange(value: string): void
}

function KnobField({ name, value, preset, isChanged, onChange }: KnobFieldProps) {
  const { label } = KNOBS[name]
  const values: readonly (readonly [string, string])[] = KNOBS[name].values
  const [, inPreset] = values.find(([one]) => one === preset) ?? []
  return (
    <label className="knob" data-changed={isChanged || undefined}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {values.map(([one, text]) => (
          <option key={one} value={one}>
            {one === '' && inPreset !== undefined ? `${inPreset} (preset)` : text}
          </option>
        ))}
      </select>
    </label>
  )
}
