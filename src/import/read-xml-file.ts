import { SaxesParser } from 'saxes'
import { AppError } from '../platform/errors.ts'
import { BrokenFile, whyXml } from './broken-file.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { SourceRow } from './source-row.ts'
import { textStream } from './text-stream.ts'

/** Elements that hold one record, in both formats. */
const RECORD_ELEMENTS = new Set(['marche', 'contrat-concession'])
/** No published record reaches a hundredth of this: a longer one is a file whose tags do not match. */
const LONGEST_RECORD_CHARACTERS = 16 * 1024 * 1024
/** Published records go down five levels; a thread is not handed what goes down thousands. */
const DEEPEST_ELEMENT = 100

/** What an element holds: text, or its children by name; a name met twice becomes a list. */
type XmlValue = string | XmlObject | (string | XmlObject)[]
type XmlObject = { [name: string]: XmlValue }
type OpenElement = { name: string; children: XmlObject | null; text: string }
type XmlRecord = { line: number; container: string; content: XmlObject }

const withoutPrefix = (name: string) => name.slice(name.indexOf(':') + 1)

function addChild(parent: OpenElement, name: string, value: string | XmlObject): void {
  parent.children ??= Object.create(null) as XmlObject
  const known = parent.children[name]
  if (Array.isArray(known)) known.push(value)
  else parent.children[name] = known === undefined ? value : [known, value]
}

/** Builds the records of an XML file as its text goes by. Entities other than XML's own are refused: nothing expands. */
class XmlRecordBuilder {
  readonly #parser = new SaxesParser({ position: true })
  readonly #open: OpenElement[] = []
  #records: XmlRecord[] = []
  #line = 0
  #characters = 0
  #hasRoot = false
  hasRecordList = false

  constructor() {
    this.#parser.on('opentag', ({ name }) => this.#enter(withoutPrefix(name)))
    this.#parser.on('closetag', () => this.#leave())
    this.#parser.on('text', (text) => this.#addText(text))
    this.#parser.on('cdata', (text) => this.#addText(text))
    this.#parser.on('error', (error) => {
      throw error
    })
  }

  get line(): number {
    return this.#parser.line
  }

  /** The records that end in this text. */
  write(text: string): XmlRecord[] {
    this.#parser.write(text)
    return this.#take()
  }

  end(): XmlRecord[] {
    this.#parser.close()
    return this.#take()
  }

  #take(): XmlRecord[] {
    const records = this.#records
    this.#records = []
    return records
  }

  #enter(name: string): void {
    if (!this.#hasRoot) this.hasRecordList = name === 'marches'
    this.#hasRoot = true
    if (this.#open.length === 0 && !RECORD_ELEMENTS.has(name)) return
    if (this.#open.length === 0) {
      this.#line = this.#parser.line
      this.#characters = 0
      this.hasRecordList = true
    }
    this.#open.push({ name, children: null, text: '' })
    if (this.#open.length > DEEPEST_ELEMENT)
      throw new BrokenFile(`plus de ${DEEPEST_ELEMENT} balises imbriquées`)
    this.#count(name.length)
  }

  #count(characters: number): void {
    this.#characters += characters
    if (this.#characters > LONGEST_RECORD_CHARACTERS) throw new BrokenFile('marché de plus de 16 Mo')
  }

  #addText(text: string): void {
    const element = this.#open.at(-1)
    if (!element) return
    element.text += text
    this.#count(text.length)
  }

  #leave(): void {
    const element = this.#open.pop()
    if (!element) return
    const parent = this.#open.at(-1)
    if (parent) addChild(parent, element.name, element.children ?? element.text.trim())
    else this.#records.push({ line: this.#line, container: element.name, content: element.children ?? {} })
  }
}

const malformed = (name: string, line: number, error: unknown) =>
  new AppError(
    'xml-malformed',
    `Le fichier « ${name} » : XML mal formé vers la ligne ${line} (${whyXml(error)}). Rien n'a été importé. Refaites l'export ou le téléchargement.`,
    { line },
    { cause: error },
  )

/** " Premier élément trouvé : <PES_Aller>." */
function describeRoot(text: string): string {
  const root = /<([a-z_][\w:.-]{0,60})/i.exec(text.replace(/<!--[\s\S]*?-->/g, ''))?.[1]
  return root === undefined ? '' : ` Premier élément trouvé : <${root}>.`
}

/** The records of a DECP XML file, both formats, one by one. Throws an `AppError` when the file is broken or holds none. */
export async function* readXmlFile(file: InspectedFile): AsyncGenerator<SourceRow> {
  const builder = new XmlRecordBuilder()
  const decoder = new TextDecoder()
  const attempt = (work: () => XmlRecord[]) => {
    try {
      return work()
    } catch (error) {
      throw malformed(file.name, builder.line, error)
    }
  }
  const toRow = ({ line, container, content }: XmlRecord): SourceRow => ({
    line,
    source: { object: content, container },
  })
  for await (const chunk of textStream(file) as AsyncIterable<Buffer>)
    yield* attempt(() => builder.write(decoder.decode(chunk, { stream: true }))).map(toRow)
  yield* attempt(() => builder.end()).map(toRow)
  if (!builder.hasRecordList)
    throw new AppError(
      'format-unknown',
      `Le fichier « ${file.name} » est du XML mais ne contient pas de marchés : des éléments <marche> ou <contrat-concession> sont attendus.${describeRoot(file.headText)} Rien n'a été importé. Demandez l'export des données essentielles (DECP), ou le tableau en CSV ou en XLSX.`,
    )
}
