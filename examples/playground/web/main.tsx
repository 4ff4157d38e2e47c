import './app/app.css'
import { createRoot } from 'react-dom/client'
import { Page } from './app/page.tsx'

createRoot(document.getElementById('root') ?? document.body).render(<Page />)
