import t from 'tap'
import { formatLedger } from '../../src/cli/format.ts'
import { listOptionsOf } from '../../src/cli/list-options.ts'
import type { ReferenceLedger } from '../../src/import/import-reference.ts'

t.test('what is said of a list is read, or refused in French', async (t) => {
  t.strictSame(listOptionsOf({}), {}, 'the layout and the file decide')
  t.strictSame(
    listOptionsOf({ date: '2026-10-31', partial: false, maxLoss: 0, force: true, keep: 'useful' }),
    { listedOn: '2026-10-31', isComplete: true, largestLossPercent: 0, force: true, keep: 'useful' },
  )
  for (const [args, message] of [
    [{ date: '31/10/2026' }, /--date « 31\/10\/2026 »/],
    [{ date: '2026-02-30' }, /date attendue/],
    [{ maxLoss: -1 }, /--max-loss : nombre entier de 0 à 100/],
    [{ maxLoss: 101 }, /--max-loss/],
    [{ maxLoss: Number.NaN }, /--max-loss/],
    [{ maxLoss: 12.5 }, /--max-loss/],
    [{ keep: 'tout' }, /--keep « tout » : valeur attendue parmi all, useful/],
  ] as const)
    t.throws(() => listOptionsOf(args), { code: 'bad-usage', message })
})

const LEDGER: ReferenceLedger = {
  file: 'stock.csv',
  format: 'sirene-stock-unite-legale',
  importId: 4,
  read: 3_000_000,
  stored: 240_419,
  updated: 3,
  unchanged: 0,
  rejected: 0,
  notKept: 2_759_578,
  problems: [],
  ignoredColumns: [],
  sheets: [],
  source: 'sirene',
  listedOn: '2026-11-01',
  listedOnFrom: 'file-name',
  isComplete: false,
  keep: 'useful',
  closed: 0,
}

t.test('the ledger of a list says its day, what it closed, and what was left aside', async (t) => {
  t.equal(
    formatLedger(LEDGER),
    [
      'stock.csv (sirene-stock-unite-legale, import n° 4) : 3 000 000 lignes lues, 240 419 enregistrées, 3 mises à jour, 0 inchangée, 0 rejetée, 2 759 578 non retenues',
      '  liste partielle du 2026-11-01, date lue dans le nom du fichier : 0 entrée de la précédente fermée',
      '  non retenues : unités ni fournisseurs connus, ni de l’ESS (--keep all les garde)',
    ].join('\n'),
  )
  const whole = formatLedger({
    ...LEDGER,
    notKept: 0,
    keep: 'all',
    isComplete: true,
    listedOnFrom: 'today',
    closed: 12,
  })
  t.match(
    whole,
    'liste entière du 2026-11-01, aujourd’hui faute de date dans le fichier (--date la donne) : 12 entrées',
  )
  t.notMatch(whole, 'non retenu')
})

t.test('a ledger agrees in number, and says of an example what there is to say', async (t) => {
  const problem = { code: 'c', count: 1, isRejection: false, expected: 'mieux' }
  t.equal(
    formatLedger({
      ...LEDGER,
      ...{ file: 'un.csv', format: 'csv', importId: 1, read: 1, stored: 1, updated: 0, notKept: 1 },
      ...{ closed: 1, isComplete: true, listedOnFrom: 'given', keep: 'all' },
      problems: [
        { ...problem, column: 'montant', example: { sheet: null, line: 2, value: 'x'.repeat(70) } },
        { ...problem, column: 'montant', example: { sheet: null, line: 3, value: '' } },
        { ...problem, column: '(ligne)', example: { sheet: null, line: 4, value: '' } },
        {
          ...problem,
          column: '(relevé)',
          example: { sheet: null, line: 0, value: '3 lignes de l’import n° 4' },
        },
        { ...problem, column: '(fichier)', example: { sheet: null, line: 0, value: '' } },
      ],
    }),
    [
      'un.csv (csv, import n° 1) : 1 ligne lue, 1 enregistrée, 0 mise à jour, 0 inchangée, 0 rejetée, 1 non retenue',
      '  liste entière du 2026-11-01 : 1 entrée de la précédente fermée',
      `  signalé ×1  montant : mieux [c] — ex. ligne 2 : « ${'x'.repeat(59)}… »`,
      '  signalé ×1  montant : mieux [c] — ex. ligne 3 : (vide)',
      '  signalé ×1  (ligne) : mieux [c] — ex. ligne 4',
      '  signalé ×1  (relevé) : mieux [c] — « 3 lignes de l’import n° 4 »',
      '  signalé ×1  (fichier) : mieux [c]',
    ].join('\n'),
  )
})
