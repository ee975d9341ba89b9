import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type InspectedFile, inspectFile } from '../../src/import/inspect-file.ts'
import type { ContractFile } from '../../src/import/open-contract-file.ts'
import { rowsIn } from '../../src/import/row-batch.ts'
import type { SourceRow } from '../../src/import/source-row.ts'

/** A folder for the files of a test, removed at its end. */
export async function openFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spaser-test-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A file that holds `content`, removed at the end of the test, and what writes it again: `write(content)` → its path. */
export async function openFile(
  t: Test,
  name: string,
): Promise<(content: string | Buffer) => Promise<string>> {
  const path = join(await openFolder(t), name)
  return async (content) => {
    await writeFile(path, content)
    return path
  }
}

/** A file with this content, inspected. */
export async function inspected(
  t: Test,
  content: string | Buffer,
  name = 'fichier.csv',
): Promise<InspectedFile> {
  const write = await openFile(t, name)
  return inspectFile(await write(content))
}

/** What an asynchronous source gives, up to the error that ends it if any. */
export async function drain<T>(source: AsyncIterable<T>): Promise<{ items: T[]; error: Error | null }> {
  const items: T[] = []
  try {
    for await (const item of source) items.push(item)
    return { items, error: null }
  } catch (error) {
    return { items, error: error as Error }
  }
}

/** The rows of an open file, one by one. */
export async function* rowsOf({ batches, mapping }: ContractFile): AsyncGenerator<SourceRow> {
  for await (const batch of batches) yield* rowsIn(batch, mapping.csv)
}
