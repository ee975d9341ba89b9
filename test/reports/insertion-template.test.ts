import XLSX from '@e965/xlsx'
import t from 'tap'
import { importFile } from '../../src/import/import-file.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { reportClause } from '../../src/reports/insertion-clause-history.ts'
import { writeInsertionTemplate } from '../../src/reports/insertion-template.ts'
import { writeWorkbook } from '../../src/reports/write-workbook.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

t.test('the template, filled in with words of its own lists, is imported without a problem', async (t) => {
  const { db } = await openTestDatabase(t)
  await createClause(
    db,
    FIXED_CLOCK,
    {
      contract: { buyer: '00001001700010', sourceId: 'M1', lot: null },
      terms: { bases: ['execution-condition'] },
      due: null,
    },
    { author: null },
  )
  for (const layout of ['by-person', 'totals'] as const) {
    const write = await openFile(t, `modele-${layout}.xlsx`)
    const book = XLSX.read(await writeInsertionTemplate(layout))
    const [name = ''] = book.SheetNames
    const sheet = book.Sheets[name] as XLSX.WorkSheet
    const lists: Record<string, string>[] = book.Sheets.Listes
      ? XLSX.utils.sheet_to_json(book.Sheets.Listes)
      : [{}]
    const [titles = []] = XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1 })
    const given: Record<string, string> = {
      'N° marché': 'M1',
      'Code personne': 'P-1',
      Période: 'mars 2025',
      'Heures réalisées': '10',
    }
    for (const [index, row] of lists.entries())
      XLSX.utils.sheet_add_aoa(sheet, [titles.map((title) => given[title] ?? row[title] ?? null)], {
        origin: index + 1,
      })
    const ledger = await importFile(
      db,
      FIXED_CLOCK,
      await write(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' })),
    )
    const others = ledger.problems.filter(({ code }) => code !== 'hours-repeat')
    t.strictSame(others, [], layout)
    t.match(ledger, { rejected: 0, ignoredColumns: [] })
  }
  t.ok(((await reportClause(db, FIXED_CLOCK, 1))?.hours.done ?? 0) > 0)
})

t.test('the notice speaks of the layout of its own file, and says that there is another', async (t) => {
  for (const [layout, sheets, holds] of [
    ['by-person', ['Par personne', 'Notice', 'Listes'], /^Une ligne par personne.*l’autre modèle/],
    ['totals', ['Totaux', 'Notice'], /^Une ligne par marché.*l’autre modèle/],
  ] as const) {
    const book = XLSX.read(await writeInsertionTemplate(layout))
    t.strictSame(book.SheetNames, sheets)
    t.match(book.Sheets.Notice?.A2, { v: holds })
  }
})

t.test('the template offers its lists, and keeps text that looks like a formula as text', async (t) => {
  const bytes = await writeInsertionTemplate('by-person')
  const zip = XLSX.CFB.read(bytes, { type: 'buffer' })
  const sheet = Buffer.from(XLSX.CFB.find(zip, '/xl/worksheets/sheet1.xml')?.content as Uint8Array).toString()
  t.match(
    sheet,
    /<dataValidation type="list"[^>]*sqref="G2:G10000"><formula1>Listes!\$A\$2:\$A\$19<\/formula1>/,
  )
  const book = XLSX.read(
    await writeWorkbook([{ name: 'F', widths: [10], titles: ['t'], rows: [['=1+1'], ['@x'], ['-2']] }]),
    { cellFormula: true },
  )
  const cells = book.Sheets.F as XLSX.WorkSheet
  for (const [cell, value] of [
    ['A2', '=1+1'],
    ['A3', '@x'],
    ['A4', '-2'],
  ] as const) {
    t.match(cells[cell], { t: 's', v: value })
    t.equal((cells[cell] as XLSX.CellObject).f, undefined)
  }
})
