import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { generateDecpInfoCsv } from './generator/decp-info-csv.ts'
import { generateDecpJson2022 } from './generator/decp-json-2022.ts'
import { type DirtCounts, noDirt } from './generator/proportions.ts'
import { generateSireneStock } from './generator/sirene-stock.ts'

export const FORMATS = ['decp-info-csv', 'decp-json-2022', 'sirene-stock-csv'] as const
export type Format = (typeof FORMATS)[number]

/** What to write: `rows` lines or records (`decp-json-2022` takes `bytes` too), the same for the same seed. */
export type FileRequest = { format: Format; seed: number } & ({ rows: number } | { bytes: number })

/** Large enough that the file system is not asked for each row. */
const CHUNK_BYTES = 1024 * 1024
/** UTF-8 takes at most three bytes for each unit of a JavaScript text. */
const MOST_BYTES_PER_UNIT = 3

function open(request: FileRequest, counts: DirtCounts): Generator<string> {
  const { format, seed } = request
  if (format === 'decp-json-2022')
    return generateDecpJson2022('rows' in request ? { records: request.rows } : request, seed, counts)
  if (!('rows' in request)) throw new RangeError(`${format} : nombre de lignes attendu`)
  if (format === 'sirene-stock-csv') return generateSireneStock(request.rows, seed)
  return generateDecpInfoCsv(request.rows, seed, counts)
}

/** Texts as bytes, in chunks. Written one by one: joined first, one "–" would make every character take two bytes. */
function* encode(texts: Iterable<string>): Generator<Buffer> {
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  let used = 0
  for (const text of texts) {
    if (used + text.length * MOST_BYTES_PER_UNIT > CHUNK_BYTES) {
      yield chunk.subarray(0, used)
      chunk = Buffer.allocUnsafe(CHUNK_BYTES)
      used = 0
    }
    used += chunk.write(text, used)
  }
  yield chunk.subarray(0, used)
}

/** Writes the file in bounded memory; answers how many of each kind of dirt it holds. */
export async function generateFile(path: string, request: FileRequest): Promise<DirtCounts> {
  const counts = noDirt()
  await pipeline(encode(open(request, counts)), createWriteStream(path))
  return counts
}

const USAGE = `Usage : node bench/generate.ts FORMAT TAILLE FICHIER [GRAINE]
  FORMAT  ${FORMATS.join(', ')}
  TAILLE  nombre de lignes (1000000), ou de mégaoctets pour decp-json-2022 (1024MB)
  GRAINE  nombre entier, 1 par défaut : la même graine donne le même fichier`

/** The request that these arguments make; `null` when they make none. */
function readRequest([format, size = '', , seed = '1']: readonly string[]): FileRequest | null {
  const known = FORMATS.find((name) => name === format)
  const [, count, unit] = /^(\d{1,9})(MB)?$/.exec(size) ?? []
  if (!known || !count || !/^\d{1,9}$/.test(seed)) return null
  const number = Number(count)
  if (unit && known !== 'decp-json-2022') return null
  return { format: known, seed: Number(seed), ...(unit ? { bytes: number * 2 ** 20 } : { rows: number }) }
}

if (import.meta.main) {
  const [, , ...argv] = process.argv
  const [path, request] = [argv[2], readRequest(argv)]
  if (path === undefined || request === null) {
    console.error(USAGE)
    process.exitCode = 2
  } else await generateFile(path, request)
}
