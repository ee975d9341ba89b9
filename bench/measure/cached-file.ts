import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { mkdir, readFile, rename, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FileRequest, generateFile } from '../generate.ts'

const BENCH_FOLDER = join(import.meta.dirname, '..')
const CACHE_FOLDER = join(tmpdir(), 'spaser-bench')

export type CachedFile = { path: string; bytes: number }

/** Names the generator as it is now: changed, it writes other files. */
export async function digestOfGenerator(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of globSync('{generate.ts,generator/*.ts}', { cwd: BENCH_FOLDER }).sort())
    hash.update(await readFile(join(BENCH_FOLDER, name)))
  return hash.digest('hex').slice(0, 8)
}

/** The file asked for, generated once and kept in the system's temporary folder. */
export async function openCachedFile(request: FileRequest): Promise<CachedFile> {
  const { format, seed } = request
  const length = 'rows' in request ? `${request.rows}-rows` : `${request.bytes}-bytes`
  const extension = format === 'decp-info-csv' ? 'csv' : 'json'
  const path = join(CACHE_FOLDER, `${format}-${length}-${seed}-${await digestOfGenerator()}.${extension}`)
  const known = await stat(path).catch(() => null)
  if (known) return { path, bytes: known.size }
  await mkdir(CACHE_FOLDER, { recursive: true })
  const draft = `${path}.${process.pid}`
  await generateFile(draft, request)
  await rename(draft, path)
  return { path, bytes: (await stat(path)).size }
}
