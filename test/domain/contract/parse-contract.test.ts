import t from 'tap'
import type { ContractRecord } from '../../../src/domain/contract/contract-record.ts'
import { parseContract } from '../../../src/domain/contract/parse-contract.ts'
import {
  codesOf,
  LA_POSTE,
  rawContractOf,
  rawOrganisation,
  SUPPLIER,
  SUPPLIER_SIREN,
  TODAY,
  TOWN,
  TOWN_SIREN,
} from './raw-contract-of.ts'

const holder = { scheme: 'SIRET', identifier: SUPPLIER, siren: SUPPLIER_SIREN, name: null }

t.test('a record that says the least gives a contract whose unknowns are null', async (t) => {
  const { record, problems } = parseContract(rawContractOf(), TODAY)
  const expected: ContractRecord = {
    ...{ kind: 'contract', buyerId: TOWN, buyerSiren: TOWN_SIREN, buyerName: null },
    ...{ sourceId: '2024-01', lot: null, object: 'Nettoyage des locaux', nature: null, procedure: null },
    ...{ cpv: null, frameworkId: null, placeCode: null, placeCodeType: null, placeName: null },
    ...{ durationMonths: 12, notifiedOn: '2024-01-10', publishedOn: '2024-02-01' },
    ...{ amountCents: 50_000_00n, amountFlag: null, priceForm: null, ccag: null, groupType: null },
    ...{ offersReceived: null, innovative: null, advance: null, advanceRate: null },
    ...{ subcontractingDeclared: null, euOrigin: null, frenchOrigin: null },
    ...{ techniques: null, executionModes: null, priceTypes: null },
    ...{ socialConsiderations: null, environmentalConsiderations: null },
    ...{ holders: [holder], amendments: [], subcontracts: [] },
    ...{ version: 0, isVersionDated: false, isSuperseded: false },
  }
  t.strictSame(record, expected)
  t.strictSame(problems, [])
})

t.test('a record that says everything is read whole', async (t) => {
  const said = {
    lot: '2',
    buyerName: 'Commune  de Port-Mirage',
    nature: 'Marché',
    cpv: '45000000-7',
    procedure: 'Procédure adaptée',
    placeCode: '31',
    placeCodeType: 'Code département',
    placeName: 'Haute-Garonne',
    priceForm: 'Révisable',
    frameworkId: 'AC-1',
    innovative: 'non',
    ccag: 'Travaux',
    offersReceived: '3',
    advance: true,
    advanceRate: '0,05',
    groupType: 'Solidaire',
    subcontractingDeclared: 'oui',
    euOrigin: 0.5,
    frenchOrigin: '0.25',
  }
  const lists = {
    techniques: ['Accord-cadre'],
    executionModes: ['Bons de commande'],
    priceTypes: ['Définitif ferme'],
    socialConsiderations: ['Marché réservé'],
    environmentalConsiderations: ['Pas de considération environnementale'],
  }
  const states = { version: 2, isVersionDated: true, isSuperseded: true }
  const { record, problems } = parseContract(rawContractOf({ fields: said, lists, ...states }), TODAY)
  t.match(record, {
    ...{ ...said, kind: 'call-off', buyerName: 'Commune de Port-Mirage', cpv: '45000000' },
    ...{
      innovative: false,
      offersReceived: 3,
      advanceRate: 0.05,
      subcontractingDeclared: true,
      frenchOrigin: 0.25,
    },
    ...{
      techniques: ['Accord-cadre'],
      executionModes: ['Bons de commande'],
      priceTypes: ['Définitif ferme'],
    },
    ...{ socialConsiderations: ['reserved-contract'], environmentalConsiderations: [], ...states },
  })
  t.strictSame(problems, [])
})

t.test('only a record without buyer, or that does not say what was bought, is refused', async (t) => {
  for (const { title, fields, codes } of [
    { title: 'no buyer', fields: { buyerId: undefined }, codes: ['buyer-missing'] },
    { title: 'NC for buyer', fields: { buyerId: 'NC' }, codes: ['buyer-missing'] },
    { title: 'an object for buyer', fields: { buyerId: {} }, codes: ['buyer-missing'] },
    { title: 'neither id nor object', fields: { sourceId: ' ', object: null }, codes: ['nothing-bought'] },
    {
      title: 'marks for id and object',
      fields: { sourceId: 'MQ', object: 'CDL' },
      codes: ['nothing-bought'],
    },
    {
      title: 'both at once',
      fields: { buyerId: '', sourceId: '', object: '' },
      codes: ['buyer-missing', 'nothing-bought'],
    },
  ]) {
    const { record, problems } = parseContract(rawContractOf({ fields }), TODAY)
    t.equal(record, null, title)
    t.strictSame(codesOf(problems), codes, `${title}: problems`)
    t.ok(
      problems.every(({ isRejection }) => isRejection),
      `${title}: the problems refuse`,
    )
  }
})

