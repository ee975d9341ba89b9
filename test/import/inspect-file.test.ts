import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { inspectFile } from '../../src/import/inspect-file.ts'
import { AppError } from '../../src/platform/errors.ts'
import { inspected, openFile, openFolder } from './temporary-file.ts'

/** How many bytes are read at a time: characters astride that boundary are what these tests look for. */
const CHUNK_BYTES = 1 << 18

t.test('the encoding is told from every byte of the file', async (t) => {
  for (const { title, content, expected } of [
    { title: 'plain letters are UTF-8', content: Buffer.from('id,objet\n1,ecole\n'), expected: 'utf-8' },
    { title: 'UTF-8 accents', content: Buffer.from('école œuvre 5 € 𝔸'), expected: 'utf-8' },
    { title: 'a byte order mark', content: Buffer.from('\uFEFFid'), expected: 'utf-8' },
    {
      title: 'a single byte that UTF-8 does not know',
      content: Buffer.from([0x61, 0xe9, 0x61]),
      expected: 'windows-1252',
    },
    {
      title: 'the first byte of a character, alone at the end',
      content: Buffer.from([0x61, 0xc3]),
      expected: 'windows-1252',
    },
    {
      title: 'three bytes of a four-byte character at the end',
      content: Buffer.from('𝔸').subarray(0, 3),
      expected: 'windows-1252',
    },
    { title: 'continuation bytes alone', content: Buffer.alloc(9, 0x80), expected: 'windows-1252' },
    {
      title: 'a wrong byte far beyond the first chunk',
      content: Buffer.concat([
        Buffer.alloc(CHUNK_BYTES * 2 + 7, 'a'),
        Buffer.from([0xe9]),
        Buffer.from('fin'),
      ]),
      expected: 'windows-1252',
    },
  ] as const)
    t.equal((await inspected(t, content)).encoding, expected, title)
})

t.test('a character cut between two chunks is still UTF-8, wherever it is cut', async (t) => {
  for (const character of ['é', '€', '𝔸'])
    for (let before = 1; before <= Buffer.byteLength(character); before++) {
      const content = Buffer.concat([
        Buffer.alloc(CHUNK_BYTES - before, 'a'),
        Buffer.from(`${character}suite`),
      ])
      t.equal((await inspected(t, content)).encoding, 'utf-8', `${character}, ${before} bytes before the cut`)
    }
})

t.test('any text is UTF-8, and any broken one is not', async (t) => {
  const write = await openFile(t, 'texte.csv')
  const text = fc.string({ unit: 'binary', minLength: 1 }).map((value) => value.toWellFormed())
  await t.resolves(
    fc.assert(
      fc.asyncProperty(text, fc.nat(), async (value, place) => {
        const padding = CHUNK_BYTES - (place % (Buffer.byteLength(value) + 1))
        const bytes = Buffer.concat([Buffer.alloc(padding, 'a'), Buffer.from(value)])
        assert.equal((await inspectFile(await write(bytes))).encoding, 'utf-8')
        const broken = Buffer.concat([bytes, Buffer.from([0xff])])
        assert.equal((await inspectFile(await write(broken))).encoding, 'windows-1252')
      }),
      { numRuns: 60 },
    ),
  )
})

t.test('the file is known by its name, size, digest and first bytes', async (t) => {
  const content = Buffer.alloc(CHUNK_BYTES + 1, 'abcdef')
  const file = await inspected(t, content, 'marches.csv')
  t.equal(file.name, 'marches.csv')
  t.equal(file.byteSize, content.length)
  t.equal(file.digest, createHash('sha256').update(content).digest('hex'))
  t.equal(file.head.length, 65_536)
  t.ok(content.subarray(0, 65_536).equals(file.head))
  t.equal((await inspectFile(file.path, 'envoi.csv')).name, 'envoi.csv', 'another name may be shown')
})

t.test('what cannot be read is refused with what to do', async (t) => {
  const folder = await openFolder(t)
  for (const { title, path, code, says } of [
    {
      title: 'a missing file',
      path: `${folder}/absent.csv`,
      code: 'file-not-found',
      says: /« absent.csv » n'existe pas.*Vérifiez/,
    },
    { title: 'a folder', path: folder, code: 'not-a-file', says: /est un dossier.*Donnez les fichiers/ },
    {
      title: 'a path through a file',
      path: `${(await inspected(t, 'x')).path}/dedans.csv`,
      code: 'file-unreadable',
      says: /ne peut pas être lu/,
    },
  ]) {
    const error = await inspectFile(path).catch((thrown: unknown) => thrown)
    t.ok(error instanceof AppError, title)
    t.match(error, { code, message: says }, title)
  }
  await t.rejects(
    inspected(t, ''),
    { code: 'file-empty', message: /vide \(0 octet\).*Refaites/ },
    'an empty file',
  )
})
