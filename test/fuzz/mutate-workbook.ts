import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import yazl from 'yazl'
import type { Random } from '../../bench/generator/random.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { textToken } from './tokens.ts'

/** A workbook taken apart: its parts by name. */
export type Parts = ReadonlyMap<string, Buffer>

/** Any fixed instant: the bytes of an input depend on its seed alone. */
const WRITTEN_AT = new Date('2026-01-01T00:00:00Z')

export async function unzip(bytes: Buffer): Promise<Parts> {
  const parts = new Map<string, Buffer>()
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  for await (const entry of zip.eachEntry())
    if (!entry.fileName.endsWith('/'))
      parts.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  return parts
}

function zipAgain(parts: Parts, compress: boolean): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of parts) zip.addBuffer(content, name, { compress, mtime: WRITTEN_AT })
  zip.end()
  return buffer(zip.outputStream)
}

/** Values that attributes of cells, rows and sheets take: places, styles, types, counts. */
const ATTRIBUTE_VALUES = [
  ...[
    's',
    'n',
    'b',
    'd',
    'e',
    'str',
    'inlineStr',
    'A1',
    'XFD1048576',
    'ZZZ9',
    'A0',
    '0',
    '1',
    '-1',
    '7',
    '1048576',
    '99999999',
  ],
  ...[
    'float',
    'date',
    'boolean',
    'string',
    'currency',
    'percentage',
    '2024-01-01',
    '2024-01-01T10:00:00',
    '45292.5',
    '1e999',
  ],
  ...[
    'hidden',
    'veryHidden',
    'visible',
    '../../x',
    '/xl/worksheets/sheet1.xml',
    '%',
    '%zz',
    '//',
    'http://[',
    'rId1',
    'rId99',
  ],
  ...['dd/mm/yyyy', '[$-40C]d mmm yy', '00000000000000', '[h]:mm', '#,##0.00', ''],
]
const ELEMENTS = [
  ...[
    '<row>',
    '</row>',
    '<row r="3">',
    '<c r="B2" t="s"><v>0</v></c>',
    '<c><v>45292</v></c>',
    '<c t="inlineStr"><is><t>x</t></is></c>',
  ],
  ...[
    '<table:table table:name="F">',
    '</table:table>',
    '<table:table-row table:number-rows-repeated="900">',
    '</table:table-row>',
  ],
  ...[
    '<table:table-cell table:number-columns-repeated="16384"/>',
    '<text:p>x</text:p>',
    '<text:s text:c="50"/>',
    '<text:line-break/>',
  ],
  ...[
    '<office:annotation>',
    '<table:covered-table-cell/>',
    '<si><t>_x0000_</t></si>',
    '<t>_xD800_</t>',
    '_x000D_',
    '<f>1+1</f>',
  ],
]

function changeAttribute(xml: string, random: Random): string {
  const attributes = [...xml.matchAll(/([\w:-]+)="([^"]*)"/g)]
  if (attributes.length === 0) return xml
  const { index, 0: whole, 1: name } = random.pick(attributes)
  const value = random.chance(0.8) ? random.pick(ATTRIBUTE_VALUES) : textToken(random).replace(/[<"&]/g, '')
  const written = random.chance(0.15) ? '' : `${name}="${value}"`
  return xml.slice(0, index) + written + xml.slice(index + whole.length)
}

function changeElement(xml: string, random: Random): string {
  const elements = [...xml.matchAll(/<[^<>]*>[^<>]*/g)]
  if (elements.length === 0) return xml
  const { index, 0: whole } = random.pick(elements)
  const end = index + whole.length
  return random.pick([
    () => xml.slice(0, index) + xml.slice(end),
    () => xml.slice(0, end) + whole + xml.slice(end),
    () => xml.slice(0, index) + random.pick(ELEMENTS) + xml.slice(index),
    () => xml.slice(0, end) + textToken(random).replace(/[<&]/g, '') + xml.slice(end),
    () => xml.slice(0, end) + random.pick(elements)[0] + xml.slice(end),
  ])()
}

function changePart(content: Buffer, random: Random): Buffer {
  if (random.chance(0.15)) return mutateBytes(content, random, content)
  let xml = content.toString('utf8')
  for (let times = 1 + random.below(4); times > 0; times--)
    xml = random.chance(0.6) ? changeAttribute(xml, random) : changeElement(xml, random)
  return Buffer.from(xml)
}

/** Bytes of the ZIP itself, most often in its directory, which is read first. */
function damageZip(bytes: Buffer, random: Random): Buffer {
  if (random.chance(0.3)) return mutateBytes(bytes, random, bytes)
  const damaged = Buffer.from(bytes)
  const directory = Math.max(bytes.lastIndexOf('PK\x01\x02'), 0)
  for (let times = 1 + random.below(3); times > 0; times--) {
    const from = random.chance(0.6) ? directory : 0
    damaged[from + random.below(bytes.length - from)] = random.pick([0, 1, 0xff, 0x7f, random.below(256)])
  }
  return damaged
}

/** A workbook with one or two of its parts changed, missing or standing for another, or with its ZIP damaged. */
export async function mutateWorkbook(seed: Parts, random: Random): Promise<Buffer> {
  const parts = new Map(seed)
  const names = [...parts.keys()]
  const isSmall = (name: string) => /rels$|Types|mimetype|manifest/.test(name)
  for (let times = 1 + random.below(2); times > 0; times--) {
    const rows = names.filter((name) =>
      /sheet\d|content\.xml|sharedStrings|styles\.xml|workbook\.xml$/.test(name),
    )
    const name = random.pick(random.chance(0.85) && rows.length > 0 ? rows : names)
    const kind = random.below(isSmall(name) ? 12 : 60)
    if (kind === 0) parts.delete(name)
    else if (kind === 1) parts.set(name, parts.get(random.pick(names)) ?? Buffer.alloc(0))
    else parts.set(name, changePart(parts.get(name) ?? Buffer.alloc(0), random))
  }
  const bytes = await zipAgain(parts, random.chance(0.2))
  return random.chance(0.12) ? damageZip(bytes, random) : bytes
}
