import t from 'tap'
import type { ReferenceOptions } from '../../src/import/import-reference.ts'
import { readEverything } from './database-state.ts'
import { essFrance, esus, openLists, siae, sirene, UNITS, verdictOf } from './reference-lists.ts'

t.test('a list older than the one known is refused, and nothing changes', async (t) => {
  const { db, list } = await openLists(t)
  await list('ess-france', essFrance(UNITS), { listedOn: '2025-06-01' })
  const before = await readEverything(db)
  await t.rejects(list('ess-france', essFrance(UNITS), { listedOn: '2025-05-31' }), {
    code: 'list-older',
    message: /plus récente \(2025-06-01\).*celle du 2025-05-31.*Rien n'a été importé/,
  })
  await t.rejects(list('ess-france', essFrance(UNITS), { listedOn: '2025-05-31', force: true }), {
    code: 'list-older',
  })
  t.strictSame(await readEverything(db), before)
  await t.resolves(
    list('sirene', sirene([[UNITS[0], '5710', 'N']]), { listedOn: '2024-01-01' }),
    'each source has its days',
  )
})

t.test('a complete list older than an extract is accepted, and leaves what the extract says', async (t) => {
  const { db, list, contracts } = await openLists(t)
  const [one, two, three] = UNITS
  await contracts([one, two, three])
  await list('sirene', sirene([[one, '5710', 'O']]), { listedOn: '2026-03-01' })
  const older = [
    [one, '5710', 'N'],
    [two, '5710', 'N'],
  ] as const
  const ledger = await list('sirene', sirene(older), { listedOn: '2026-01-01', isComplete: true })
  t.match(ledger, { read: 2, stored: 1, updated: 0, unchanged: 0, rejected: 0, notKept: 1, closed: 0 })
  t.equal(await verdictOf(db, one, 'ess', '2024-06-01'), 'yes ess-by-sirene-flag')
  t.equal(await verdictOf(db, two, 'ess', '2024-06-01'), 'no not-ess-by-sirene')
  const again = await list('sirene', sirene([[one, '5710', 'O']]), {
    listedOn: '2026-02-01',
    isComplete: false,
  })
  t.match(again, { unchanged: 1, closed: 0 })
  const facts = await db.selectFrom('facts').select(['seen_on', 'closed_on']).orderBy('id').execute()
  t.strictSame(facts, [
    { seen_on: '2026-03-01', closed_on: null },
    { seen_on: '2026-01-01', closed_on: null },
  ])
  await list('siae', siae([[one, 'EI']]), { listedOn: '2026-03-01', isComplete: false })
  await list('siae', siae([[two, 'EI']]), { listedOn: '2026-01-01' })
  t.match(await verdictOf(db, one, 'siae', '2024-06-01'), /^yes/, 'the older list closes nothing newer')
  t.match(await verdictOf(db, three, 'siae', '2024-06-01'), /^no/)
})

t.test('a list of the future is refused', async (t) => {
  const { list } = await openLists(t)
  await t.rejects(list('ess-france', essFrance(UNITS), { listedOn: '2026-11-24' }), { code: 'bad-usage' })
  await t.resolves(list('ess-france', essFrance(UNITS), { listedOn: '2026-11-23' }), 'today is not')
})

t.test(
  'a list that loses more than a fifth of the one before is refused, unless said to be right',
  async (t) => {
    const cases: readonly {
      title: string
      kept: number
      options: ReferenceOptions
      expected: number | string
    }[] = [
      { title: 'a fifth, exactly', kept: 8, options: {}, expected: 2 },
      { title: 'more than a fifth', kept: 7, options: {}, expected: 'list-loses-too-much' },
      { title: 'the new list, whole', kept: 7, options: { force: true }, expected: 3 },
      { title: 'an extract: nothing is lost', kept: 7, options: { isComplete: false }, expected: 0 },
      { title: 'empty', kept: 0, options: {}, expected: 'list-loses-too-much' },
    ]
    for (const { title, kept, options, expected } of cases)
      await t.test(title, async (t) => {
        const { db, list } = await openLists(t)
        await list('ess-france', essFrance(UNITS), { listedOn: '2025-01-01' })
        const before = await readEverything(db)
        const attempt = list('ess-france', essFrance(UNITS.slice(0, kept)), {
          listedOn: '2025-02-01',
          ...options,
        })
        if (typeof expected === 'number') t.equal((await attempt).closed, expected)
        else {
          await t.rejects(attempt, {
            code: expected,
            message:
              /ne contient plus \d+ des 10 structures.* %, plus que les 20 % admis\), par exemple 0000\d+.*--partial.*--force \(HTTP/,
            details: { open: 10, lost: 10 - kept },
          })
          t.strictSame(await readEverything(db), before, 'nothing was written')
        }
      })
  },
)

