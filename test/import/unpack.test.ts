import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import yazl from 'yazl'
import { type UnpackedFile, unpack, withOnlyFile } from '../../src/import/unpack.ts'
import { openFolder } from './temporary-file.ts'

async function zipTo(path: string, entries: Record<string, string | Buffer>): Promise<void> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}

/** Name and content of what a path stands for; the code of what could not be opened. */
async function contentsOf(path: string): Promise<[string, string][]> {
  const contents: [string, string][] = []
  for await (const file of unpack(path))
    contents.push([file.name, 'error' in file ? file.error.code : await readFile(file.path, 'utf8')])
  return contents
}

t.test('a plain file stands for itself, and a path that is not there too', async (t) => {
  const folder = await openFolder(t)
  const path = join(folder, 'a.csv')
  await writeFile(path, 'x')
  for (const given of [path, join(folder, 'absent.csv')]) {
    const files: UnpackedFile[] = []
    for await (const file of unpack(given)) files.push(file)
    t.match(files, [{ path: given }])
  }
})

t.test('a gzip is told by its bytes, whatever its name', async (t) => {
  const path = join(await openFolder(t), 'export.csv')
  await writeFile(path, gzipSync('id;objet'))
  t.strictSame(await contentsOf(path), [['export.csv', 'id;objet']])
})

t.test('a zip stands for each file it holds, in order, without what macOS adds', async (t) => {
  const path = join(await openFolder(t), 'exports.zip')
  await zipTo(path, { 'b.csv': 'B', '2024/a.json': 'A', '__MACOSX/._b.csv': '?', '.DS_Store': '?' })
  t.strictSame(await contentsOf(path), [
    ['exports.zip/2024/a.json', 'A'],
    ['exports.zip/b.csv', 'B'],
  ])
})

t.test('a workbook is a zip that is left whole', async (t) => {
  const path = join(await openFolder(t), 'marches.xlsx')
  await zipTo(path, { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<w/>' })
  const files: UnpackedFile[] = []
  for await (const file of unpack(path)) files.push(file)
  t.strictSame(files, [{ name: 'marches.xlsx', path }])
})

t.test(
  'a folder stands for all that it holds, archives opened; one that is broken does not stop the rest',
  async (t) => {
    const folder = join(await openFolder(t), 'exports')
    await mkdir(join(folder, '2024'), { recursive: true })
    await writeFile(join(folder, '2024', 'z.csv'), 'Z')
    await writeFile(join(folder, 'a.csv.gz'), gzipSync('A'.repeat(1000)).subarray(0, 20))
    await writeFile(join(folder, 'b.zip'), Buffer.from('504b0304aabb', 'hex'))
    await writeFile(join(folder, 'c.csv'), 'C')
    t.strictSame(await contentsOf(folder), [
      ['exports/2024/z.csv', 'Z'],
      ['exports/a.csv.gz', 'archive-unreadable'],
      ['exports/b.zip', 'archive-unreadable'],
      ['exports/c.csv', 'C'],
    ])
  },
)

t.test('an archive made to fill the disk is stopped', async (t) => {
  const path = join(await openFolder(t), 'bomb.gz')
  await writeFile(path, gzipSync(Buffer.alloc(80 * 1024 * 1024)))
  t.strictSame(await contentsOf(path), [['bomb.gz', 'archive-unreadable']])
})

t.test('what was unpacked is gone once the next is asked for, or the reader stops', async (t) => {
  const path = join(await openFolder(t), 'exports.zip')
  await zipTo(path, { 'a.csv': 'A', 'b.csv': 'B' })
  const paths: string[] = []
  for await (const file of unpack(path)) {
    t.ok(paths.every((earlier) => !existsSync(earlier)))
    if ('path' in file) paths.push(file.path)
    if (paths.length === 2) break
  }
  t.equal(paths.length, 2)
  t.ok(paths.every((left) => !existsSync(left)))
})

t.test('where one file is expected, an archive of one is opened and one of several refused', async (t) => {
  const folder = await openFolder(t)
  const read = (path: string) => withOnlyFile(path, 'liste.zip', (file) => readFile(file, 'utf8'))
  const [one, two, none] = ['one.zip', 'two.zip', 'none.zip'].map((name) => join(folder, name))
  await zipTo(one ?? '', { 'liste.csv': 'siren' })
  await zipTo(two ?? '', { 'a.csv': 'A', 'b.csv': 'B' })
  await zipTo(none ?? '', { '__MACOSX/a': '?' })
  t.equal(await read(one ?? ''), 'siren')
  await t.rejects(read(two ?? ''), {
    code: 'archive-unreadable',
    message: /contient 2 fichiers : un seul est attendu/,
  })
  await t.rejects(read(none ?? ''), { code: 'archive-unreadable', message: /contient 0 fichiers/ })
})
