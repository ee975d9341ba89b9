import t from 'tap'
import { planColumns } from '../../src/import/column-plan.ts'
import { mapCsvRow } from '../../src/import/map-csv-rows.ts'
import { parseHolderRole } from '../../src/import/own-layout.ts'

/** A row as `{ title: cell }`, mapped under the header its titles make. */
function map(row: Readonly<Record<string, string>>) {
  const plan = planColumns(Object.keys(row), { hasBuyer: true })
  return { plan, ...mapCsvRow(plan, Object.values(row)) }
}

t.test('published formats have no plan of their own: their rows are read as before', async (t) => {
  for (const header of [
    ['id', 'acheteur_id', 'montant', 'titulaire_id', 'titulaire_nom'],
    ['id', 'acheteur_id', 'montant', 'titulaire_id_1', 'titulaire_id_2', 'montantModification'],
    ['MARCHE_ID', 'ACHETEURS_ID', 'MONTANT', 'TITULAIRES_ID', 'MODIF_MARCHE_MONTANT'],
  ])
    t.equal(planColumns(header).own, null)
})

t.test('roles are read as they are written', async (t) => {
  for (const [cell, expected] of [
    ['MA', 'lead'],
    ['Mandataire', 'lead'],
    ['mandataire solidaire', 'lead'],
    ['TI', 'holder'],
    ['Titulaire', 'holder'],
    ['', 'holder'],
    ['autre chose', 'holder'],
    ['CO', 'coHolder'],
    ['Co-traitant', 'coHolder'],
    ['COTRAITANT', 'coHolder'],
    ['ST', 'subcontractor'],
    ['Sous-traitant', 'subcontractor'],
  ] as const)
    t.equal(parseHolderRole(cell), expected, cell)
  t.equal(parseHolderRole(undefined), 'holder')
})

t.test('holders in columns come in order: the lead, the others by number, the co-holders', async (t) => {
  const { raw, spread } = map({
    'Cotraitant 1': 'C1',
    'SIRET titulaire 2': '00002000800017',
    'Titulaire 2': 'T2',
    'Titulaire 1': 'T1',
    Mandataire: 'M',
  })
  t.strictSame(
    raw.holders.map(({ name }) => name),
    ['M', 'T1', 'T2', 'C1'],
  )
  t.equal(raw.holders[2]?.identifier, '00002000800017')
  t.equal(spread.holders, false, 'the row has them all')
})

t.test('one row per holder is told by a holder without number, or by a role', async (t) => {
  for (const { header, expected } of [
    { header: ['Titulaire', 'SIRET titulaire'], expected: true },
    { header: ['Titulaire 1', 'Titulaire 2'], expected: false },
    { header: ['Titulaire', 'Cotraitant'], expected: false },
    { header: ['Titulaire', 'Cotraitant', 'Rôle'], expected: true },
  ])
    t.equal(planColumns(header).isRowPerHolder, expected, header.join(', '))
})

t.test('where the SIRET is empty, the SIREN then the VAT number name the holder', async (t) => {
  const row = { Titulaire: 'A', 'SIRET titulaire': '', 'SIREN titulaire': '', 'N° TVA': '' }
  for (const { given, expected } of [
    { given: {}, expected: { identifier: '', scheme: null } },
    { given: { 'N° TVA': 'BE0123456789' }, expected: { identifier: 'BE0123456789', scheme: 'TVA' } },
    {
      given: { 'N° TVA': 'BE0123456789', 'SIREN titulaire': '000024208' },
      expected: { identifier: '000024208', scheme: 'SIREN' },
    },
    {
      given: { 'SIREN titulaire': '000024208', 'SIRET titulaire': '00002420800019' },
      expected: { identifier: '00002420800019', scheme: null },
    },
  ])
    t.match(map({ ...row, ...given }).raw.holders, [expected])
})

t.test('a new total is an amendment where it differs from the initial amount', async (t) => {
  const amendments = (row: Record<string, string>) => map(row).raw.amendments
  for (const { title, initial, modified, expected } of [
    { title: 'another total', initial: '64 000,00', modified: '70 000', expected: ['70 000'] },
    { title: 'the same, written otherwise', initial: '64 000,00', modified: '64000.00 €', expected: [] },
    { title: 'nothing', initial: '64 000,00', modified: '', expected: [] },
    { title: 'zero: spreadsheets fill the column', initial: '64 000,00', modified: '0,00', expected: [] },
    { title: 'no initial amount', initial: '', modified: '70 000', expected: ['70 000'] },
    {
      title: 'unreadable: kept, to be flagged',
      initial: '64 000,00',
      modified: 'voir PJ',
      expected: ['voir PJ'],
    },
  ])
    t.strictSame(
      amendments({ 'Montant initial': initial, 'Montant modifié': modified }).map(({ amount }) => amount),
      expected,
      title,
    )
  t.match(
    amendments({ 'Montant initial': '5', 'Montant modifié': '5', 'Date avenant': '01/02/2024' }),
    [{ amount: null, amendedOn: '01/02/2024' }],
    'a date says that something else was changed',
  )
})

t.test('"oui" is the consideration of its column, "non" says nothing of the others', async (t) => {
  for (const { row, expected } of [
    {
      row: { 'Clause sociale': 'Oui', 'Marché réservé': 'x' },
      expected: ['Clause sociale', 'Marché réservé'],
    },
    { row: { 'Clause sociale': 'Non', 'Critère social': '' }, expected: undefined },
    { row: { 'Clause sociale': 'Sans objet' }, expected: undefined },
    { row: { 'Clause sociale': 'Critère social' }, expected: ['Critère social'] },
    {
      row: { 'Considérations sociales': 'Critère social', 'Clause sociale': 'oui' },
      expected: ['Critère social', 'Clause sociale'],
    },
  ])
    t.strictSame(map(row as unknown as Record<string, string>).raw.lists.socialConsiderations, expected)
})

t.test('a row whose role is subcontractor brings one, and no holder', async (t) => {
  const { raw } = map({ Titulaire: 'S', 'SIRET titulaire': '00002000800017', Rôle: 'ST' })
  t.strictSame(raw.holders, [])
  t.match(raw.subcontracts, [{ identifier: '00002000800017', name: 'S', amount: null }])
})
