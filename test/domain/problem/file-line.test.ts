import fc from 'fast-check'
import t from 'tap'
import {
  describePlace,
  LAST_ROW,
  MOST_SHEETS_READ,
  placeOfLine,
  sheetOfLine,
  toFileLine,
} from '../../../src/domain/problem/file-line.ts'

t.test('a row of a sheet is one number, and is found again from it', async (t) => {
  for (const { title, sheet, row, line } of [
    { title: 'the first sheet keeps the numbers that the spreadsheet shows', sheet: 0, row: 14, line: 14 },
    { title: 'the last row of the first sheet', sheet: 0, row: LAST_ROW, line: 1_048_576 },
    { title: 'the first row of the second', sheet: 1, row: 1, line: 1_048_577 },
    { title: 'the last row of the second', sheet: 1, row: LAST_ROW, line: 2_097_152 },
    { title: 'the first row of the third', sheet: 2, row: 1, line: 2_097_153 },
  ]) {
    t.equal(toFileLine(sheet, row), line, title)
    t.strictSame(placeOfLine(['2019', '2020', '2021'], line), { sheet: `${2019 + sheet}`, line: row }, title)
  }
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MOST_SHEETS_READ - 1 }),
        fc.integer({ min: 1, max: LAST_ROW }),
        (sheet, row) => {
          const line = toFileLine(sheet, row)
          return line < 2 ** 31 && sheetOfLine(line) === sheet && line - sheet * LAST_ROW === row
        },
      ),
    ),
  )
})

t.test('a line of a file without sheets is told as it is, however far', async (t) => {
  t.strictSame(placeOfLine(null, 2_500_000), { sheet: null, line: 2_500_000 })
  t.strictSame(placeOfLine(['2021'], 0), { sheet: null, line: 0 }, 'the whole file')
  t.equal(describePlace({ sheet: null, line: 12 }), 'ligne 12')
  t.equal(describePlace({ sheet: '2021', line: 12 }), 'feuille « 2021 », ligne 12')
})
