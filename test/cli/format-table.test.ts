import t from 'tap'
import { formatTable } from '../../src/cli/format-table.ts'

const widest = (table: string) => Math.max(...table.split('\n').map((line) => line.length))

t.test('a table that holds in 100 columns has one line a row', async (t) => {
  const object = 'x'.repeat(91)
  t.equal(
    formatTable(['n°', 'objet'], [['1', object]], [0]),
    [`n°  objet`, `──  ${'─'.repeat(91)}`, ` 1  ${object}`].join('\n'),
  )
  const exact = formatTable(['n°', 'objet'], [['1', 'mot '.repeat(24).trim()]], [0])
  t.equal(exact.split('\n').length, 3)
  t.equal(widest(exact), 99)
})

t.test('a wider one folds titles, then texts, then figures, and loses nothing', async (t) => {
  const text = 'Entretien des espaces verts du centre technique intercommunal et de ses abords '
    .repeat(2)
    .trim()
  const table = formatTable(
    ['n°', 'objet', 'heures attendues à ce jour', 'part'],
    [['1', text, '1 234 567 €', '11,9 % à 18,6 %']],
    [0, 2, 3],
  )
  t.equal(widest(table), 100)
  const lines = table.split('\n')
  t.ok(lines.findIndex((line) => line.startsWith('──')) > 1, 'the titles are on several lines')
  t.match(table, /\n 1 {2}Entretien des espaces .* 1 234 567 € {2}11,9 % à 18,6 %\n/, 'figures are whole')
  for (const word of text.split(' ')) t.match(table, word)
})

t.test('words, amounts and identifiers are never cut, were the table to overflow', async (t) => {
  const id = 'b8455b1e-a74b-9756-b7e2-85826dbb2098'
  const table = formatTable(['a', 'b', 'c', 'd'], [[id, id, id, 'entre 1 234 567 € et « 12,5 % »']], [])
  for (const whole of [id, '1 234 567 €', '« 12,5 % »']) t.match(table, whole)
})

t.test('what stands further right folds sooner', async (t) => {
  const cells = ['mot '.repeat(24).trim(), 'fin']
  t.equal(formatTable(['a', 'b'], [cells], []).split('\n').length, 3)
  const moved = formatTable(['a', 'b'], [cells], [], '    ')
  t.ok(widest(moved) <= 100)
  t.ok(moved.split('\n').every((line) => line.startsWith('    ')))
})
