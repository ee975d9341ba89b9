import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { INDICATORS } from '../../src/domain/indicator/indicators.ts'
import { DIVERSITY_PARTS } from '../../src/domain/indicator/supplier-diversity.ts'
import { INSERTION_INDICATORS } from '../../src/domain/insertion/insertion-indicators.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { openIndicator } from '../../src/reports/indicator-contracts.ts'
import { reportIndicator } from '../../src/reports/indicator-report.ts'
import { listFigureClauses, reportInsertionFigure } from '../../src/reports/insertion-figure.ts'
import { listDiversity, reportDiversity } from '../../src/reports/supplier-diversity.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import {
  choicesOf,
  EXAMPLE_SUPPLIERS,
  type ExampleContract,
  readDiversityExample,
  readExample,
  readInsertionExample,
  readInsertionExpected,
} from '../support/indicator-fixtures.ts'
import { recordInsertionExample } from '../support/insertion-examples.ts'

const { db } = await openTestDatabase(t)
const suppliers = Object.values(EXAMPLE_SUPPLIERS)
const sirenOf = (siret: string) => siret.slice(0, 9)

const LISTS = {
  sirene: [
    'siren,economieSocialeSolidaireUniteLegale,categorieJuridiqueUniteLegale',
    ...suppliers.flatMap(({ siret, essFlag, legalCategory }) =>
      legalCategory === undefined ? [] : [`${sirenOf(siret)},${essFlag},${legalCategory}`],
    ),
  ],
  esus: [
    'Raison sociale,SIREN,Date de décision,Date de fin',
    ...suppliers.flatMap(({ siret, title, esus }) =>
      esus === undefined ? [] : [`"${title}",${sirenOf(siret)},${esus.join(',')}`],
    ),
  ],
  siae: [
    'siret,kind,name,department',
    ...suppliers.flatMap(({ siret, title, kind, department }) =>
      kind === undefined ? [] : [`${siret},${kind},"${title}",${department}`],
    ),
  ],
}

const recordOf = (buyer: string, contract: ExampleContract) => ({
  id: contract.id,
  acheteur: { id: buyer },
  objet: `Objet ${contract.id}`,
  nature: 'Marché',
  montant: contract.amount,
  ...(contract.date && { dateNotification: contract.date }),
  datePublicationDonnees: contract.date ?? '2024-06-01',
  titulaires: contract.holders.map((name) => ({
    titulaire: { typeIdentifiant: 'SIRET', id: EXAMPLE_SUPPLIERS[name]?.siret },
  })),
  ...(contract.offers !== undefined && { offresRecues: contract.offers }),
  ...(contract.subcontracts && {
    actesSousTraitance: contract.subcontracts.map(([name, montant], index) => ({
      acteSousTraitance: {
        id: index + 1,
        sousTraitant: { typeIdentifiant: 'SIRET', id: EXAMPLE_SUPPLIERS[name]?.siret },
        montant,
        dateNotification: contract.date,
      },
    })),
  }),
  ...(contract.social && { considerationsSociales: { considerationSociale: contract.social } }),
  ...(contract.environmental && {
    considerationsEnvironnementales: { considerationEnvironnementale: contract.environmental },
  }),
})

const folder = t.testdir({})
for (const [source, rows] of Object.entries(LISTS)) {
  const path = join(folder, `${source}.csv`)
  await writeFile(path, rows.join('\n'))
  await importReference(db, FIXED_CLOCK, source as keyof typeof LISTS, path, { listedOn: '2026-10-31' })
}
const marche = INDICATORS.flatMap(({ id }) => {
  const { buyer, contracts } = readExample(id)
  return contracts.map((contract) => recordOf(buyer, contract))
})
const diversity = readDiversityExample()
marche.push(...diversity.contracts.map((contract) => recordOf(diversity.buyer, contract)))
await writeFile(join(folder, 'marches.json'), JSON.stringify({ marches: { marche } }))
await importContracts(db, FIXED_CLOCK, join(folder, 'marches.json'))

