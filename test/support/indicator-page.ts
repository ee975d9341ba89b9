import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { choicesOf, type Indicator, type IndicatorTexts } from '../../src/domain/indicator/indicator.ts'
import { INDICATORS } from '../../src/domain/indicator/indicators.ts'
import { FIELD_TITLES, RECORDED_FIELDS } from '../../src/domain/indicator/recorded-field.ts'
import { SUPPLIER_DIVERSITY } from '../../src/domain/indicator/supplier-diversity.ts'
import { CLAUSE_BASES } from '../../src/domain/insertion/clause-basis.ts'
import { SMALLEST_SHOWN } from '../../src/domain/insertion/hide-small-groups.ts'
import type { InsertionIndicator } from '../../src/domain/insertion/insertion-indicator.ts'
import { INSERTION_INDICATORS } from '../../src/domain/insertion/insertion-indicators.ts'
import {
  AFTERWARDS,
  AGE_BANDS,
  HIRING_FORMS,
  QUALIFICATIONS,
  SEXES,
} from '../../src/domain/insertion/person-profile.ts'
import {
  EXAMPLE_SUPPLIERS,
  type Example,
  type ExampleContract,
  type InsertionExample,
  readDiversityExample,
  readExample,
  readInsertionExample,
  readInsertionExpected,
} from './indicator-fixtures.ts'

const FOLDER = join(import.meta.dirname, '../../docs/indicators')

export const pathOfPage = (id: string): string => join(FOLDER, `${id}.md`)

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n')
const ANSWERS = { yes: 'oui', no: 'non', undetermined: 'indéterminé', 'left-aside': 'pas regardé' }
const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })

/** What the example shows of a contract besides its holders: what its record says. */
function saidOf({ social, environmental, offers, subcontracts, clause }: ExampleContract): string {
  return [
    ...(clause ? ['clause d’insertion enregistrée'] : []),
    ...(social ?? []),
    ...(environmental ?? []),
    ...(offers === undefined ? [] : [`offres reçues : ${offers}`]),
    ...(subcontracts ?? []).map(
      ([name, amount]) => `sous-traitance ${euros.format(amount)} : ${EXAMPLE_SUPPLIERS[name]?.title}`,
    ),
  ].join(', ')
}

/** The options of the command that make the choices of the example. */
const optionsOf = ({ territory = [], field, threshold }: NonNullable<Example['choice']>) =>
  [
    ...territory.map((code) => ` --territory ${code}`),
    ...(field ? [` --field ${field}`] : []),
    ...(threshold ? [` --threshold ${threshold}`] : []),
  ].join('')

const rowOf = (contract: ExampleContract) =>
  `| ${[
    contract.id,
    contract.date ?? 'pas de date',
    euros.format(contract.amount),
    contract.holders.map((name) => EXAMPLE_SUPPLIERS[name]?.title).join(' ; ') || 'aucun',
    saidOf(contract) || '—',
    ANSWERS[contract.answer],
  ].join(' | ')} |`

type Shown = {
  texts: IndicatorTexts
  /** What the indicator leaves to choose, after its definition. */
  choices: string
  example: Pick<Example, 'example' | 'byHand' | 'contracts'>
  /** The command of the example without its last option, and what it opens. */
  command: string
  opens: { option: string; title: string }
  expected: unknown
}

function renderPage({ texts, choices, example, command, opens, expected }: Shown): string {
  const { id, title, definition, formula, unit, parts, exclusions, assumptions, references } = texts
  return `# ${title}

Indicateur \`${id}\`. Page écrite par \`npm run indicator-pages\` depuis \`src/domain/indicator/\` et \`fixtures/indicators/${id}.json\`.

## Définition

${definition}${choices}

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

${example.example}

| Marché | Notifié | Montant HT | Titulaires | Les données disent | Compte |
|---|---|---|---|---|---|
${example.contracts.map(rowOf).join('\n')}

${example.byHand}

\`\`\`
npm run -s spaser -- indicator ${command}
npm run -s spaser -- indicator ${command} --open ${opens.option}
\`\`\`

\`\`\`json
${JSON.stringify(expected, null, 2)}
\`\`\`

La seconde commande donne ${opens.title}.
`
}

