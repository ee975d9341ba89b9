import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { mapJsonRecord } from '../../src/import/map-json-record.ts'

const SIRET = (identifier: string, name?: string) => ({ scheme: 'SIRET', identifier, name })

t.test('a record of 2019 is told apart', async (t) => {
  const { raw, spread } = mapJsonRecord(
    {
      id: 'M1',
      uid: '00001001700010M1',
      _type: 'Marché',
      acheteur: { id: '00001001700010', nom: 'Val-Chimère' },
      nature: 'Marché',
      objet: 'Toiture',
      codeCPV: '45261210',
      lieuExecution: { code: '31', typeCode: 'Code département', nom: 'Là' },
      dureeMois: 6,
      dateNotification: '2020-04-14',
      montant: 128000.5,
      titulaires: [
        { typeIdentifiant: 'SIRET', id: '00002420800019', denominationSociale: 'SCOP' },
        { typeIdentifiant: 'SIRET', id: '00002000800017' },
      ],
      modifications: [],
    },
    'marches',
  )
  t.match(raw, {
    isConcession: false,
    fields: {
      sourceId: 'M1',
      buyerId: '00001001700010',
      buyerName: 'Val-Chimère',
      nature: 'Marché',
      object: 'Toiture',
      cpv: '45261210',
      placeCode: '31',
      placeCodeType: 'Code département',
      placeName: 'Là',
      durationMonths: 6,
      notifiedOn: '2020-04-14',
      amount: 128000.5,
    },
    amendments: [],
    subcontracts: [],
    version: 0,
    isVersionDated: false,
    isSuperseded: false,
  })
  t.strictSame(raw.holders, [SIRET('00002420800019', 'SCOP'), SIRET('00002000800017')])
  t.strictSame(spread, { holders: false, amendments: false })
  t.equal(raw.columnNames.buyerId, 'acheteur.id', 'messages name the key the file uses')
  t.equal(raw.lists.socialConsiderations, undefined, 'a list the record does not carry is not known')
})

t.test('a record of 2022 is told apart, its lists unwrapped', async (t) => {
  const { raw } = mapJsonRecord(
    {
      id: 'M2',
      acheteur: { id: '00001001700010' },
      montant: 310000,
      idAccordCadre: 'AC',
      tauxAvance: 0.1,
      techniques: { technique: ['Sans objet'] },
      considerationsSociales: { considerationSociale: ['Clause sociale', 'Critère social'] },
      considerationsEnvironnementales: [{ considerationEnvironnementale: 'Clause environnementale' }],
      titulaires: [{ titulaire: { typeIdentifiant: 'SIRET', id: '00002420800019' } }],
      modifications: [
        {
          modification: {
            id: 1,
            montant: 348000,
            dateNotificationModification: '2024-05-13',
            datePublicationDonneesModification: '2024-05-31',
            titulaires: [{ titulaire: { typeIdentifiant: 'SIRET', id: '00002000800017' } }],
          },
        },
        { modification: { id: 2, dureeMois: 11 } },
      ],
      actesSousTraitance: [
        {
          acteSousTraitance: {
            id: 1,
            sousTraitant: { id: '00002007300011', typeIdentifiant: 'SIRET' },
            dureeMois: 3,
            dateNotification: '2024-06-01',
            montant: 5000,
          },
        },
      ],
    },
    'marche',
  )
  t.match(raw.fields, { frameworkId: 'AC', advanceRate: 0.1, amount: 310000 })
  t.strictSame(raw.lists, {
    techniques: ['Sans objet'],
    socialConsiderations: ['Clause sociale', 'Critère social'],
    environmentalConsiderations: ['Clause environnementale'],
  })
  t.strictSame(raw.amendments, [
    {
      amendedOn: '2024-05-13',
      publishedOn: '2024-05-31',
      amount: 348000,
      durationMonths: undefined,
      object: undefined,
      holders: [SIRET('00002000800017')],
    },
    {
      amendedOn: undefined,
      publishedOn: undefined,
      amount: undefined,
      durationMonths: 11,
      object: undefined,
      holders: [],
    },
  ])
  t.strictSame(raw.subcontracts, [
    { ...SIRET('00002007300011'), amount: 5000, notifiedOn: '2024-06-01', durationMonths: 3 },
  ])
})

