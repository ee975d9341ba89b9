import { html, raw } from 'hono/html'
import { withFrenchSpaces } from '../reports/french-spaces.ts'
import { pageStyle } from '../reports/page-style.ts'
import type { InvalidField, Problem } from './schemas/problem.ts'

/** "text/html" in what a browser says it takes; programs ask for JSON or for anything. */
export const wantsPage = (accept: string | undefined): boolean => /\btext\/html\b/.test(accept ?? '')

function describeField({ parameter, path, value, expected }: InvalidField) {
  const given =
    value === undefined ? '' : ` ; reçu : ${typeof value === 'string' ? value : JSON.stringify(value)}`
  return html`<li><strong>${parameter ?? path ?? ''}</strong> — attendu : ${expected}${given}</li>`
}

/** A problem for a person who typed an address: the words of the JSON, and where to go from there. */
export const writeProblemPage = ({ title, detail, status, errors = [] }: Problem): string =>
  withFrenchSpaces(
    String(html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(pageStyle(''))}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${detail}</p>
${errors.length > 0 ? html`<ul>${errors.map(describeField)}</ul>` : ''}
<p><a href="/documentation">Toutes les adresses de ce service</a> (erreur ${status})</p>
</main>
</body>
</html>
`),
  )