/** The page of an indicator of contracts, from its module and its worked example. */
export function renderIndicatorPage(indicator: Indicator): string {
  const choices = choicesOf(indicator.counts)
  const { buyer, choice = {}, expected, ...example } = readExample(indicator.id)
  const perimeters =
    choices.perimeters.length > 1
      ? `\n\nPérimètres (\`--perimeter\`) : ${choices.perimeters.map((perimeter) => `[\`${perimeter}\`](../perimeters/${perimeter}.md)`).join(', ')} ; le premier par défaut.`
      : ''
  const fields = choices.field
    ? `\n\nChamps (\`--field\`) :\n\n${list(RECORDED_FIELDS.map((field) => `\`${field}\` : ${FIELD_TITLES[field]}`))}`
    : ''
  return renderPage({
    texts: indicator,
    choices: `${perimeters}${fields}`,
    example,
    command: `${indicator.id} --buyer ${buyer}${optionsOf(choice)}`,
    opens: { option: 'numerator', title: 'les marchés comptés « oui », avec la raison de chacun' },
    expected,
  })
}

/** The page of the indicator that counts suppliers. */
export function renderDiversityPage(): string {
  const { buyer, from, expected, ...example } = readDiversityExample()
  return renderPage({
    texts: SUPPLIER_DIVERSITY,
    choices: '\n\nTout périmètre (`--perimeter`) ; `ess` par défaut.',
    example,
    command: `${SUPPLIER_DIVERSITY.id} --buyer ${buyer} --from ${from}`,
    opens: { option: 'new', title: 'les nouveaux fournisseurs du périmètre' },
    expected,
  })
}

const days = ({ from, to }: { from: string; to: string }) => `${from} → ${to}`
const cell = (values: readonly (string | null | undefined)[]) =>
  values.filter((value) => value).join(', ') || '—'

/** The clauses and statements of the example of the indicators of insertion, as tables. */
function renderInsertionExample({ story, contracts, clauses, statements }: InsertionExample): string {
  const clauseRows = clauses.map(({ contract, facilitator, bases, startsOn, endsOn, dueHours, waivedOn }) => {
    const found = contracts.find(({ id }) => id === contract)
    const due = dueHours === null ? 'pas connues' : `${dueHours} h`
    const titles = bases.map((basis) => CLAUSE_BASES[basis].title)
    const amount = found ? euros.format(found.amount) : 'pas importé'
    return `| ${contract} | ${amount} | ${facilitator} | ${titles.join(', ')} | ${startsOn} → ${endsOn} | ${due}${waivedOn ? `, levée le ${waivedOn}` : ''} |`
  })
  const statementRows = statements.map((statement) => {
    const { clause, person, people, employmentContracts, publics = [], hiringForm, employer } = statement
    const who = person ?? `total : ${people} personnes, ${employmentContracts} contrats de travail`
    const { sex, ageBand, qualification, afterwards, isQpv, employmentReference, isValidated } = statement
    const said = cell([
      ...publics,
      sex && SEXES[sex],
      ageBand && AGE_BANDS[ageBand],
      qualification && QUALIFICATIONS[qualification],
      isQpv === false ? 'hors QPV' : null,
      afterwards && AFTERWARDS[afterwards],
      employmentReference,
      isValidated ? 'validé' : null,
    ])
    const hired = cell([
      hiringForm && HIRING_FORMS[hiringForm],
      employer && EXAMPLE_SUPPLIERS[employer]?.title,
    ])
    return `| ${clause} | ${who} | ${days(statement)} | ${statement.hours} h | ${hired} | ${said} |`
  })
  return `${story}

| Marché | Montant HT | Facilitateur | Fondement | Exécution | Heures dues |
|---|---|---|---|---|---|
${clauseRows.join('\n')}

| Marché | Personne | Période | Heures | Embauche | Profil |
|---|---|---|---|---|---|
${statementRows.join('\n')}`
}

/** The page of an indicator of clauses and hours. */
export function renderInsertionPage(indicator: InsertionIndicator): string {
  const { id, title, definition, formula, unit, parts, exclusions, assumptions, references, isOfPeople } =
    indicator
  const example = readInsertionExample()
  const { byHand, expected } = readInsertionExpected(id)
  const command = `${id} --buyer ${example.buyer} --from ${example.from} --to ${example.to}${isOfPeople ? ' --internal' : ''}`
  const held = Object.entries(parts).map(([name, what]) => `\`${name}\` : ${what}`)
  return `# ${title}

Indicateur \`${id}\`. Page écrite par \`npm run indicator-pages\` depuis \`src/domain/insertion/\`, \`fixtures/indicators/insertion-example.json\`
et \`fixtures/indicators/${id}.json\`.

## Définition

${definition}

## Formule

${formula}${held.length > 0 ? `\n\nComposantes :\n\n${list(held)}` : ''}

## Unité

${unit}.

## Exclusions

${list(exclusions)}

## Hypothèses

${list(assumptions)}${isOfPeople ? `\n\nAu public, les groupes de moins de ${SMALLEST_SHOWN} personnes sont cachés, et ce qui les ferait deviner : voir [insertion-clauses.md](../insertion-clauses.md).` : ''}

## Sources

${references.map((reference) => `- [${reference.title}](${reference.url}), consulté le ${reference.checkedOn}`).join('\n')}

## Exemple

${renderInsertionExample(example)}

Sur l’année 2025${isOfPeople ? ', tout montré (--internal)' : ''} : ${byHand}

\`\`\`
npm run -s spaser -- indicator ${command}
npm run -s spaser -- indicator ${command} --open clauses
\`\`\`

\`\`\`json
${JSON.stringify(expected, null, 2)}
\`\`\`

La seconde commande donne les clauses, et ce que chacune apporte. \`[a, b]\` est a ÷ b.
`
}

if (import.meta.main) {
  for (const indicator of INSERTION_INDICATORS)
    writeFileSync(pathOfPage(indicator.id), renderInsertionPage(indicator))
  for (const indicator of INDICATORS) writeFileSync(pathOfPage(indicator.id), renderIndicatorPage(indicator))
  writeFileSync(pathOfPage(SUPPLIER_DIVERSITY.id), renderDiversityPage())
}