t.test('a total is refused, and a contract whose object says "total" is not', async (t) => {
  const blank = { holders: [rawOrganisation(null)] }
  for (const { title, changes, isRefused } of [
    {
      title: 'beside the id',
      changes: { ...blank, fields: { sourceId: 'Total', object: '' } },
      isRefused: true,
    },
    {
      title: 'beside the object, without holders',
      changes: { fields: { sourceId: '', object: 'SOUS-TOTAL 2024' }, holders: [] },
      isRefused: true,
    },
    {
      title: 'an id and an object',
      changes: { ...blank, fields: { sourceId: '12', object: 'Total' } },
      isRefused: false,
    },
    { title: 'a holder', changes: { fields: { sourceId: 'Total', object: null } }, isRefused: false },
    {
      title: 'a holder known by name alone',
      changes: { fields: { object: 'Total', sourceId: null }, holders: [rawOrganisation(null, 'Dupont')] },
      isRefused: false,
    },
    {
      title: 'beside a count of contracts where the object goes',
      changes: { ...blank, fields: { sourceId: 'Total 2024', object: '12 marchés', notifiedOn: null } },
      isRefused: true,
    },
    {
      title: 'a company of that name',
      changes: { ...blank, fields: { sourceId: null, object: 'TOTAL ÉNERGIES : fourniture de gaz' } },
      isRefused: false,
    },
    {
      title: 'another word',
      changes: { ...blank, fields: { sourceId: null, object: 'Totalité du mobilier' } },
      isRefused: false,
    },
  ]) {
    const { record, problems } = parseContract(rawContractOf(changes), TODAY)
    t.equal(record === null, isRefused, title)
    t.equal(codesOf(problems).includes('total-row'), isRefused, `${title}: problem`)
  }
})

t.test('a row that is no contract concluded is refused, with what it is', async (t) => {
  const named = (name: string) => ({ holders: [rawOrganisation(null, name)] })
  const ofNature = (nature: string) => ({ fields: { nature } })
  for (const [title, changes, code] of [
    ['an amendment', ofNature('Avenant n° 2'), 'not-a-contract'],
    ['an amendment by its legal name', ofNature('Modification de marché'), 'not-a-contract'],
    ['a renewal', ofNature('Décision de reconduction'), 'not-a-contract'],
    ['a subcontract', ofNature('Acte spécial de sous-traitance'), 'not-a-contract'],
    ['a framework', ofNature('Accord-cadre'), null],
    ['a contract with call-offs', ofNature('Bons de commande'), null],
    ['no tenders', named('INFRUCTUEUX'), 'not-awarded'],
    ['nobody, in other words', named('Non attribué'), 'not-awarded'],
    ['given up by the buyer', named('Lot n° 2 - abandonné'), 'not-awarded'],
    ['a company whose name begins alike', named('Abandonnerie de la Brume'), null],
    ['given up, with its lot', named('Lot 3 : déclaré sans suite'), 'not-awarded'],
    ['not decided', named("En cours d'attribution"), 'not-awarded'],
    ['a company', named('Sans Souci Propreté'), null],
    [
      'two holders, one of them a company',
      { holders: [rawOrganisation(null, 'Dupont'), rawOrganisation(null, 'Infructueux')] },
      null,
    ],
    [
      'a company known by its SIRET',
      { holders: [rawOrganisation('00002420800019', 'Abandon (fictif)')] },
      null,
    ],
    ['a new consultation', { fields: { object: 'Relance du lot 2 déclaré infructueux' } }, null],
  ] as const) {
    const { record, problems } = parseContract(rawContractOf(changes), TODAY)
    t.equal(record === null, code !== null, title)
    t.strictSame(
      codesOf(problems).filter((found) => found.startsWith('not-')),
      code === null ? [] : [code],
      `${title}: problem`,
    )
  }
})

t.test('one record may carry many doubts: all are told at once', async (t) => {
  const fields = {
    buyerId: '24310063300012',
    amount: '1 €',
    durationMonths: 0,
    notifiedOn: '2999-01-01',
    offersReceived: '?',
  }
  const lists = {
    socialConsiderations: ['Clause sociale', 'Pas de considération sociale'],
    environmentalConsiderations: ['?'],
  }
  const holders = [rawOrganisation('1,2E+13'), rawOrganisation(LA_POSTE.slice(0, 13))]
  const { record, problems } = parseContract(rawContractOf({ fields, lists, holders }), TODAY)
  t.match(record, { socialConsiderations: null, environmentalConsiderations: null })
  t.strictSame(codesOf(problems).sort(), [
    'amount-below-minimum',
    'buyer-identifier-invalid',
    'consideration-unknown',
    'considerations-contradictory',
    'duration-implausible',
    'holder-identifier-invalid',
    'holder-identifier-rounded',
    'notification-date-implausible',
    'number-unreadable',
  ])
})
