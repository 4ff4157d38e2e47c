import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@askfirst/react/styles.css'
import { App } from './app/app.tsx'
import { claimTab } from './call/tab-identity.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
void claimTab().then((tab) => {
  createRoot(root).render(
    <StrictMode>
      <App tab={tab} />
    </StrictMode>,
  )
})
