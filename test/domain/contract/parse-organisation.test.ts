import t from 'tap'
import { parseOrganisation, parseOrganisations } from '../../../src/domain/contract/parse-organisation.ts'
import type { Problem } from '../../../src/domain/problem/problem.ts'
import { codesOf, LA_POSTE, rawOrganisation, SUPPLIER, SUPPLIER_SIREN } from './raw-contract-of.ts'

const supplier = { scheme: 'SIRET', identifier: SUPPLIER, siren: SUPPLIER_SIREN, name: null }
const undetermined = (identifier: string | null, name: string | null = null) => ({
  scheme: null,
  identifier,
  siren: null,
  name,
})

t.test('an organisation is read, or kept as written and flagged', async (t) => {
  for (const { title, raw, expected, codes } of [
    { title: 'a SIRET', raw: rawOrganisation(SUPPLIER), expected: supplier, codes: [] },
    {
      title: 'a SIRET with a name',
      raw: rawOrganisation(SUPPLIER, ' Le  Balai '),
      expected: { ...supplier, name: 'Le Balai' },
      codes: [],
    },
    {
      title: 'a SIRET as a number',
      raw: rawOrganisation(1234567400019),
      expected: supplier,
      codes: ['identifier-repaired'],
    },
    {
      title: 'a SIRET with .0',
      raw: rawOrganisation('1234567400019.0'),
      expected: supplier,
      codes: ['identifier-repaired'],
    },
    {
      title: 'a wrong check digit',
      raw: rawOrganisation('01234567400018'),
      expected: undetermined('01234567400018'),
      codes: ['holder-identifier-invalid'],
    },
    {
      title: 'digits rounded by a spreadsheet',
      raw: rawOrganisation('1,23457E+12'),
      expected: undetermined('1,23457E+12'),
      codes: ['holder-identifier-rounded'],
    },
    {
      title: 'digits that fill a cell',
      raw: rawOrganisation('12345678912345'),
      expected: undetermined('12345678912345'),
      codes: ['holder-identifier-invalid'],
    },
    {
      title: 'all zeros',
      raw: rawOrganisation('00000000000000'),
      expected: undetermined('00000000000000'),
      codes: ['holder-identifier-invalid'],
    },
    {
      title: 'a name without identifier',
      raw: rawOrganisation(null, 'Le Balai'),
      expected: undetermined(null, 'Le Balai'),
      codes: ['holder-identifier-missing'],
    },
    {
      title: 'NC for identifier',
      raw: rawOrganisation('NC', 'Le Balai'),
      expected: undetermined(null, 'Le Balai'),
      codes: ['holder-identifier-missing'],
    },
    { title: 'INX everywhere', raw: rawOrganisation('INX', 'NC', 'INX'), expected: null, codes: [] },
    { title: 'nothing', raw: rawOrganisation(null, null, null), expected: null, codes: [] },
    { title: 'a type alone names nobody', raw: rawOrganisation(null), expected: null, codes: [] },
    {
      title: 'a foreign identifier',
      raw: rawOrganisation('DE811128135', null, 'TVA'),
      expected: { scheme: 'TVA', identifier: 'DE811128135', siren: null, name: null },
      codes: [],
    },
  ]) {
    const problems: Problem[] = []
    t.strictSame(parseOrganisation(raw, 'titulaire_id', problems), expected, title)
    t.strictSame(codesOf(problems), codes, `${title}: problems`)
    for (const { column, isRejection } of problems)
      t.strictSame([column, isRejection], ['titulaire_id', false])
  }
})

t.test('a list keeps its order, without empty entries, each organisation once', async (t) => {
  const problems: Problem[] = []
  const organisations = parseOrganisations(
    [
      rawOrganisation(LA_POSTE),
      rawOrganisation(null, null),
      rawOrganisation(SUPPLIER, 'Le Balai'),
      rawOrganisation(LA_POSTE, 'La Poste'),
      rawOrganisation('???'),
      rawOrganisation('???', 'Autre'),
      rawOrganisation(null, 'Le Balai'),
      rawOrganisation(null, 'Le Seau'),
    ],
    'titulaires.id',
    problems,
  )
  t.strictSame(
    organisations.map(({ identifier, name }) => identifier ?? name),
    [LA_POSTE, SUPPLIER, '???', 'Le Balai', 'Le Seau'],
  )
})
