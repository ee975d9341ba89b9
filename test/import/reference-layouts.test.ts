import t from 'tap'
import { listMaskedSirens } from '../../src/database/facts.ts'
import type { SourceId } from '../../src/domain/supplier/facts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { openFile } from './temporary-file.ts'

/** What each list of the fixtures comes to: read = new + refused + not kept, where its day was found, its problems. */
const LISTS: readonly {
  source: SourceId
  file: string
  format: string
  counts: string
  day: string
  problems: string
  facts: readonly string[]
}[] = [
  {
    source: 'finess',
    file: 'finess.csv',
    format: 'finess-structures',
    counts: '5 = 2 + 1 + 2',
    day: '2026-05-12 file, complete',
    problems: 'siren-missing siret (colonne 23)',
    facts: ['00002420800019 ESAT ESAT DES TROIS RIVIÈRES', '00002427300013 EA EA DU VAL'],
  },
  {
    source: 'finess',
    file: 'finess-titres.csv',
    format: 'finess-titres',
    counts: '2 = 1 + 0 + 1',
    day: '2026-11-23 today, complete',
    problems: '',
    facts: ['00002420800019 ESAT ESAT DES TROIS RIVIÈRES'],
  },
  {
    source: 'handicap',
    file: 'secteur-handicap.csv',
    format: 'secteur-handicap',
    counts: '5 = 3 + 2 + 0',
    day: '2026-11-23 today, partial',
    problems: 'facilitator-ignored Type de structure, siren-placeholder Siret, identifier-repaired Siret',
    facts: [
      '00002420800019 ESAT ESAT DES TROIS RIVIÈRES',
      '00002427300013 EA LES ATELIERS DU VAL',
      '00002434900011 EATT INTÉRIM ADAPTÉ',
    ],
  },
  {
    source: 'cress',
    file: 'cress.csv',
    format: 'cress-liste',
    counts: '4 = 2 + 1 + 0',
    day: '2026-06-30 file, partial',
    problems: 'siren-placeholder N° SIRET',
    facts: ['000024208 - Les Trois Rivières', '000024273 - Ressourcerie du Val'],
  },
  {
    source: 'siae',
    file: 'marche-inclusion.json',
    format: 'marche-inclusion',
    counts: '4 = 2 + 2 + 0',
    day: '2026-11-23 today, complete',
    problems: 'facilitator-ignored kind, structure-inactive is_active',
    facts: ['00002420800019 EI Les Trois Rivières', '00002427300013 EA ATELIERS DU VAL'],
  },
]

t.test('each list is read as its publisher sends it; again, it changes nothing', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const { source, file, format, counts, day, problems, facts } of LISTS) {
    const path = fixture(`lists/${file}`)
    const ledger = await importReference(db, FIXED_CLOCK, source, path)
    const { read, stored, unchanged, rejected, notKept, listedOn, listedOnFrom, isComplete } = ledger
    t.equal(ledger.format, format, file)
    t.equal(`${read} = ${stored} + ${rejected} + ${notKept}`, counts, file)
    t.equal(read, stored + unchanged + rejected + notKept, file)
    t.equal(`${listedOn} ${listedOnFrom}, ${isComplete ? 'complete' : 'partial'}`, day, file)
    t.equal(ledger.problems.map(({ code, column }) => `${code} ${column}`).join(', '), problems, file)
    const rows = await db
      .selectFrom('facts')
      .selectAll()
      .where('format', '=', format)
      .orderBy('siren')
      .execute()
    t.strictSame(
      rows
        .filter(({ statement }) => !('unusableRowOf' in statement))
        .map(
          ({ siren, siret, statement, name }) =>
            `${siret ?? siren} ${(statement as { structureKind?: string }).structureKind ?? '-'} ${name}`,
        ),
      facts,
      file,
    )
    const again = await importReference(db, FIXED_CLOCK, source, path)
    t.match(again, { stored: 0, updated: 0, closed: 0, listedOn, listedOnFrom: 'same-file' }, file)
  }
})

t.test(
  'SIRENE: names of sole traders and of units that refuse diffusion are kept from readers',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const ledger = await importReference(db, FIXED_CLOCK, 'sirene', fixture('lists/sirene.csv'))
    t.match(ledger, { read: 8, stored: 7, rejected: 1, notKept: 0, keep: 'all', isComplete: false })
    const all = ['000024208', '000024273', '000024349', '000024414', '000024489', '000024554', '000024620']
    t.strictSame(await listMaskedSirens(db, all), new Set(['000024489', '000024554', '000024620']))
    const rows = await db.selectFrom('facts').select(['siren', 'name']).orderBy('siren').execute()
    t.strictSame(
      rows.map(({ name }) => name),
      [
        'ASSOCIATION DES TROIS RIVIERES',
        'COOPERATIVE DU VAL',
        'TRAVAUX CHIMERE',
        'ANCIENNE SARL',
        'CAMILLE INVENTE',
        null,
        null,
      ],
      '[ND] is no name',
    )
  },
)

t.test('a local list and a page of an API are extracts: who is not there is not a "no"', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'liste')
  const page = {
    count: 900,
    next: 'https://example.org/?page=2',
    results: [{ siret: '00002420800019', kind: 'ACI' }],
  }
  for (const { title, content, format, facts } of [
    {
      title: 'titles of a prefecture, with dates',
      content:
        'SIRET;Raison sociale;Type;Date de conventionnement;Date de fin de convention\n00002420800019;Les Trois Rivières;ACI;01/01/2023;31/12/2025\n',
      format: 'siae-conventions',
      facts: 1,
    },
    {
      title: 'titles of a prefecture, without',
      content: 'SIRET;Raison sociale;Type\n00002420800019;Les Trois Rivières;ACI\n',
      format: 'marche-inclusion',
      facts: 1,
    },
    { title: 'a page of several', content: JSON.stringify(page), format: 'marche-inclusion', facts: 1 },
  ]) {
    const ledger = await importReference(db, FIXED_CLOCK, 'siae', await write(content), { isDryRun: true })
    t.match(ledger, { format, stored: facts, isComplete: false }, title)
  }
  for (const [content, says] of [
    ['siren,nic,siret,statutDiffusionEtablissement\n', /prenez celui des unités légales, StockUniteLegale/],
    ['{"results":[{"siren":"1","nom_complet":"X"}]}', /suppliers enrich/],
  ] as const)
    await t.rejects(importReference(db, FIXED_CLOCK, 'sirene', await write(content)), { message: says })
})
