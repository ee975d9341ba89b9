import t from 'tap'
import { readSheets, xlsxOf } from './workbooks.ts'

t.test('XLSX as other tools write it is read', async (t) => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="[$-40C]d mmmm yyyy;@"/><numFmt numFmtId="165" formatCode="General&quot; dym&quot;"/><numFmt numFmtId="166" formatCode="00000000000000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/><xf numFmtId="166"/></cellXfs><cellStyles><cellStyle xfId="0"/></cellStyles>'
  const texts =
    '<si><t>un</t></si><si><r><t>de</t></r><r><t xml:space="preserve">ux </t></r><rPh><t>NON</t></rPh></si><si><t>a_x000A_b</t></si><si/>'
  for (const { title, rows, expected } of [
    {
      title: 'shared texts, in runs, escaped, empty',
      rows: '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="D3" t="s"><v>3</v></c><c r="E3" t="s"><v>99</v></c><c r="F3"><v>1</v></c></row>',
      expected: ['3 un|deux |a\nb|||1'],
    },
    {
      title: 'texts in the cell',
      rows: '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c><c r="B1" t="str"><f>A1</f><v>ab</v></c></row>',
      expected: ['1 ab|ab'],
    },
    {
      title: 'neither rows nor cells say where they are',
      rows: '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>',
      expected: ['1 1||2', '2 3'],
    },
    {
      title: 'every name has a prefix',
      rows: '<x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c></x:row>',
      expected: ['2 |1'],
    },
    {
      title: 'an exponent, when the number is exact',
      rows: '<row><c><v>8.3055049600012E13</v></c><c><v>2.1E-2</v></c></row>',
      expected: ['1 83055049600012|0.021'],
    },
    {
      title: 'dates by known format, by own format, and letters that are no date',
      rows: '<row><c s="1"><v>45292</v></c><c s="2"><v>45292.5</v></c><c s="3"><v>45292</v></c><c s="4"><v>0.25</v></c><c s="9"><v>45292</v></c></row>',
      expected: ['1 2024-01-01|2024-01-01|45292|0.25|45292'],
    },
    {
      title: 'a SIRET that is a number shown with 14 digits',
      rows: '<row><c s="5"><v>2420800019</v></c></row>',
      expected: ['1 00002420800019'],
    },
    {
      title: 'a date cell of the strict standard',
      rows: '<row><c t="d"><v>2024-01-01T00:00:00Z</v></c></row>',
      expected: ['1 2024-01-01'],
    },
    {
      title: 'a date out of the calendar stays a number',
      rows: '<row><c s="1"><v>-1</v></c><c s="1"><v>3000000</v></c></row>',
      expected: ['1 -1|3000000'],
    },
    {
      title: 'an error stays as shown, to be reported',
      rows: '<row><c t="e"><v>#N/A</v></c></row>',
      expected: ['1 #N/A'],
    },
    {
      title: 'a formula never computed is told from one whose result is empty',
      rows: '<row><c><f>A2+1</f></c><c t="str"><f>A3</f><v></v></c><c><v>1</v></c></row>',
      expected: ['1 #CALC!||1'],
    },
    {
      title: 'cells beyond any table are left out',
      rows: '<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>',
      expected: ['1 1'],
    },
  ])
    t.strictSame(await readSheets(t, await xlsxOf(rows, { texts, styles })), { Feuil1: expected }, title)
})

t.test('links to other files that are no address keep no sheet from being read', async (t) => {
  const links = ['file:///C:/Budget 100%.xlsx', 'http://[serveur', '\\\\partage\\50% réalisé.xlsx'].map(
    (target, i) => `<Relationship Id="x${i}" Type="http://x/externalLinkPath" Target="${target}"/>`,
  )
  const more = {
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>${links.join('')}</Relationships>`,
  }
  const content = await xlsxOf('<row r="1"><c r="A1"><v>7</v></c></row>', { more })
  t.strictSame(await readSheets(t, content), { Feuil1: ['1 7'] })
})
