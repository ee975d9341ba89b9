import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openFolder } from '../import/temporary-file.ts'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const spaser = await openSpaser(t)
await spaser('import', fixture('demo/marches-2022-2024.json'))
const ASK = ['report', '--buyer', '000010017', '--year', '2023']

t.test('report writes JSON on standard output, and the page in a file', async (t) => {
  const { code, out } = await spaser(...ASK)
  t.equal(code, 0)
  t.match(JSON.parse(out), { year: 2023, buyer: { id: '000010017' }, plans: [], insertion: null })
  const path = join(await openFolder(t), 'rapport.html')
  const page = await spaser(...ASK, '--format', 'html', '--out', path)
  t.equal(page.code, 0)
  t.match(page.err, path)
  t.match(await readFile(path, 'utf8'), /<h1>/)
})

for (const { title, argv, code, says } of [
  {
    title: 'a year that is none',
    argv: [...ASK.slice(0, 3), '--year', '23'],
    code: 2,
    says: /--year « 23 »/,
  },
  {
    title: 'another format',
    argv: [...ASK, '--format', 'pdf'],
    code: 2,
    says: /--format « pdf ».*json, csv/,
  },
  { title: 'no buyer', argv: ['report', '--year', '2023'], code: 2, says: /buyer/ },
  { title: 'a plan that is none', argv: [...ASK, '--plan', 'x'], code: 1, says: /Aucun plan.*« x »/ },
])
  t.test(`${title} is refused`, async (t) => {
    const answer = await spaser(...argv)
    t.equal(answer.code, code)
    t.match(answer.err, says)
  })
