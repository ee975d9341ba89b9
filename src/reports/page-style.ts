/**
 * The style of a page that is read on screen and printed on A4, with no resource from elsewhere. Contrasts are above 7:1. `footer` is
 * written at the foot of each printed page: digits, dates and plain words only, for it stands in a style sheet.
 */
export function pageStyle(footer: string): string {
  if (!/^[\p{L}\d ,.:·’-]*$/u.test(footer)) throw new TypeError(`not a plain text: ${footer}`)
  return `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem 1.5rem 3rem; font: 1rem/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; color: #161a1d; background: #fff; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 2px solid #1b4f72; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
a { color: #1b4f72; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: #fff; padding: .5rem; }
.about { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.25rem; margin: 1rem 0; }
.about dt { font-weight: 600; }
.about dd { margin: 0; }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem; list-style: none; padding: 0; }
.key li { border: 1px solid #5c6770; border-radius: .4rem; padding: .7rem .9rem; }
.key strong { display: block; font-size: 1.5rem; line-height: 1.25; }
.answer { font-size: 1.15rem; font-weight: 600; }
.note { border-left: .3rem solid #1b4f72; padding: .1rem 0 .1rem .9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .4rem 0; }
@media (max-width: 40rem) { caption > span { display: block; position: sticky; left: 0; max-width: calc(100vw - 3rem); } }
th, td { border-bottom: 1px solid #b5bdc4; padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #161a1d; vertical-align: bottom; }
tbody th { font-weight: 500; }
td.n, th.n { text-align: right; }
td.n { white-space: nowrap; }
.chart { display: block; width: 100%; max-width: 52rem; height: auto; margin: .75rem 0; font-size: 13px; }
.chart text { fill: #161a1d; }
figure { margin: 1rem 0; break-inside: avoid; }
figcaption { font-weight: 600; }
dl.method dt { font-weight: 600; margin-top: .5rem; }
dl.method dd { margin: 0 0 .2rem 1rem; }
footer { margin-top: 3rem; border-top: 1px solid #5c6770; font-size: .85rem; }
@page { size: A4; margin: 13mm 12mm 16mm; @bottom-left { content: "${footer}"; font: 8pt Arial, sans-serif; } @bottom-right { content: counter(page) " sur " counter(pages); font: 8pt Arial, sans-serif; } }
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; line-height: 1.35; }
  h1 { font-size: 1.2rem; }
  .about { grid-template-columns: max-content 1fr max-content 1fr; gap: 0 .8rem; font-size: 8pt; }
  .answer { font-size: 10pt; }
  h2 { margin-top: .9rem; padding-top: .4rem; font-size: 1.1rem; }
  h3 { margin-top: .7rem; }
  ul, ol { margin: .3rem 0; padding-left: 1.3rem; }
  p, .about { margin: .4rem 0; }
  .key { grid-template-columns: repeat(3, 1fr); gap: .4rem; padding: 0; }
  .key li { padding: .2rem .4rem; font-size: 8pt; }
  .key strong { font-size: 1rem; }
  .essentiel table { margin-bottom: .2rem; font-size: 7pt; }
  .essentiel .note { font-size: 8pt; }
  .methode { font-size: 7.5pt; }
  .methode dl.method, .methode ol, .methode ul { columns: 2; column-gap: 8mm; }
  .chart { max-width: 40rem; margin: .3rem auto; }
  p, li, dd { orphans: 3; widows: 3; }
  nav, .skip, footer { display: none; }
  .scroll { overflow: visible; }
  table { font-size: 7.5pt; margin: .2rem 0 .6rem; }
  thead { display: table-header-group; }
  table.short, tr, .chart, .key li, dl.method dt { break-inside: avoid; }
  h2, h3, h2 + p, p:has(+ ul), caption, dl.method dt { break-after: avoid; }
  th, td { padding: .12rem .3rem; }
}
`
}
