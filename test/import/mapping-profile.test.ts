import t from 'tap'
import type { MappingProfile } from '../../src/database/mapping-profiles.ts'
import { checkMapping, chooseProfile, fingerprintOf, mapColumns } from '../../src/import/mapping-profile.ts'

const HEADER = ['N° marché', 'Objet', 'Montant HT', 'Prix final', 'Titulaire']

t.test('a layout is its set of titles, whatever their order, case, accents and empty columns', async (t) => {
  const same = fingerprintOf(HEADER)
  for (const header of [
    HEADER.toReversed(),
    HEADER.map((title) => title.toUpperCase()),
    [...HEADER, '', ''],
    ['N marche', ...HEADER.slice(1)],
  ])
    t.equal(fingerprintOf(header), same, header.join(';'))
  t.not(fingerprintOf([...HEADER, 'Lot']), same, 'one more')
  t.not(fingerprintOf(HEADER.slice(1)), same, 'one less')
  t.not(
    fingerprintOf(['Acheteur', 'SIRET', 'Titulaire', 'SIRET']),
    fingerprintOf(['Titulaire', 'SIRET', 'Acheteur', 'SIRET']),
    'where a title is repeated, order tells which is which',
  )
})

t.test('choices win over what is recognised, by title or by field name, in French or not', async (t) => {
  for (const field of ['amount', 'montant', 'Montant initial HT', 'Mt HT'])
    t.strictSame(
      mapColumns(HEADER, [{ column: 'prix FINAL', field }]),
      [
        { column: 'N° marché', field: 'sourceId' },
        { column: 'Objet', field: 'object' },
        { column: 'Montant HT', field: null },
        { column: 'Prix final', field: 'amount' },
        { column: 'Titulaire', field: 'holderName' },
      ],
      field,
    )
  const columns = mapColumns(
    ['Acheteur', 'SIRET', 'Titulaire', 'SIRET'],
    [
      { column: 'SIRET (2)', field: 'holderId' },
      { column: 'SIRET', field: 'ignored' },
    ],
  )
  t.strictSame(
    columns.map(({ field }) => field),
    ['buyerName', null, 'holderName', 'holderId'],
  )
})

t.test('a choice that cannot be understood is refused, and says what could be', async (t) => {
  for (const { choice, says } of [
    { choice: { column: 'Prx', field: 'amount' }, says: /« Prx » absente du fichier.*« Prix final »/ },
    { choice: { column: 'Prix final', field: 'pris' }, says: /Champ « pris » inconnu.*amount/ },
  ])
    t.throws(() => mapColumns(HEADER, [choice]), { code: 'profile-invalid', message: says })
  const columns = mapColumns(HEADER, [{ column: 'Montant HT', field: 'ignored' }])
  t.throws(() => checkMapping(columns), { code: 'profile-invalid', message: /un montant.*--map/ })
})

t.test('the buyer’s profile goes first, then the one for any buyer', async (t) => {
  const profile = (id: number, buyerId: string | null): MappingProfile => ({
    id,
    buyerId,
    kind: 'contracts',
    facilitator: null,
    name: String(id),
    fingerprint: '',
    columns: [],
    createdBy: null,
    createdAt: new Date(0),
  })
  for (const { title, profiles, buyer, expected } of [
    { title: 'none', profiles: [], buyer: null, expected: undefined },
    { title: 'the only one', profiles: [profile(1, 'A')], buyer: null, expected: 1 },
    { title: 'that of another buyer', profiles: [profile(1, 'A')], buyer: 'B', expected: undefined },
    { title: 'the buyer’s', profiles: [profile(1, null), profile(2, 'A')], buyer: 'A', expected: 2 },
    { title: 'any buyer’s', profiles: [profile(1, null), profile(2, 'A')], buyer: 'B', expected: 1 },
    {
      title: 'any buyer’s, when none is given',
      profiles: [profile(1, 'A'), profile(2, null)],
      buyer: null,
      expected: 2,
    },
    {
      title: 'two buyers, none given',
      profiles: [profile(1, 'A'), profile(2, 'B')],
      buyer: null,
      expected: undefined,
    },
  ])
    t.equal(chooseProfile(profiles, buyer)?.id, expected, title)
})
