import t from 'tap'
import { essFrance, esus, openLists, siae, sirene, UNITS, verdictOf } from './reference-lists.ts'

const [ONE, TWO, THREE] = UNITS
const DAY = '2024-06-01'

t.test(
  'a refused row that names a supplier is not silence: the answer stays open, and the list says why',
  async (t) => {
    const { db, list, contracts } = await openLists(t)
    await contracts([ONE, TWO, THREE])
    const inclusive = siae([
      [ONE, 'Entreprise de bonne volonté'],
      [TWO, 'ACI', 'False'],
    ])
    const ledger = await list('siae', inclusive)
    t.match(ledger, { read: 2, stored: 0, rejected: 2 })
    for (const perimeter of ['siae', 'handicap', 'inclusive'] as const) {
      t.match(await verdictOf(db, ONE, perimeter, DAY), /^undetermined/, `${perimeter}: a kind nobody knows`)
      t.match(await verdictOf(db, TWO, perimeter, DAY), /^undetermined/, `${perimeter}: inactive today`)
      t.match(await verdictOf(db, THREE, perimeter, DAY), /^no/, `${perimeter}: truly absent`)
    }
    await list('esus', esus([[ONE, '01/01/2023', '']]))
    t.match(await verdictOf(db, ONE, 'esus', DAY), /^undetermined/, 'no end date')
    t.match(await verdictOf(db, TWO, 'esus', DAY), /^no/)
  },
)

t.test('once the row is corrected, the list answers', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([ONE])
  await list('esus', esus([[ONE, '01/01/2023', '']]), { listedOn: '2026-01-01' })
  await list('esus', esus([[ONE, '01/01/2023', '31/12/2023']]), { listedOn: '2026-02-01' })
  t.match(await verdictOf(db, ONE, 'esus', DAY), /^no/)
  t.match(await verdictOf(db, ONE, 'esus', '2023-06-01'), /^yes/)
})

t.test(
  'an extract adds to a complete list and takes nothing of its silence; the same file said partial does',
  async (t) => {
    const { db, list, contracts } = await openLists(t)
    await contracts([ONE, TWO, THREE])
    const complete = siae([[ONE, 'EI']])
    await list('siae', complete, { listedOn: '2026-01-01' })
    await list('siae', siae([[TWO, 'EI']]), { listedOn: '2026-02-01', isComplete: false })
    t.match(await verdictOf(db, TWO, 'siae', DAY), /^yes/)
    t.match(await verdictOf(db, THREE, 'siae', DAY), /^no/)
    await list('siae', complete, { listedOn: '2026-03-01', isComplete: false })
    t.match(await verdictOf(db, THREE, 'siae', DAY), /^undetermined/)
  },
)

t.test('agreements that have run out are not lost when the next list leaves them out', async (t) => {
  const { list } = await openLists(t)
  const rows = (end: string) => UNITS.map((siret) => [siret, '01/01/2020', end] as const)
  await list('esus', esus(rows('31/12/2025')), { listedOn: '2025-01-01' })
  t.match(await list('esus', esus([[ONE, '01/01/2026', '31/12/2030']]), { listedOn: '2026-06-01' }), {
    stored: 1,
  })
})

t.test('another kind of list is never taken for the ESS France list', async (t) => {
  const { list } = await openLists(t)
  for (const content of [
    siae([[ONE, 'EI']])
      .replace('siret,', 'siret,siren,name,')
      .replace(ONE, `${ONE},${ONE.slice(0, 9)},Fictif`),
    sirene([[ONE, '5710', 'N']])
      .replace('siren,', 'siren,denominationUniteLegale,')
      .replace(ONE.slice(0, 9), `${ONE.slice(0, 9)},Fictif`),
    'siren\n000024208\n',
  ])
    await t.rejects(list('ess-france', content), { code: 'format-unknown' })
  t.match(await list('ess-france', essFrance([ONE])), { stored: 1 })
})
