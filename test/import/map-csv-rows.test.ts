import t from 'tap'
import { isContractHeader, planColumns } from '../../src/import/column-plan.ts'
import { mapCsvRow } from '../../src/import/map-csv-rows.ts'

/** A row as `{ title: cell }`, mapped under the header its titles make. */
function map(row: Readonly<Record<string, string>>) {
  const plan = planColumns(Object.keys(row))
  return { plan, ...mapCsvRow(plan, Object.values(row)) }
}

t.test(
  'a table with columns for amendments is not dated by version, whatever its "uid" (our export)',
  async (t) => {
    const row = {
      uid: '00001001700010M1',
      id: 'M1',
      titulaire_id: '00002420800019',
      montant: '1',
      objet: 'a',
    }
    t.equal(map(row).raw.isVersionDated, true)
    t.equal(map({ ...row, montantModification: '2' }).raw.isVersionDated, false)
  },
)

t.test('one row per holder and version (decp.info)', async (t) => {
  const { plan, raw, spread } = map({
    uid: '00001001700010M1',
    id: 'M1',
    acheteur_id: '00001001700010',
    acheteur_nom: 'Val-Chimère',
    titulaire_id: '00002420800019',
    titulaire_typeIdentifiant: 'SIRET',
    titulaire_nom: 'SCOP',
    objet: 'Toiture',
    montant: '128 000,50',
    considerationsSociales: 'Clause sociale, Critère social',
    modification_id: '2',
    donneesActuelles: 'true',
    dureeRestanteMois: '3',
  })
  t.match(raw.fields, {
    sourceId: 'M1',
    buyerId: '00001001700010',
    buyerName: 'Val-Chimère',
    amount: '128 000,50',
  })
  t.strictSame(raw.holders, [{ scheme: 'SIRET', identifier: '00002420800019', name: 'SCOP' }])
  t.strictSame(raw.lists, { socialConsiderations: ['Clause sociale', 'Critère social'] })
  t.match(raw, { version: 2, isVersionDated: true, isSuperseded: false })
  t.strictSame(spread, { holders: true, amendments: true })
  t.strictSame(plan.ignored, ['uid', 'dureeRestanteMois'], 'columns that serve nothing are named')
  t.match(raw.columnNames, { amount: 'montant', holderId: 'titulaire_id' })
})

t.test('three holder columns (ministry), in lower case', async (t) => {
  const { plan, raw, spread } = map({
    id: 'M2',
    acheteur_id: '00001001700010',
    montant: '482000.0',
    objet: 'École',
    titulaire_id_1: '00002000800017',
    titulaire_typeidentifiant_1: 'SIRET',
    titulaire_id_2: '00002420800019',
    titulaire_typeidentifiant_2: 'SIRET',
    titulaire_id_3: 'CDL',
    titulaire_typeidentifiant_3: 'CDL',
  })
  t.strictSame(raw.holders, [
    { scheme: 'SIRET', identifier: '00002000800017', name: null },
    { scheme: 'SIRET', identifier: '00002420800019', name: null },
    { scheme: 'CDL', identifier: 'CDL', name: null },
  ])
  t.strictSame(spread, { holders: false, amendments: true })
  t.match(plan, { isRowPerHolder: false, isVersionDated: false })
})

