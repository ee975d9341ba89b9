import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { textOf } from '../../src/domain/contract/missing-marker.ts'
import {
  parseEsus,
  parseFiness,
  parseListing,
  parseSirene,
  parseStructure,
} from '../../src/import/parse-reference-row.ts'
import type { ParsedFact, ReferenceCells } from '../../src/import/reference-cells.ts'

type Row = Readonly<Record<string, string>>

/** The cells of a row by role; each column is titled by its role in capitals. */
const cells = (row: Row): ReferenceCells => ({
  text: (role) => textOf(row[role]),
  columnOf: (role) => role.toUpperCase(),
})

const codesOf = ({ problems }: ParsedFact) => problems.map(({ code }) => code)

t.test('the unit is named by a SIREN or SIRET, repaired where one reading only is possible', async (t) => {
  for (const { title, siren, expected, codes } of [
    { title: 'a SIREN', siren: '000024208', expected: '000024208', codes: [] },
    { title: 'a SIRET', siren: '00002420800019', expected: '000024208', codes: [] },
    { title: 'spaces', siren: '000 024 208', expected: '000024208', codes: ['identifier-repaired'] },
    { title: 'a decimal', siren: '000024208.0', expected: '000024208', codes: ['identifier-repaired'] },
    { title: 'leading zeros lost', siren: '24349', expected: '000024349', codes: ['identifier-repaired'] },
    {
      title: 'a SIRET without its zeros',
      siren: '2420800019',
      expected: '000024208',
      codes: ['identifier-repaired'],
    },
    { title: 'a wrong check digit', siren: '000024209', expected: null, codes: ['siren-invalid'] },
    { title: 'a text', siren: 'à compléter', expected: null, codes: ['siren-invalid'] },
    { title: 'empty', siren: '', expected: null, codes: ['siren-missing'] },
    { title: 'a marker', siren: 'NC', expected: null, codes: ['siren-missing'] },
    { title: 'a run of digits', siren: '12345678912345', expected: null, codes: ['siren-placeholder'] },
    { title: 'one digit repeated', siren: '999999999', expected: null, codes: ['siren-placeholder'] },
    { title: 'zeros', siren: '000000000', expected: null, codes: ['siren-placeholder'] },
  ]) {
    const parsed = parseListing(cells({ siren, name: 'X' }))
    t.strictSame([parsed.fact?.siren ?? null, codesOf(parsed)], [expected, codes], title)
    t.ok(
      parsed.problems.every(({ column }) => column === 'SIREN'),
      `${title}: the column is named`,
    )
  }
})

t.test('SIRENE: O, N and empty are three answers', async (t) => {
  for (const { essFlag, expected } of [
    { essFlag: 'O', expected: 'O' },
    { essFlag: 'n', expected: 'N' },
    { essFlag: '', expected: null },
  ])
    t.strictSame(parseSirene(cells({ siren: '000024208', essFlag, legalCategory: '5710' })).fact?.statement, {
      legalCategory: '5710',
      essFlag: expected,
    })
  const refused = parseSirene(cells({ siren: '000024208', essFlag: 'oui' }))
  t.strictSame([refused.fact, codesOf(refused)], [null, ['ess-flag-unknown']])
  t.strictSame(parseSirene(cells({ siren: '000024208' })).fact?.statement, {
    legalCategory: null,
    essFlag: null,
  })
})

t.test('SIRENE: names of sole traders and of units that refuse diffusion are personal data', async (t) => {
  for (const { title, row, name, isMasked } of [
    {
      title: 'a company',
      row: { name: 'SAS X', legalCategory: '5710', diffusion: 'O' },
      name: 'SAS X',
      isMasked: false,
    },
    {
      title: 'a sole trader',
      row: { firstName: 'Camille', lastName: 'FICTIF', legalCategory: '1000', diffusion: 'O' },
      name: 'Camille FICTIF',
      isMasked: true,
    },
    { title: 'partial diffusion', row: { name: 'SAS X', diffusion: 'P' }, name: 'SAS X', isMasked: true },
    { title: 'no diffusion', row: { name: 'SAS X', diffusion: 'N' }, name: 'SAS X', isMasked: true },
    { title: 'no name at all', row: {}, name: null, isMasked: false },
  ]) {
    const { fact } = parseSirene(cells({ siren: '000024208', ...(row as Row) }))
    t.match(fact, { name, isNameMasked: isMasked }, title)
  }
})

