import { STYLES } from '../receipt-page/styles.ts'

/** The receipt's, and what may be pressed. */
export const MINE_STYLES = `${STYLES}
button { font: inherit; font-weight: 600; min-block-size: 2.75rem; max-inline-size: 100%; padding: 0.5rem 1rem; border: 2px solid; border-radius: 0.5rem; background: Canvas; color: CanvasText; cursor: pointer; }
button:hover { background: CanvasText; color: Canvas; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 3px; }
.own { border: 1px solid; border-radius: 0.5rem; padding: 0 1rem 1rem; margin-block: 1rem; }
.own :is(h3, h4) { margin-block-end: 0.25rem; }
.own h3 { font-size: 1.1rem; scroll-margin-block-start: 2rem; }
form { margin-block: 0.75rem 1.25rem; }
.said { border: 2px solid; border-radius: 0.5rem; padding: 0.75rem 1rem; font-weight: 600; }
nav { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin-block-start: 3rem; padding-block-start: 0.5rem; border-block-start: 1px solid; }
nav a { padding-block: 0.75rem; }
@media print { form, nav { display: none; } }
`