t.test('an amendment and a subcontract in columns (ministry)', async (t) => {
  const { raw } = map({
    id: 'M3',
    montantModification: '104200.0',
    dureeMoisModification: '10',
    dateNotificationModificationModification: '2024-10-07',
    datePublicationDonneesModificationModification: '2024-10-28',
    idTitulaireModification: '00002000800017',
    typeIdentifiantTitulaireModification: 'SIRET',
    idSousTraitant: '00002007300011',
    typeIdentifiantSousTraitant: 'SIRET',
    montantActeSousTraitance: '5000',
    dureeMoisActeSousTraitance: '3',
    dateNotificationActeSousTraitance: '2024-06-01',
  })
  t.strictSame(raw.amendments, [
    {
      amount: '104200.0',
      amendedOn: '2024-10-07',
      publishedOn: '2024-10-28',
      durationMonths: '10',
      object: null,
      holders: [{ identifier: '00002000800017', scheme: 'SIRET', name: null }],
    },
  ])
  t.strictSame(raw.subcontracts, [
    {
      amount: '5000',
      notifiedOn: '2024-06-01',
      durationMonths: '3',
      identifier: '00002007300011',
      scheme: 'SIRET',
      name: null,
    },
  ])
  const empty = map({
    id: 'M4',
    montantModification: 'CDL',
    idSousTraitant: '',
    montantActeSousTraitance: 'NC',
  })
  t.strictSame([empty.raw.amendments, empty.raw.subcontracts], [[], []], 'markers make no amendment')
})

t.test('a file says which of its rows a later version replaces', async (t) => {
  for (const { title, row, expected } of [
    {
      title: 'not current, versions not numbered',
      row: { donneesActuelles: 'non' },
      expected: { version: 0, isSuperseded: true },
    },
    {
      title: 'not current, versions numbered: its version says it',
      row: { donneesActuelles: 'false', modification_id: '0' },
      expected: { version: 0, isSuperseded: false },
    },
    {
      title: 'current',
      row: { donneesActuelles: 'oui', modification_id: '1' },
      expected: { version: 1, isSuperseded: false },
    },
    {
      title: 'not said',
      row: { donneesActuelles: '', modification_id: '' },
      expected: { version: 0, isSuperseded: false },
    },
  ])
    t.match(map(row as unknown as Record<string, string>).raw, expected, title)
})

t.test('where two columns have the same field, the first that is filled counts', async (t) => {
  const { raw } = map({ montant: 'NC', valeurGlobale: '5', codeCPV: '45', 'code CPV': '46' })
  t.match(raw.fields, { amount: '5', cpv: '45' })
  t.equal(raw.columnNames.amount, 'valeurGlobale')
})

t.test('a concession is told by its nature', async (t) => {
  t.ok(map({ nature: 'Concession de service public' }).raw.isConcession)
  t.notOk(map({ nature: 'Marché' }).raw.isConcession)
})

t.test('a header is that of contracts when it says who bought what, for how much, from whom', async (t) => {
  const all = ['id', 'acheteur_id', 'montant', 'titulaire_id']
  for (const { title, header, expected } of [
    { title: 'all four', header: all, expected: true },
    { title: 'in any order, among others', header: ['x', ...all.toReversed(), 'y'], expected: true },
    { title: 'an object in place of the id', header: ['objet', ...all.slice(1)], expected: true },
    {
      title: 'numbered holders',
      header: ['id', 'acheteur_id', 'montant', 'titulaire_id_1'],
      expected: true,
    },
    { title: 'neither id nor object', header: all.slice(1), expected: false },
    {
      title: 'no buyer: it may be told otherwise',
      header: ['id', 'montant', 'titulaire_id'],
      expected: true,
    },
    { title: 'no amount', header: ['id', 'acheteur_id', 'titulaire_id'], expected: false },
    { title: 'no holder', header: ['id', 'acheteur_id', 'montant'], expected: false },
    {
      title: 'a holder by name only',
      header: ['id', 'acheteur_id', 'montant', 'titulaire_nom'],
      expected: true,
    },
    {
      title: 'an amount that includes tax only: it is one, and is not read',
      header: ['id', 'acheteur_id', 'Montant TTC', 'titulaire_id'],
      expected: true,
    },
    {
      title: 'misspelt titles beside known ones',
      header: ['N° marché', 'Objt', 'Montan', 'Titulaire'],
      expected: true,
    },
    { title: 'guesses alone', header: ['Objt', 'Montan', 'Titulare'], expected: false },
    {
      title: 'a title above the table',
      header: ['Liste des marchés conclus en 2023', '', '', ''],
      expected: false,
    },
    { title: 'nothing', header: [], expected: false },
  ])
    t.equal(isContractHeader(planColumns(header)), expected, title)
})
