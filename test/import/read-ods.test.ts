import t from 'tap'
import { odsCell, odsOf, odsRow, odsTable, readSheets } from './workbooks.ts'

t.test('ODS as LibreOffice writes it is read', async (t) => {
  for (const { title, rows, expected } of [
    {
      title: 'repeated cells',
      rows: odsRow(
        `${odsCell('a', 'table:number-columns-repeated="2"')}<table:table-cell table:number-columns-repeated="3"/>${odsCell('b')}`,
      ),
      expected: ['1 a|a||||b'],
    },
    {
      title: 'repeated rows, and a blank end of a million rows',
      rows: `${odsRow('<table:table-cell/>', 'table:number-rows-repeated="4"')}${odsRow(odsCell('a'), 'table:number-rows-repeated="2"')}${odsRow('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="1048570"')}`,
      expected: ['5 a', '6 a'],
    },
    {
      title: 'cells under a merged one',
      rows: odsRow(
        `${odsCell('titre', 'table:number-columns-spanned="2"')}<table:covered-table-cell/>${odsCell('b')}`,
      ),
      expected: ['1 titre||b'],
    },
    {
      title: 'paragraphs, tabs, spaces and line breaks',
      rows: odsRow(
        odsCell(
          'a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p><text:p><text:span>e</text:span>',
        ),
      ),
      expected: ['1 a  b\tc\nd\ne'],
    },
    {
      title: 'a SIRET that is a number shown with 14 digits',
      rows: odsRow(
        '<table:table-cell office:value-type="float" office:value="2420800019"><text:p>00002420800019</text:p></table:table-cell>',
      ),
      expected: ['1 00002420800019'],
    },
    {
      title: 'a note is no value',
      rows: odsRow(
        `<table:table-cell office:value-type="float" office:value="12"><office:annotation><text:p>À vérifier</text:p></office:annotation><text:p>12,00 €</text:p></table:table-cell>`,
      ),
      expected: ['1 12'],
    },
    {
      title: 'an error stays as shown, to be reported',
      rows: odsRow(
        `<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/D</text:p></table:table-cell>`,
      ),
      expected: ['1 #N/D'],
    },
    {
      title: 'rows in groups and header rows',
      rows: `<table:table-header-rows>${odsRow(odsCell('a'))}</table:table-header-rows><table:table-row-group>${odsRow(odsCell('b'))}</table:table-row-group>`,
      expected: ['1 a', '2 b'],
    },
    {
      title: 'a table inside a cell is no row',
      rows: odsRow(
        `<table:table-cell office:value-type="string"><text:p>a</text:p>${odsTable(odsRow(odsCell('dedans')), 'G')}</table:table-cell>${odsCell('b')}`,
      ),
      expected: ['1 a|b'],
    },
  ])
    t.strictSame(await readSheets(t, await odsOf(odsTable(rows))), { F: expected }, title)
})
