import { type AnyClient, useConsentClient } from '../context.tsx'
import { useFeatures } from '../features.ts'

/** Every gate of this person: by the facts, and as this device enforces it. */
export function GatesNow({ client: given }: { readonly client: AnyClient }) {
  const client = useConsentClient(given)
  const features = useFeatures(client)
  if (features.length === 0) return <p>No features are known yet.</p>
  return (
    <table>
      <caption>My gates now</caption>
      <thead>
        <tr>
          <th scope="col">Ask</th>
          <th scope="col">By the facts</th>
          <th scope="col">This device</th>
        </tr>
      </thead>
      {features.map(({ id, phase, standing, asks }) => (
        <tbody key={id}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              {id}: {phase}, {standing}
            </th>
          </tr>
          {asks.map(({ id: ask, gate }) => (
            <tr key={ask}>
              <th scope="row">{ask}</th>
              <td data-gate={gate.open ? 'open' : 'closed'}>{gate.open ? 'open' : gate.reason}</td>
              <td data-gate={client.permits(id, ask) ? 'open' : 'closed'}>
                {client.permits(id, ask) ? 'open' : 'closed'}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}