t.test('a concession is told by its place or its names', async (t) => {
  const concession = {
    id: 'DSP',
    autoriteConcedante: { id: '00001002500013', nom: 'Commune' },
    dateSignature: '2024-06-03',
    valeurGlobale: 1450000,
    concessionnaires: [{ concessionnaire: { typeIdentifiant: 'SIRET', id: '00002420800019' } }],
    modifications: [{ modification: { dateSignatureModification: '2025-02-10', valeurGlobale: 1580000 } }],
  }
  const { raw } = mapJsonRecord(concession, 'contrat-concession')
  t.match(raw.fields, {
    buyerId: '00001002500013',
    buyerName: 'Commune',
    notifiedOn: '2024-06-03',
    amount: 1450000,
  })
  t.strictSame(raw.holders, [SIRET('00002420800019')])
  t.match(raw.amendments, [{ amendedOn: '2025-02-10', amount: 1580000 }])
  for (const { title, record, container, expected } of [
    { title: 'its container', record: {}, container: 'contrat-concession', expected: true },
    { title: 'its _type', record: { _type: 'Contrat de concession' }, container: 'marches', expected: true },
    {
      title: 'its nature',
      record: { nature: 'Délégation de service public' },
      container: 'marches',
      expected: true,
    },
    {
      title: 'a contract that names a concession in its object',
      record: { nature: 'Marché', objet: 'Concession' },
      container: 'marches',
      expected: false,
    },
    { title: 'nothing said', record: {}, container: 'marche', expected: false },
  ])
    t.equal(mapJsonRecord(record, container).raw.isConcession, expected, title)
})

t.test('a flat record, as a consolidated file exports it, is read like the others', async (t) => {
  const flat = {
    id: 'M3',
    'acheteur.id': '00001001700010',
    acheteur_nom: 'Val-Chimère',
    lieuExecution_code: '31',
    considerationsSociales: "['Clause sociale']",
    titulaire_id_2: '00002000800017',
    titulaire_typeIdentifiant_2: 'SIRET',
    titulaire_id_1: '00002420800019',
    titulaire_denominationSociale_1: 'SCOP',
  }
  const { raw, spread } = mapJsonRecord(flat, 'marches')
  t.match(raw.fields, { buyerId: '00001001700010', buyerName: 'Val-Chimère', placeCode: '31' })
  t.strictSame(raw.lists.socialConsiderations, ['Clause sociale'])
  t.strictSame(raw.holders, [
    { scheme: null, identifier: '00002420800019', name: 'SCOP' },
    { scheme: 'SIRET', identifier: '00002000800017', name: null },
  ])
  t.strictSame(spread, { holders: false, amendments: false })
  const perHolder = mapJsonRecord({ id: 'M4', titulaire_id: '1' }, 'marches')
  t.ok(perHolder.spread.holders, 'one unnumbered holder: the contract may go on in the next row')
})

t.test('lists written as text, and keys in another case, are read', async (t) => {
  const { raw } = mapJsonRecord(
    {
      ID: 'M5',
      Acheteur_ID: '00001001700010',
      titulaires: '[{"typeIdentifiant":"SIRET","id":"00002000800017"}]',
      acheteur: '{"nom":"Val-Chimère"}',
    },
    'marches',
  )
  t.match(raw.fields, { sourceId: 'M5', buyerId: '00001001700010', buyerName: 'Val-Chimère' })
  t.strictSame(raw.holders, [SIRET('00002000800017')])
})

t.test('where a field has two names, the first that is filled counts', async (t) => {
  const { raw } = mapJsonRecord({ montant: 'NC', valeurGlobale: 5, objet: 'A', Objet: 'B' }, 'marches')
  t.match(raw.fields, { amount: 5, object: 'A' })
  t.equal(raw.columnNames.amount, 'valeurGlobale')
})

t.test('any object is mapped without failure', async (t) => {
  const keys = fc.constantFrom(
    'id',
    'acheteur',
    'titulaires',
    'titulaire_id',
    'modifications',
    'actesSousTraitance',
    'techniques',
    'lieuExecution',
    'montant',
    '__proto__',
    'constructor',
  )
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 4 })), (record) => {
        const { raw } = mapJsonRecord(JSON.parse(JSON.stringify(record)), 'marches')
        assert.ok(Array.isArray(raw.holders) && Array.isArray(raw.amendments))
      }),
      { numRuns: 500 },
    ),
  )
})

t.test('an object where a word is expected is no word, whatever its keys', async (t) => {
  const { raw } = mapJsonRecord({ nature: { toString: false }, _type: { toString: 1 } }, 'marches')
  t.equal(raw.isConcession, false)
})

t.test('the number that a database gives to each record is not that of the contract', async (t) => {
  const { raw } = mapJsonRecord({ _id: '65f0c0ffee', id: '2024-01', objet: 'Toiture' }, 'marches')
  t.equal(raw.fields.sourceId, '2024-01')
  t.equal(mapJsonRecord({ _id: '65f0c0ffee', objet: 'Toiture' }, 'marches').raw.fields.sourceId, undefined)
})
