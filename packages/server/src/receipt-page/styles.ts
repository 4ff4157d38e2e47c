/** Light and dark as the reader has it, on paper black on white. */
export const STYLES = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-inline-size: 44rem; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.2rem; margin-block: 2rem 0.5rem; }
h3 { font-size: 1rem; margin-block: 1.5rem 0.25rem; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: 0.25rem 1rem; margin: 0.5rem 0; }
dt { font-weight: 600; }
dd { margin: 0; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-block-end: 1px solid; }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
pre { border: 1px solid; padding: 0.5rem 0.75rem; white-space: pre-wrap; direction: ltr; text-align: left; }
a { color: LinkText; }
@media (max-width: 30rem) {
  dl { grid-template-columns: 1fr; }
  dd { margin-block-end: 0.5rem; }
  tr, td, tbody { display: block; }
  thead { display: none; }
  td:first-child { border: 0; padding-block-end: 0; font-weight: 600; white-space: normal; }
}
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  body { max-inline-size: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, dl { break-inside: avoid; }
  .save { display: none; }
}
`
