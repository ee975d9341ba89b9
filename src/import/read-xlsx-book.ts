import type { DateSystem } from '../domain/dates/serial-day.ts'
import { type NumberReading, readingOf } from './number-format.ts'
import { gather, readXmlPart, withoutPrefix, type XmlAttributes, type XmlListener } from './read-xml-part.ts'
import { type WorkbookZip, workbookUnreadable } from './workbook-zip.ts'

export type XlsxSheet = { name: string; isHidden: boolean; part: string }

/** What the cells of every sheet refer to. */
export type XlsxBook = {
  sheets: readonly XlsxSheet[]
  dateSystem: DateSystem
  /** The texts that cells name by rank. */
  texts: readonly string[]
  /** How the number cells of each style read, by rank. */
  readings: readonly NumberReading[]
}

/** The small parts: names of sheets, styles. */
const LARGEST_SMALL_PART_BYTES = 16 * 1024 * 1024
/** The shared texts are held in memory: this is ten times those of 100 000 rows. */
const LARGEST_TEXTS_BYTES = 128 * 1024 * 1024

type Element = { name: string; attributes: XmlAttributes }

/** Every element of a small part, in order. */
async function listElements(zip: WorkbookZip, part: string): Promise<Element[]> {
  let elements: Element[] = []
  const listener: XmlListener<Element> = {
    enter: (name, attributes) => elements.push({ name: withoutPrefix(name), attributes }),
    text: () => undefined,
    leave: () => undefined,
    take: () => {
      const taken = elements
      elements = []
      return taken
    },
  }
  return gather(readXmlPart(zip, part, listener, LARGEST_SMALL_PART_BYTES))
}

/** `_x000D_` is how a workbook writes characters that XML cannot hold. */
export const withEscapesRead = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

/** Gathers the text of `<si>` (shared) or `<is>` (in the cell), its formatted runs joined, its phonetic notes left out. */
export class RichText {
  #isInText = false
  #isInNote = false
  #text = ''

  enter(name: string): void {
    if (name === 'rPh') this.#isInNote = true
    this.#isInText = name === 't' && !this.#isInNote
  }

  add(text: string): void {
    if (this.#isInText) this.#text += text
  }

  leave(name: string): void {
    if (name === 'rPh') this.#isInNote = false
    this.#isInText = false
  }

  take(): string {
    const text = withEscapesRead(this.#text)
    this.#text = ''
    return text
  }
}

async function readTexts(zip: WorkbookZip, part: string): Promise<string[]> {
  const rich = new RichText()
  let texts: string[] = []
  const listener: XmlListener<string> = {
    enter: (name) => rich.enter(withoutPrefix(name)),
    text: (text) => rich.add(text),
    leave: (prefixed) => {
      const name = withoutPrefix(prefixed)
      rich.leave(name)
      if (name === 'si') texts.push(rich.take())
    },
    take: () => {
      const taken = texts
      texts = []
      return taken
    },
  }
  return gather(readXmlPart(zip, part, listener, LARGEST_TEXTS_BYTES))
}

async function readReadings(zip: WorkbookZip, part: string): Promise<NumberReading[]> {
  const codes = new Map<string, string>()
  const readings: NumberReading[] = []
  let isInCellStyles = false
  for (const { name, attributes } of await listElements(zip, part)) {
    if (name === 'numFmt') codes.set(attributes.numFmtId ?? '', attributes.formatCode ?? '')
    if (name.startsWith('cellStyle') || name === 'cellXfs') isInCellStyles = name === 'cellXfs'
    if (name !== 'xf' || !isInCellStyles) continue
    const id = attributes.numFmtId ?? '0'
    readings.push(readingOf(Number(id), codes.get(id)))
  }
  return readings
}

/**
 * "xl/workbook.xml", "worksheets/sheet1.xml" → "xl/worksheets/sheet1.xml"; as written for what is no address, as links to other files
 * may be (`Budget 100%.xlsx`): no part is named so, and nobody asks for it.
 */
function resolvePart(from: string, target: string): string {
  const url = URL.parse(target.replaceAll('\\', '/'), `file:///${from}`)
  try {
    return url === null ? target : decodeURIComponent(url.pathname.slice(1))
  } catch {
    return target
  }
}

type Relation = { type: string; part: string }

/** The parts that `from` leans on, by the id it names them by; `''` stands for the file itself. */
export async function readRelations(zip: WorkbookZip, from: string): Promise<Map<string, Relation>> {
  const cut = from.lastIndexOf('/') + 1
  const part = `${from.slice(0, cut)}_rels/${from.slice(cut)}.rels`
  const relations = (await listElements(zip, part)).filter(({ name }) => name === 'Relationship')
  return new Map(
    relations.map(({ attributes: { Id = '', Type = '', Target = '' } }) => [
      Id,
      { type: Type.slice(Type.lastIndexOf('/') + 1), part: resolvePart(from, Target) },
    ]),
  )
}

const isTrue = (value: string | undefined) => value === '1' || value === 'true'

/** The value of an attribute whatever its prefix, when the element has others of that name: `r:id` beside `sheetId`. */
const relationIdOf = (attributes: XmlAttributes) =>
  Object.entries(attributes).find(([name]) => withoutPrefix(name) === 'id')?.[1] ?? ''

/** Reads all of an XLSX but its rows; `bookPart` is the part that lists its sheets. */
export async function readXlsxBook(zip: WorkbookZip, bookPart: string): Promise<XlsxBook> {
  const elements = await listElements(zip, bookPart)
  const relations = await readRelations(zip, bookPart)
  const sheets = elements.flatMap(({ name, attributes }): XlsxSheet[] => {
    const relation = name === 'sheet' ? relations.get(relationIdOf(attributes)) : undefined
    if (relation?.type !== 'worksheet') return []
    const isHidden = (attributes.state ?? 'visible') !== 'visible'
    return [{ name: attributes.name ?? '', isHidden, part: relation.part }]
  })
  if (sheets.length === 0) throw workbookUnreadable(zip.file.name, 'aucune feuille de calcul')
  const partOf = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.part
  const [textsPart, stylesPart] = [partOf('sharedStrings'), partOf('styles')]
  return {
    sheets,
    dateSystem: elements.some(({ name, attributes }) => name === 'workbookPr' && isTrue(attributes.date1904))
      ? 1904
      : 1900,
    texts: textsPart === undefined ? [] : await readTexts(zip, textsPart),
    readings: stylesPart === undefined ? [] : await readReadings(zip, stylesPart),
  }
}
