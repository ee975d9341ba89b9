import t from 'tap'
import { countInDoubt, listSirensToAsk } from '../../src/database/enrichment.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { sirenOf, UNITS } from '../import/reference-lists.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const BUYERS = ['00001001700010', '00001002500013'] as const
const marche = (
  id: string,
  montant: number | string,
  holders: readonly string[],
  buyer: string = BUYERS[0],
) => ({
  id,
  acheteur: { id: buyer },
  objet: `Objet ${id}`,
  montant,
  dateNotification: '2024-06-01',
  titulaires: holders.map((holder) => ({ typeIdentifiant: 'SIRET', id: holder })),
})

t.test('suppliers in doubt come by the euros of their contracts, each once', async (t) => {
  const { db } = await openTestDatabase(t)
  const [small, large, flagged, joint] = UNITS
  const write = await openFile(t, 'marches.json')
  const marches = [
    marche('A', 50_000, [small]),
    marche('B', 60_000, [small, joint]),
    marche('C', 900_000, [large]),
    marche('D', 1, [flagged]),
    marche('E', 1, [flagged], BUYERS[1]),
    { ...marche('F', 800_000, []), titulaires: [{ typeIdentifiant: 'HORS-UE', id: 'GB123' }] },
  ]
  await importContracts(db, FIXED_CLOCK, await write(JSON.stringify({ marches })))
  const list = (buyers: readonly string[], limit: number | null = null) =>
    listSirensToAsk(db, { perimeter: 'ess', buyers }, { since: '2026-01-01', limit })
  t.strictSame(
    await list([]),
    [large, small, joint, flagged].map(sirenOf),
    'the foreign one cannot be asked about',
  )
  t.strictSame(await list([], 2), [large, small].map(sirenOf))
  t.strictSame(await list([BUYERS[1]]), [sirenOf(flagged)])
  t.strictSame(await list(['999999998']), [])
  t.strictSame(await countInDoubt(db, { perimeter: 'ess', buyers: [] }, '2026-01-01'), {
    suppliers: 4,
    answered: 0,
  })
})
