import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { type UnpackedFile, unpack } from '../../src/import/unpack.ts'
import { openApp, problemIn } from '../http/open-app.ts'
import { fixture } from '../support/database.ts'

const run = promisify(execFile)

/** A disk of 128 kB, mounted; `null` where that is not allowed. */
async function mountSmallDisk(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'spaser-small-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder])
    return folder
  } catch {
    await rm(folder, { recursive: true })
    return null
  }
}

const disk = await mountSmallDisk()
const skip = disk === null && 'a disk can only be mounted by root, on Linux'
const usual = process.env.TMPDIR
const content = await readFile(fixture('demo/marches-2019-2021.json'))
const large = Buffer.concat(Array.from({ length: 40 }, () => content))

t.before(() => {
  if (disk !== null) process.env.TMPDIR = disk
})
t.teardown(async () => {
  if (usual === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = usual
  if (disk === null) return
  await run('umount', [disk])
  await rm(disk, { recursive: true })
})

t.test(
  'an upload that fills the disk is refused, with what to do, and leaves nothing',
  { skip },
  async (t) => {
    const { app } = await openApp(t)
    for (const type of ['application/json', 'multipart/form-data; boundary=x']) {
      const head = '--x\r\ncontent-disposition: form-data; name="f"; filename="a.json"\r\n\r\n'
      const form = Buffer.concat([Buffer.from(head), large, Buffer.from('\r\n--x--\r\n')])
      const payload = type === 'application/json' ? large : form
      const headers = { 'content-type': type }
      const response = await app.inject({ method: 'POST', url: '/v1/imports', payload, headers })
      t.match(problemIn(t, response, 507, 'disk-full').detail, 'TMPDIR', type)
    }
    t.equal((await app.inject('/v1/imports')).json().meta.total, 0)
    t.strictSame(await readdir(disk ?? ''), [])
  },
)

t.test(
  'an archive that fills the disk is named, with what to do, and leaves nothing',
  { skip },
  async (t) => {
    const path = join(t.testdir({}), 'export.json.gz')
    await writeFile(path, gzipSync(large))
    const files: UnpackedFile[] = []
    for await (const file of unpack(path)) files.push(file)
    t.match(files, [{ error: { code: 'disk-full', message: /décompresser « export\.json\.gz »/ } }])
    t.strictSame(await readdir(disk ?? ''), [])
  },
)
