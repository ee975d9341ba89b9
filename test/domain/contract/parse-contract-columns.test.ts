import t from 'tap'
import { parseContract } from '../../../src/domain/contract/parse-contract.ts'
import { rawContractOf, rawOrganisation, TODAY } from './raw-contract-of.ts'

t.test('a problem names the column as the file does, else as the official format does', async (t) => {
  const dirty = {
    fields: { buyerId: 'Port-Mirage', amount: '1', durationMonths: 'un an' },
    lists: { socialConsiderations: ['?'] },
    holders: [rawOrganisation('12345')],
  }
  const columnNames = {
    buyerId: 'ACHETEURS_ID',
    amount: 'Montant initial (Ht)',
    durationMonths: 'DUREE_MOIS',
    socialConsiderations: 'considerationssociales',
    holderId: 'Siret_Titulaire',
  }
  for (const { title, changes, expected } of [
    {
      title: 'the names of the file',
      changes: { columnNames },
      expected: [
        'ACHETEURS_ID',
        'Siret_Titulaire',
        'Montant initial (Ht)',
        'DUREE_MOIS',
        'considerationssociales',
      ],
    },
    {
      title: 'the names of the format',
      changes: {},
      expected: ['acheteur.id', 'titulaires.id', 'montant', 'dureeMois', 'considerationsSociales'],
    },
    {
      title: 'the names of the format for concessions',
      changes: { isConcession: true },
      expected: ['acheteur.id', 'concessionnaires.id', 'montant', 'dureeMois', 'considerationsSociales'],
    },
  ]) {
    const { problems } = parseContract(rawContractOf({ ...dirty, ...changes }), TODAY)
    t.strictSame(
      problems.map(({ column }) => column),
      expected,
      title,
    )
    t.strictSame(
      problems.map(({ value }) => value),
      ['Port-Mirage', '12345', '1', 'un an', '["?"]'],
      `${title}: values`,
    )
  }
})

t.test('a refusal names the column too', async (t) => {
  const raw = rawContractOf({ fields: { buyerId: 'NC' }, columnNames: { buyerId: 'Siret acheteur' } })
  t.match(parseContract(raw, TODAY).problems, [
    { code: 'buyer-missing', column: 'Siret acheteur', value: 'NC' },
  ])
  const missing = parseContract(rawContractOf({ holders: [] }), TODAY)
  t.match(missing.problems, [{ code: 'holder-missing', column: 'titulaires.id', value: '' }])
})
