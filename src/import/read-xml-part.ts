import { SaxesParser } from 'saxes'
import { whyXml } from './broken-file.ts'
import { readPart, type WorkbookZip, workbookUnreadable } from './workbook-zip.ts'

export type XmlAttributes = Readonly<Record<string, string>>

/** Hears the elements of a part, in order, by the names the file gives them, and holds what they make until it is taken. */
export type XmlListener<T> = {
  enter: (name: string, attributes: XmlAttributes) => void
  text: (text: string) => void
  leave: (name: string) => void
  /** What is whole since it was last asked. */
  take: () => T[]
}

/** A tag or a text beyond this is no cell (32 767 characters at most in Excel): it would only fill the memory. */
const LONGEST_TOKEN_CHARACTERS = 4 * 1024 * 1024

/** "x:row" → "row": some tools write every name of a workbook with a prefix. */
export const withoutPrefix = (name: string): string => {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/** What comes in one after the other, as a list: for the small parts of a workbook. */
export async function gather<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of source) items.push(item)
  return items
}

/** What `listener` makes of a part of a workbook, as it goes by. Throws `workbook-unreadable` when the XML is broken. */
export async function* readXmlPart<T>(
  zip: WorkbookZip,
  part: string,
  listener: XmlListener<T>,
  limitBytes?: number,
): AsyncGenerator<T> {
  const parser = new SaxesParser()
  let lastTokenAt = 0
  const heard = () => {
    lastTokenAt = parser.position
  }
  parser.on('opentag', ({ name, attributes }) => {
    heard()
    listener.enter(name, attributes)
  })
  parser.on('closetag', ({ name }) => {
    heard()
    listener.leave(name)
  })
  parser.on('text', (text) => listener.text(text))
  parser.on('cdata', (text) => listener.text(text))
  parser.on('error', (error) => {
    throw error
  })
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (error) {
      throw workbookUnreadable(zip.file.name, whyXml(error), error)
    }
  }
  for await (const text of readPart(zip, part, limitBytes)) {
    attempt(() => parser.write(text))
    yield* listener.take()
    if (parser.position - lastTokenAt > LONGEST_TOKEN_CHARACTERS)
      throw workbookUnreadable(zip.file.name, `un texte sans fin dans « ${part} »`)
  }
  attempt(() => parser.close())
  yield* listener.take()
}