await recordInsertionExample(db, join(folder, 'insertion.json'))
for (const { id } of INDICATORS) {
  const { buyer, contracts } = readExample(id)
  for (const { id: sourceId, date } of contracts.filter(({ clause }) => clause))
    await createClause(
      db,
      FIXED_CLOCK,
      {
        contract: { buyer, sourceId, lot: null },
        terms: { bases: ['execution-condition'], startsOn: date },
        due: null,
      },
      { author: null },
    )
}

for (const { id } of INDICATORS)
  t.test(`${id} gives what its example gives by hand, contract by contract`, async (t) => {
    const { buyer, choice, contracts, expected } = readExample(id)
    const filters = { buyers: [buyer], from: null, to: null }
    const { total } = await reportIndicator(db, FIXED_CLOCK, { id, filters, ...choicesOf(choice) })
    t.match(total, expected)
    const opened = await openIndicator(
      db,
      FIXED_CLOCK,
      { id, filters, ...choicesOf(choice), part: 'counted', key: null },
      { limit: 100, offset: 0 },
    )
    t.strictSame(
      Object.fromEntries(opened.contracts.map(({ sourceId, outcome }) => [sourceId, outcome])),
      Object.fromEntries(
        contracts.flatMap(({ id, answer }) => (answer === 'left-aside' ? [] : [[id, answer]])),
      ),
    )
  })

t.test(
  'supplier-diversity gives what its example gives by hand, and opens on as many suppliers',
  async (t) => {
    const { buyer, from, expected } = diversity
    const request = {
      filters: { buyers: [buyer], from, to: null },
      perimeter: 'ess',
      frameworks: 'ceilings',
    } as const
    t.match(await reportDiversity(db, FIXED_CLOCK, request), expected)
    for (const part of DIVERSITY_PARTS) {
      const { suppliers, total } = await listDiversity(
        db,
        FIXED_CLOCK,
        { ...request, part, key: null },
        { limit: 10, offset: 0 },
      )
      const counted = {
        ...expected.suppliers,
        new: expected.newSuppliers.yes,
        'new-undetermined': expected.newSuppliers.undetermined,
      }
      t.equal(total, counted[part], part)
      t.equal(suppliers.length, total)
      if (part !== 'new' && part !== 'new-undetermined')
        t.equal(
          suppliers.reduce((sum, { value }) => sum + value, 0),
          expected.value[part],
          `euros of ${part}`,
        )
    }
    const anytime = await reportDiversity(db, FIXED_CLOCK, {
      ...request,
      filters: { ...request.filters, from: null },
    })
    t.equal(anytime.newSuppliers, null, 'nobody is new without a first day')
  },
)

const quotient = (value: number | [number, number]) => (Array.isArray(value) ? value[0] / value[1] : value)

for (const { id } of INSERTION_INDICATORS)
  t.test(`${id} gives what its example gives by hand, and opens on clauses that add up to it`, async (t) => {
    const { buyer, from, to } = readInsertionExample()
    const { value, atMost = null, parts = {}, groups = [] } = readInsertionExpected(id).expected
    const request = { id, filters: { buyers: [buyer], from, to }, isInternal: true }
    const { total } = await reportInsertionFigure(db, FIXED_CLOCK, request)
    t.match(total, { value: quotient(value), isHidden: false })
    if (atMost !== null) t.equal(total.atMost, atMost)
    t.strictSame(total.parts, parts)
    t.strictSame(
      total.groups.map(({ key, hours, people }) => ({ key, hours, people })),
      groups,
    )
    const page = { limit: 10, offset: 0 }
    const { clauses } = await listFigureClauses(db, FIXED_CLOCK, { ...request, key: null }, page)
    t.strictSame(
      clauses.map(({ sourceId, doneHours, people }) => [sourceId, doneHours, people]),
      [
        ['A', 300, 2],
        ['B', 300, 1],
        ['C', 30, 4],
        ['D', 0, 0],
      ],
    )
  })
