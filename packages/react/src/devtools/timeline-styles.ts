/**
 * The tokens of the stylesheet, so that the panel looks like the app with and without it, and the safe area of
 * the notice, so that it covers neither the app's controls nor the indicator.
 */
export const timelineStyles = `
.askfirst-timeline {
  --_ink: var(--askfirst-ink, light-dark(#16191d, #f1f3f5));
  --_quiet: var(--askfirst-quiet, light-dark(#545c66, #aab3bd));
  --_panel: var(--askfirst-panel, light-dark(#fff, #1d2126));
  --_line: var(--askfirst-line, light-dark(#dde1e6, #3b424a));
  --_edge: var(--askfirst-edge, light-dark(#6a737d, #87919c));
  --_mark: var(--askfirst-mark, light-dark(#0b6e5b, #5cd3b6));
  --_focus: var(--askfirst-focus, light-dark(#1456c4, #9cc2ff));
  position: fixed;
  z-index: calc(var(--askfirst-layer, 1000) - 1);
  inset-block-end: var(--askfirst-safe-block-end, 1rem);
  inset-inline-start: var(--askfirst-safe-inline-start, 1rem);
  display: flex;
  flex-direction: column;
  gap: 0.5rem;
  box-sizing: border-box;
  inline-size: min(30rem, 100vw - 2rem);
  max-block-size: calc(100dvh - var(--askfirst-safe-block-start, 1rem) - var(--askfirst-safe-block-end, 1rem));
  overflow: auto;
  padding: 0.75rem;
  border: 1px solid var(--_line);
  border-radius: 0.5rem;
  background: var(--_panel);
  color: var(--_ink);
  font: 400 0.8125rem / 1.45 system-ui, sans-serif;
  text-align: start;
}
.askfirst-timeline :where(h2, p, ol, table) { margin: 0; padding: 0; font-size: inherit; }
.askfirst-timeline :where(header, .askfirst-timeline-bar) {
  display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center;
}
.askfirst-timeline header { justify-content: space-between; }
.askfirst-timeline :where(button, select) {
  min-block-size: 1.75rem; padding: 0.125rem 0.5rem; border: 1px solid var(--_edge); border-radius: 0.25rem;
  background: var(--_panel); color: inherit; font: inherit;
}
.askfirst-timeline:focus-visible, .askfirst-timeline :focus-visible {
  outline: 2px solid var(--_focus); outline-offset: 1px;
}
.askfirst-timeline table { border-collapse: collapse; inline-size: 100%; }
.askfirst-timeline caption { text-align: start; font-weight: 600; }
.askfirst-timeline :where(th, td) {
  padding: 0.125rem 0.5rem 0.125rem 0; border-block-end: 1px solid var(--_line); text-align: start; font-weight: 400;
}
.askfirst-timeline :where(thead th, time) { color: var(--_quiet); }
.askfirst-timeline th[scope="rowgroup"] { font-weight: 600; }
.askfirst-timeline [data-gate="open"] { color: var(--_mark); font-weight: 600; }
.askfirst-timeline ol { flex: 0 1 18rem; list-style: none; min-block-size: 8rem; overflow: auto; }
.askfirst-timeline li { display: grid; grid-template-columns: 5rem minmax(0, 1fr); padding-block: 0.125rem; }
.askfirst-timeline :where(li span, td, th) { overflow-wrap: anywhere; }
.askfirst-timeline time { font-variant-numeric: tabular-nums; }
`
