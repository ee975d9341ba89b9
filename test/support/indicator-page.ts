import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PART_TITLES } from '../../src/domain/indicator/figure-part.ts'
import { choicesOf, type Indicator } from '../../src/domain/indicator/indicator.ts'
import { INDICATORS } from '../../src/domain/indicator/indicators.ts'
import { FIELD_TITLES, RECORDED_FIELDS } from '../../src/domain/indicator/recorded-field.ts'
import { EXAMPLE_SUPPLIERS, type Example, type ExampleContract, readExample } from './indicator-fixtures.ts'

const FOLDER = join(import.meta.dirname, '../../docs/indicators')

export const pathOfPage = (id: string): string => join(FOLDER, `${id}.md`)

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n')
const ANSWERS = { yes: 'oui', no: 'non', undetermined: 'indéterminé', 'left-aside': 'pas regardé' }
const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })

/** What the example shows of a contract besides its holders: what its record says. */
function saidOf({ social, environmental, offers, subcontracts }: ExampleContract): string {
  return [
    ...(social ?? []),
    ...(environmental ?? []),
    ...(offers === undefined ? [] : [`offres reçues : ${offers}`]),
    ...(subcontracts ?? []).map(
      ([name, amount]) => `sous-traitance ${euros.format(amount)} : ${EXAMPLE_SUPPLIERS[name]?.title}`,
    ),
  ].join(', ')
}

/** The options of the command that make the choices of the example. */
const optionsOf = ({ territory = [], field }: NonNullable<Example['choice']>) =>
  [...territory.map((code) => ` --territory ${code}`), ...(field ? [` --field ${field}`] : [])].join('')

const rowOf = (contract: ExampleContract) =>
  `| ${[
    contract.id,
    contract.date,
    euros.format(contract.amount),
    contract.holders.map((name) => EXAMPLE_SUPPLIERS[name]?.title).join(' ; ') || 'aucun',
    saidOf(contract) || '—',
    ANSWERS[contract.answer],
  ].join(' | ')} |`

/** The page of an indicator, from its module and its worked example. */
export function renderIndicatorPage(indicator: Indicator): string {
  const { id, title, definition, formula, unit, parts, exclusions, assumptions, references, counts } =
    indicator
  const { buyer, choice = {}, example, byHand, contracts, expected } = readExample(id)
  const choices = choicesOf(counts)
  const perimeters =
    choices.perimeters.length > 1
      ? `\n\nPérimètres (\`--perimeter\`) : ${choices.perimeters.map((perimeter) => `[\`${perimeter}\`](../perimeters/${perimeter}.md)`).join(', ')} ; le premier par défaut.`
      : ''
  const fields = choices.field
    ? `\n\nChamps (\`--field\`) :\n\n${list(RECORDED_FIELDS.map((field) => `\`${field}\` : ${FIELD_TITLES[field]}`))}`
    : ''
  return `# ${title}

Indicateur \`${id}\`. Page écrite par \`npm run indicator-pages\` depuis \`src/domain/indicator/\` et \`fixtures/indicators/${id}.json\`.

## Définition

${definition}${perimeters}${fields}

## Formule

${formula}

${list([`oui : ${parts.yes}`, `non : ${parts.no}`, `indéterminé : ${parts.undetermined}`])}

## Unité

${unit}.

## Exclusions

${list(exclusions)}

## Hypothèses

${list(assumptions)}

## Sources

${references.map((reference) => `- [${reference.title}](${reference.url}), consulté le ${reference.checkedOn}`).join('\n')}

## Exemple

${example}

| Marché | Notifié | Montant HT | Titulaires | Les données disent | Compte |
|---|---|---|---|---|---|
${contracts.map(rowOf).join('\n')}

${byHand}

\`\`\`
npm run -s spaser -- indicator ${id} --buyer ${buyer}${optionsOf(choice)}
npm run -s spaser -- indicator ${id} --buyer ${buyer}${optionsOf(choice)} --open numerator
\`\`\`

\`\`\`json
${JSON.stringify(expected, null, 2)}
\`\`\`

La seconde commande donne « ${PART_TITLES.yes} », avec la raison de chacun.
`
}

if (import.meta.main)
  for (const indicator of INDICATORS) writeFileSync(pathOfPage(indicator.id), renderIndicatorPage(indicator))
