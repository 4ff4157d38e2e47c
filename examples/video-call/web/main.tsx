import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@askfirst/react/styles.css'
import { App } from './app/app.tsx'
import { InsecureScreen } from './app/insecure-screen.tsx'
import { claimTab } from './call/tab-identity.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const app = isSecureContext
  ? claimTab().then((tab) => <App tab={tab} />)
  : Promise.resolve(<InsecureScreen />)
void app.then((screen) => createRoot(root).render(<StrictMode>{screen}</StrictMode>))