t.test('ESUS: an agreement has an end, and not before its start', async (t) => {
  for (const { title, from, to, expected } of [
    { title: 'both dates', from: '10/03/2020', to: '09/03/2025', expected: ['2020-03-10', '2025-03-09'] },
    { title: 'ISO dates', from: '2020-03-10', to: '2025-03-09', expected: ['2020-03-10', '2025-03-09'] },
    { title: 'one day', from: '10/03/2020', to: '10/03/2020', expected: ['2020-03-10', '2020-03-10'] },
    { title: 'no start', from: '', to: '09/03/2025', expected: [null, '2025-03-09'] },
    { title: 'no end', from: '10/03/2020', to: '', expected: ['end-date-missing', 'TO'] },
    { title: 'reversed', from: '10/03/2025', to: '09/03/2020', expected: ['dates-reversed', 'TO'] },
    {
      title: 'an unreadable start',
      from: 'mars',
      to: '09/03/2025',
      expected: ['period-date-unreadable', 'FROM'],
    },
    {
      title: 'an impossible end',
      from: '10/03/2020',
      to: '31/02/2025',
      expected: ['period-date-unreadable', 'TO'],
    },
  ]) {
    const { fact, problems } = parseEsus(cells({ siren: '000024208', from, to }))
    const got = fact ? [fact.validFrom, fact.validTo] : [problems[0]?.code, problems[0]?.column]
    t.strictSame(got, expected, title)
  }
})

t.test('structures: the kind is one of the inclusive list; a facilitator is no supplier', async (t) => {
  for (const { title, row, code } of [
    { title: 'an ACI', row: { kind: 'ACI' }, code: null },
    { title: 'small letters', row: { kind: 'ea' }, code: null },
    { title: 'an OPCS, active or not', row: { kind: 'OPCS', isActive: 'True' }, code: 'facilitator-ignored' },
    { title: 'another kind', row: { kind: 'SCOP' }, code: 'kind-unknown' },
    { title: 'no kind', row: {}, code: 'kind-unknown' },
    { title: 'active', row: { kind: 'EI', isActive: 'True' }, code: null },
    { title: 'inactive', row: { kind: 'EI', isActive: 'False' }, code: 'structure-inactive' },
    { title: 'activity not said', row: { kind: 'EI', isActive: '' }, code: null },
    { title: 'a valid convention', row: { kind: 'EI', states: 'VALIDE' }, code: null },
    { title: 'one valid among several', row: { kind: 'EI', states: 'ANNULE|VALIDE' }, code: null },
    { title: 'a cancelled convention', row: { kind: 'EI', states: 'ANNULE' }, code: 'convention-cancelled' },
    {
      title: 'another state',
      row: { kind: 'EI', states: 'PROVISOIRE|ANNULE' },
      code: 'convention-cancelled',
    },
    {
      title: 'dates tell more than is_active',
      row: { kind: 'EI', isActive: 'False', from: '2019-01-01', to: '2021-12-31' },
      code: null,
    },
    {
      title: 'reversed dates',
      row: { kind: 'EI', from: '2022-01-01', to: '2021-12-31' },
      code: 'dates-reversed',
    },
  ]) {
    const parsed = parseStructure(cells({ siret: '00002420800019', ...(row as Row) }))
    t.strictSame(codesOf(parsed), code === null ? [] : [code], title)
    t.equal(parsed.fact === null, code !== null, title)
  }
})

t.test('a structure is an establishment; known by its SIREN only, it is the whole unit', async (t) => {
  const { fact } = parseStructure(cells({ siret: '00002420800019', kind: 'ACI' }))
  t.match(fact, { siren: '000024208', siret: '00002420800019', statement: { structureKind: 'ACI' } })
  t.match(parseStructure(cells({ siret: '000024208', kind: 'ACI' })).fact, { siret: '000024208' })
})

t.test('two rows of one key say the same unit, kind and days', async (t) => {
  const key = (row: Row) => parseStructure(cells({ siret: '00002420800019', kind: 'EI', ...row })).fact?.key
  const dated = { from: '2020-01-01', to: '2021-01-01' }
  t.equal(key(dated), key({ ...dated, name: 'Autre nom' }))
  for (const other of [
    {},
    { ...dated, kind: 'ACI' },
    { ...dated, to: '2022-01-01' },
    { ...dated, siret: '000024208' },
  ])
    t.not(key(dated), key(other))
})

t.test('any row is a fact or a refusal with its reason, never both nor neither', async (t) => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      'NC',
      '000024208',
      '00002420800019',
      '24349',
      '12345678912345',
      '2024-01-31',
      '31/01/2020',
      'ACI',
      'OPCS',
      'O',
      'False',
      'VALIDE',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const roles = [
    'siren',
    'siret',
    'kind',
    'from',
    'to',
    'isActive',
    'states',
    'essFlag',
    'legalCategory',
    'name',
    'category',
  ]
  const row = fc.record(Object.fromEntries(roles.map((role) => [role, cell])))
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        row,
        fc.constantFrom(parseSirene, parseListing, parseEsus, parseStructure, parseFiness),
        (values, parse) => {
          const { fact, problems, isNotKept = false } = parse(cells(values as Row))
          assert.equal(fact === null, isNotKept || problems.some(({ isRejection }) => isRejection))
          assert.ok(fact === null || /^\d{9}$/.test(fact.siren))
        },
      ),
      { numRuns: 1000 },
    ),
  )
})
