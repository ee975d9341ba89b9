import XLSX from '@e965/xlsx'
import t from 'tap'
import { writeWorkbook } from '../../src/reports/write-workbook.ts'

const SHEET = {
  name: 'F',
  widths: [10, 20],
  titles: ['taux', 'remarque'],
  rows: [
    [{ percent: 0.5 }, 'courte'],
    [{ decimal: 57.4285 }, 'un texte de plus de vingt signes, sur trois lignes'],
  ],
}

async function partOf(name: string): Promise<string> {
  const zip = XLSX.CFB.read(await writeWorkbook([SHEET]), { type: 'buffer' })
  return Buffer.from(XLSX.CFB.find(zip, name)?.content as Uint8Array).toString()
}

t.test('a sheet is printed on A4 across, all its columns on the page', async (t) => {
  const xml = await partOf('/xl/worksheets/sheet1.xml')
  t.match(xml, /<worksheet[^>]*><sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr><sheetViews>/)
  t.match(
    xml,
    /<\/sheetData><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"\/>/,
  )
})

t.test('a row is as high as its longest text once folded, another is left as it is', async (t) => {
  const rows = (await partOf('/xl/worksheets/sheet1.xml')).match(/<row [^>]*>/g)
  t.match(rows?.[1], /^<row r="2">$/)
  t.match(rows?.[2], /ht="45"/)
})

t.test('a rate is written as French does, a quotient to the hundredth, both whole underneath', async (t) => {
  const book = XLSX.read(await writeWorkbook([SHEET]), { cellNF: true })
  t.match(book.Sheets.F?.A2, { t: 'n', v: 0.5, z: '0.0\\ %' })
  t.match(book.Sheets.F?.A3, { t: 'n', v: 57.4285, z: '#,##0.00' })
})
