import t from 'tap'
import { parseContract } from '../../../src/domain/contract/parse-contract.ts'
import {
  codesOf,
  LA_POSTE,
  rawContractOf,
  rawOrganisation,
  SUPPLIER,
  TODAY,
  TOWN,
  TOWN_SIREN,
} from './raw-contract-of.ts'

t.test('the buyer is read, or kept as written', async (t) => {
  const sicoval = '243100633'
  for (const { title, raw, buyerId, buyerSiren, codes } of [
    { title: 'a SIRET', raw: TOWN, buyerId: TOWN, buyerSiren: TOWN_SIREN, codes: [] },
    { title: 'a SIREN', raw: sicoval, buyerId: sicoval, buyerSiren: sicoval, codes: [] },
    {
      title: 'a SIRET with spaces',
      raw: '000 010 041 00010',
      buyerId: TOWN,
      buyerSiren: TOWN_SIREN,
      codes: ['identifier-repaired'],
    },
    {
      title: 'a SIRET with .0',
      raw: `${TOWN}.0`,
      buyerId: TOWN,
      buyerSiren: TOWN_SIREN,
      codes: ['identifier-repaired'],
    },
    {
      title: 'a SIRET with .00',
      raw: `${TOWN}.00`,
      buyerId: TOWN,
      buyerSiren: TOWN_SIREN,
      codes: ['identifier-repaired'],
    },
    {
      title: 'a SIRET as a number',
      raw: 1004100010,
      buyerId: TOWN,
      buyerSiren: TOWN_SIREN,
      codes: ['identifier-repaired'],
    },
    {
      title: 'a wrong establishment keeps its SIREN',
      raw: '24310063300012',
      buyerId: '24310063300012',
      buyerSiren: sicoval,
      codes: ['buyer-identifier-invalid'],
    },
    {
      title: 'a wrong establishment with spaces keeps both',
      raw: '243 100 633 00012',
      buyerId: '243 100 633 00012',
      buyerSiren: sicoval,
      codes: ['buyer-identifier-invalid'],
    },
    {
      title: 'a wrong SIREN part gives no SIREN',
      raw: '24310063400011',
      buyerId: '24310063400011',
      buyerSiren: null,
      codes: ['buyer-identifier-invalid'],
    },
    {
      title: 'digits rounded by a spreadsheet are not invented',
      raw: '2,10104E+13',
      buyerId: '2,10104E+13',
      buyerSiren: null,
      codes: ['buyer-identifier-invalid'],
    },
    {
      title: 'zeros name nobody',
      raw: '00000000000000',
      buyerId: '00000000000000',
      buyerSiren: null,
      codes: ['buyer-identifier-invalid'],
    },
    {
      title: 'a name',
      raw: 'Port-Mirage',
      buyerId: 'Port-Mirage',
      buyerSiren: null,
      codes: ['buyer-identifier-invalid'],
    },
  ]) {
    const { record, problems } = parseContract(rawContractOf({ fields: { buyerId: raw } }), TODAY)
    t.match(record, { buyerId, buyerSiren }, title)
    t.strictSame(codesOf(problems), codes, `${title}: problems`)
  }
})

t.test('holders', async (t) => {
  for (const { title, holders, identifiers, codes } of [
    { title: 'none', holders: [], identifiers: [], codes: ['holder-missing'] },
    {
      title: 'empty entries only',
      holders: [rawOrganisation(''), rawOrganisation('NC')],
      identifiers: [],
      codes: ['holder-missing'],
    },
    {
      title: 'two, the first one first',
      holders: [rawOrganisation(SUPPLIER), rawOrganisation(LA_POSTE)],
      identifiers: [SUPPLIER, LA_POSTE],
      codes: [],
    },
    {
      title: 'an empty second column',
      holders: [rawOrganisation(SUPPLIER), rawOrganisation('')],
      identifiers: [SUPPLIER],
      codes: [],
    },
    {
      title: 'one nobody can know',
      holders: [rawOrganisation('12345')],
      identifiers: ['12345'],
      codes: ['holder-identifier-invalid'],
    },
    {
      title: 'a name alone',
      holders: [rawOrganisation('', 'Le Balai')],
      identifiers: [null],
      codes: ['holder-identifier-missing'],
    },
  ]) {
    const { record, problems } = parseContract(rawContractOf({ holders }), TODAY)
    t.strictSame(
      record?.holders.map(({ identifier }) => identifier),
      identifiers,
      title,
    )
    t.strictSame(codesOf(problems), codes, `${title}: problems`)
  }
})

t.test('amendments and subcontracts come with the record, and their doubts too', async (t) => {
  const amendment = {
    amendedOn: '2024-06-01',
    publishedOn: null,
    amount: 60_000,
    durationMonths: null,
    object: null,
    holders: [],
  }
  const subcontract = {
    ...rawOrganisation('NC'),
    amount: 'NC',
    notifiedOn: '2024-13-01',
    durationMonths: null,
  }
  const { record, problems } = parseContract(
    rawContractOf({ amendments: [amendment], subcontracts: [subcontract] }),
    TODAY,
  )
  t.match(record?.amendments, [{ amendedOn: '2024-06-01', amountCents: 60_000_00n, amountFlag: null }])
  t.match(record?.subcontracts, [
    { scheme: null, identifier: null, siren: null, amountCents: null, amountFlag: null },
  ])
  t.strictSame(codesOf(problems), ['holder-identifier-missing', 'date-unreadable'])
})
