import t from 'tap'
import { planColumns } from '../../src/import/column-plan.ts'
import { mapCsvRow } from '../../src/import/map-csv-rows.ts'
import { splitHolders } from '../../src/import/split-holders.ts'

const [ONE, TWO] = ['00002420800019', '00002000800017']
const plan = planColumns(['id', 'acheteur_id', 'Titulaire', 'SIRET titulaire', 'montant'])

/** The holders of a row, `identifier name`, and how many identifiers each cell that had several comes to. */
function read(name: string, identifier: string) {
  const { raw, split } = splitHolders(mapCsvRow(plan, ['1', '00001001700010', name, identifier, '5000']).raw)
  return [raw.holders.map((holder) => `${holder.identifier} ${holder.name}`), split.map(({ count }) => count)]
}

t.test('identifiers written in one cell are as many holders, when every one of them is right', async (t) => {
  for (const { title, name, identifier, expected } of [
    { title: 'a bar', name: 'A / B', identifier: `${ONE} / ${TWO}`, expected: [`${ONE} A`, `${TWO} B`] },
    { title: 'a line each', name: 'A\nB', identifier: `${ONE}\n${TWO}`, expected: [`${ONE} A`, `${TWO} B`] },
    { title: 'a dash', name: 'A - B', identifier: `${ONE} - ${TWO}`, expected: [`${ONE} A`, `${TWO} B`] },
    {
      title: 'one name',
      name: 'Groupe',
      identifier: `${ONE} et ${TWO}`,
      expected: [`${ONE} Groupe`, `${TWO} null`],
    },
    { title: 'capitals', name: 'A ET B', identifier: `${ONE} ET ${TWO}`, expected: [`${ONE} A`, `${TWO} B`] },
    {
      title: 'a long dash',
      name: 'A – B',
      identifier: `${ONE} – ${TWO}`,
      expected: [`${ONE} A`, `${TWO} B`],
    },
    { title: 'a SIRET and its SIREN', name: 'A', identifier: `${ONE} / 000024208`, expected: [`${ONE} A`] },
    { title: 'the same twice', name: 'A', identifier: `${ONE}, ${ONE}`, expected: [`${ONE} A`] },
  ])
    t.strictSame(read(name, identifier), [expected, [expected.length]], title)
})

t.test('any other cell is left as it is written', async (t) => {
  for (const identifier of [
    ONE,
    `${ONE} / 00002000800018`,
    `${ONE} / 00001001700010`,
    `${ONE},00`,
    '000 024 208 00019',
    `${ONE} (siège)`,
    'en cours',
  ])
    t.strictSame(read('A / B', identifier), [[`${identifier} A / B`], []], identifier)
})

t.test('a SIRET written with its SIREN keeps where the file says it is', async (t) => {
  const { raw } = mapCsvRow(plan, ['1', '00001001700010', 'A', `000024208 / ${ONE}`, '5000'])
  const [holder] = splitHolders({ ...raw, holders: [{ ...raw.holders[0], department: '31' } as never] }).raw
    .holders
  t.match(holder, { identifier: ONE, name: 'A', department: '31' })
})
