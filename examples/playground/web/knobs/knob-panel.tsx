import { KNOBS, type KnobName, type Knobs, NAMES, readKnobs } from './knobs.ts'

interface KnobPanelProps {
  readonly groups: readonly string[]
  readonly knobs: Knobs
  onChange(knobs: Knobs): void
}

/** What can be set, group by group; on a narrow screen folded away. */
export function KnobPanel({ groups, knobs, onChange }: KnobPanelProps) {
  const start = readKnobs('')
  const isChanged = NAMES.some((name) => knobs[name] !== start[name])
  return (
    <form className="knobs" aria-label="Knobs" onSubmit={(event) => event.preventDefault()}>
      {groups.map((group) => (
        <details key={group} open>
          <summary>{group}</summary>
          <div className="knob-group">
            {NAMES.filter((name) => KNOBS[name].group === group).map((name) => (
              <KnobField
                key={name}
                name={name}
                value={knobs[name]}
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
  readonly isChanged: boolean
  onChange(value: string): void
}

function KnobField({ name, value, isChanged, onChange }: KnobFieldProps) {
  const { label, values } = KNOBS[name]
  return (
    <label className="knob" data-changed={isChanged || undefined}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {values.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
