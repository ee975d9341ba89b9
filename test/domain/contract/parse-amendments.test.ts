import t from 'tap'
import { parseAmendments, parseSubcontracts } from '../../../src/domain/contract/parse-amendments.ts'
import type { Problem } from '../../../src/domain/problem/problem.ts'
import { LA_POSTE, rawOrganisation, SUPPLIER, SUPPLIER_SIREN, TODAY } from './raw-contract-of.ts'

const placesOf = (problems: readonly Problem[]) => problems.map(({ code, column }) => `${column}: ${code}`)

const SAYS_NOTHING = {
  amendedOn: null,
  publishedOn: null,
  amount: null,
  durationMonths: null,
  object: null,
  holders: [],
}
const nothing = {
  amendedOn: null,
  publishedOn: null,
  amountCents: null,
  amountFlag: null,
  durationMonths: null,
  object: null,
  holders: [],
}

t.test('an amendment gives new totals; what it leaves unsaid is unchanged, not missing', async (t) => {
  for (const { title, raw, expected, problems } of [
    {
      title: 'everything said',
      raw: {
        amendedOn: '2024-06-01+02:00',
        publishedOn: '15/06/2024',
        amount: '60 000,00',
        durationMonths: '18',
        object: ' Prolongation ',
        holders: [rawOrganisation(SUPPLIER)],
      },
      expected: {
        amendedOn: '2024-06-01',
        publishedOn: '2024-06-15',
        amountCents: 60_000_00n,
        amountFlag: null,
        durationMonths: 18,
        object: 'Prolongation',
        holders: [{ scheme: 'SIRET', identifier: SUPPLIER, siren: SUPPLIER_SIREN, name: null }],
      },
      problems: [],
    },
    {
      title: 'an amendment that says nothing readable happened all the same',
      raw: {},
      expected: {},
      problems: [],
    },
    {
      title: 'marks say nothing',
      raw: { amount: 'NC', durationMonths: 'MQ', object: 'CDL', amendedOn: 'None' },
      expected: {},
      problems: [],
    },
    {
      title: 'an absurd amount is kept and flagged',
      raw: { amount: 1 },
      expected: { amountCents: 1_00n, amountFlag: 'below-minimum' },
      problems: ['modifications.montant: amount-below-minimum'],
    },
    {
      title: 'a placeholder is kept and flagged',
      raw: { amount: '1111111' },
      expected: { amountCents: 1_111_111_00n, amountFlag: 'placeholder' },
      problems: ['modifications.montant: amount-placeholder'],
    },
    {
      title: 'an amount in words is unreadable',
      raw: { amount: 'cent euros' },
      expected: { amountFlag: 'unreadable' },
      problems: ['modifications.montant: amount-unreadable'],
    },
    {
      title: 'impossible days and a duration in words',
      raw: { amendedOn: '2024-02-30', publishedOn: 'hier', durationMonths: 'un an' },
      expected: {},
      problems: [
        'modifications.dateNotificationModification: date-unreadable',
        'modifications.datePublicationDonneesModification: date-unreadable',
        'modifications.dureeMois: duration-unreadable',
      ],
    },
    {
      title: 'a holder nobody can know',
      raw: { holders: [rawOrganisation('123')] },
      expected: { holders: [{ scheme: null, identifier: '123', siren: null, name: null }] },
      problems: ['modifications.titulaires.id: holder-identifier-invalid'],
    },
  ]) {
    const found: Problem[] = []
    t.strictSame(
      parseAmendments([{ ...SAYS_NOTHING, ...raw }], TODAY, found),
      [{ ...nothing, ...expected }],
      title,
    )
    t.strictSame(placesOf(found), problems, `${title}: problems`)
  }
})

t.test('an amendment dated before 1990 or after today is kept as written, and flagged', async (t) => {
  for (const { day, codes } of [
    { day: TODAY, codes: [] },
    { day: '2042-01-01', codes: ['amendment-date-implausible'] },
    { day: '1989-12-31', codes: ['amendment-date-implausible'] },
  ]) {
    const found: Problem[] = []
    const [amendment] = parseAmendments([{ ...SAYS_NOTHING, amendedOn: day }], TODAY, found)
    t.equal(amendment?.amendedOn, day)
    t.strictSame(
      found.map(({ code }) => code),
      codes,
    )
  }
})

t.test('amendments keep the order of the file', async (t) => {
  const raws = ['2024-09-01', '2024-03-01'].map((amendedOn) => ({ ...SAYS_NOTHING, amendedOn }))
  t.strictSame(
    parseAmendments(raws, TODAY, []).map(({ amendedOn }) => amendedOn),
    ['2024-09-01', '2024-03-01'],
  )
})

t.test('a subcontract is kept, its subcontractor undetermined when nobody can know it', async (t) => {
  const details = { amount: '5 000', notifiedOn: '2024-05-02', durationMonths: 6 }
  const read = { amountCents: 5_000_00n, amountFlag: null, notifiedOn: '2024-05-02', durationMonths: 6 }
  for (const { title, raw, expected, problems } of [
    {
      title: 'a post office',
      raw: { ...rawOrganisation(LA_POSTE), ...details },
      expected: { scheme: 'SIRET', identifier: LA_POSTE, siren: '356000000', name: null, ...read },
      problems: [],
    },
    {
      title: 'a wrong check digit',
      raw: { ...rawOrganisation('35600000049838'), ...details },
      expected: { scheme: null, identifier: '35600000049838', siren: null, name: null, ...read },
      problems: ['actesSousTraitance.sousTraitant.id: holder-identifier-invalid'],
    },
    {
      title: 'NC',
      raw: { ...rawOrganisation('NC'), ...details },
      expected: { scheme: null, identifier: null, siren: null, name: null, ...read },
      problems: ['actesSousTraitance.sousTraitant.id: holder-identifier-missing'],
    },
    {
      title: 'unreadable details',
      raw: { ...rawOrganisation(LA_POSTE), amount: 1, notifiedOn: '31/02/2024', durationMonths: '6,5' },
      expected: {
        ...{ scheme: 'SIRET', identifier: LA_POSTE, siren: '356000000', name: null },
        ...{ amountCents: 1_00n, amountFlag: 'below-minimum', notifiedOn: null, durationMonths: null },
      },
      problems: [
        'actesSousTraitance.montant: amount-below-minimum',
        'actesSousTraitance.dateNotification: date-unreadable',
        'actesSousTraitance.dureeMois: duration-unreadable',
      ],
    },
  ]) {
    const found: Problem[] = []
    t.strictSame(parseSubcontracts([raw], found), [expected], title)
    t.strictSame(placesOf(found), problems, `${title}: problems`)
  }
})