t.test('a list too small to judge may change whole', async (t) => {
  const { list } = await openLists(t)
  await list('ess-france', essFrance(UNITS.slice(0, 9)), { listedOn: '2025-01-01' })
  t.equal((await list('ess-france', essFrance(UNITS.slice(9)), { listedOn: '2025-02-01' })).closed, 9)
})

t.test('a list whose identifiers are mostly unusable is refused, unless forced', async (t) => {
  const { db, list } = await openLists(t)
  const garbled = (wrong: number) =>
    siae(UNITS.map((siret, n) => [n < wrong ? `${siret.slice(0, 13)}x` : siret, 'EI'] as const))
  const before = await readEverything(db)
  await t.rejects(list('siae', garbled(3)), {
    code: 'list-mostly-malformed',
    message:
      /3 identifiants inutilisables sur 10 lignes \(30 %, plus que les 20 % admis\) : ligne 2 « 0000242080001x », ligne 3.*--force/,
  })
  t.strictSame(await readEverything(db), before)
  t.match(await list('siae', garbled(3), { force: true }), { stored: 7, rejected: 3 })
  t.match(await list('siae', garbled(2)), { rejected: 2 }, 'a fifth, exactly')
  await t.rejects(list('siae', garbled(2), { largestLossPercent: 19 }), { code: 'list-mostly-malformed' })
  await t.resolves(list('siae', garbled(3), { largestLossPercent: 30 }), 'another share was set')
})

t.test('filling digits count as unusable, and an agreement renewed is not lost', async (t) => {
  const { list } = await openLists(t)
  const rows = UNITS.map((siret, n) => [n < 3 ? '99999999900010' : siret, 'EI'] as const)
  await t.rejects(list('siae', siae(rows)), { code: 'list-mostly-malformed' })
  const agreed = (from: string) => esus(UNITS.map((siret) => [siret, from, '31/12/2029'] as const))
  await list('esus', agreed('01/01/2025'), { listedOn: '2026-01-01' })
  t.match(await list('esus', agreed('02/01/2025'), { listedOn: '2026-02-01' }), { stored: 10, closed: 10 })
})

t.test('a partial list says nothing of those it does not hold', async (t) => {
  const { db, list, contracts } = await openLists(t)
  const [listed, absent] = UNITS
  await contracts([listed, absent])
  await list('siae', siae([[listed, 'EI']]), { isComplete: false })
  t.match(await verdictOf(db, listed, 'siae', '2024-06-01'), /^yes/)
  t.equal(await verdictOf(db, absent, 'siae', '2024-06-01'), 'undetermined')
  await list('siae', siae([[listed, 'EI']]))
  t.match(await verdictOf(db, absent, 'siae', '2024-06-01'), /^no/)
})

t.test(
  'a file that is not the list it is said to be is refused, with the columns expected and found',
  async (t) => {
    const { db, list } = await openLists(t)
    const before = await readEverything(db)
    for (const { title, content, code, says } of [
      {
        title: 'another list',
        content: essFrance(UNITS),
        code: 'format-unknown',
        says: /n'est pas une liste « siae ».*siretsignature, kind, firststartat, lastendat ; ou siret, kind.*« SIREN », « Nom/,
      },
      {
        title: 'a sentence',
        content: 'Bonjour',
        code: 'format-unknown',
        says: /Colonnes trouvées : « Bonjour »/,
      },
      {
        title: 'a damaged workbook',
        content: 'PK\x03\x04',
        code: 'workbook-unreadable',
        says: /Ouvrez-le et enregistrez-le de nouveau/,
      },
      { title: 'a PDF', content: '%PDF-1.7', code: 'format-not-supported', says: /XLSX, ODS ou CSV/ },
      { title: 'blanks', content: '\n \n', code: 'file-empty', says: /blancs/ },
      {
        title: 'a quote that never closes',
        content: 'siret,kind\n"1,EI\n',
        code: 'csv-malformed',
        says: /ligne 2/,
      },
    ] as const) {
      await t.rejects(list('siae', content), { code, message: says }, title)
      t.strictSame(await readEverything(db), before, `${title}: nothing was written`)
    }
  },
)
