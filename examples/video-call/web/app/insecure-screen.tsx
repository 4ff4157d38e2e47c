import { Page } from './page.tsx'

/** Of a page that was opened by an address over which browsers give it nothing that a call is made of. */
export const InsecureScreen = () => (
  <Page
    title="There is no call at this address"
    lead={`Browsers give a page at ${location.origin} no camera, no microphone and no hashes. Open it by https:, or by localhost on the machine that it runs on.`}
  >
    <p>From another machine, localhost can lead there:</p>
    <pre>{`ssh -L ${location.port}:localhost:${location.port} ${location.hostname}`}</pre>
    <p>
      Then open <a href={`http://localhost:${location.port}`}>http://localhost:{location.port}</a>.
    </p>
  </Page>
)
