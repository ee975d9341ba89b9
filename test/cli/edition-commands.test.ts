import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { connect } from '../../src/database/connect.ts'
import { openFolder } from '../import/temporary-file.ts'
import { FIXED_CLOCK, fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const spaser = await openSpaser(t)
await spaser('import', fixture('demo/marches-2022-2024.json'))
const YEARS = ['--from-year', '2022', '--to-year', '2023']
const BUYER = ['--buyer', '000010017']
const WORDS = ['--title', 'Indicateurs 2022-2023', '--author', 'Service achats']

t.test('publication writes the package', async (t) => {
  const out = join(await openFolder(t), 'l2111-3.zip')
  const { code, err } = await spaser('publication', ...BUYER, ...YEARS, '--out', out)
  t.equal(code, 0)
  t.match(err, /l2111-3\.zip \(publication\.html, note-de-methode\.html/)
  t.equal((await readFile(out)).subarray(0, 2).toString(), 'PK')
})

t.test('edition publishes, lists, shows, verifies, hands over and withdraws', async (t) => {
  const published = await spaser('edition', 'publish', '--kind', 'publication', ...BUYER, ...YEARS, ...WORDS)
  t.equal(published.code, 0)
  t.match(published.out, /Édition n° 1 : Indicateurs 2022-2023/)
  t.match((await spaser('edition', 'list')).out, /Indicateurs 2022-2023/)
  t.match((await spaser('edition', 'show', '1')).out, /manifeste\.json/)
  const same = await spaser('edition', 'verify', '1')
  t.equal(same.code, 0)
  t.match(same.out, /Fichiers intacts.*Chiffres identiques/s)
  t.match((await spaser('edition', 'file', '1', 'publication.html')).out, /<h1>/)
  await spaser('edition', 'publish', '--kind', 'report', ...BUYER, '--year', '2023', ...WORDS)
  t.match(JSON.parse((await spaser('edition', 'list', '--json')).out), [{ id: 2 }, { id: 1 }])
  const withdrawn = await spaser('edition', 'withdraw', '1', '--reason', 'Erreur', '--author', 'Moi')
  t.match(withdrawn.out, /RETIRÉE le .* par Moi : Erreur/)
  t.equal((await spaser('edition', 'withdraw', '1', '--reason', 'Encore', '--author', 'Moi')).code, 1)
})

t.test('verify says what changed, and why, with its own exit code', async (t) => {
  t.equal((await spaser('import', 'undo', '1', '--yes')).code, 0)
  const { code, out } = await spaser('edition', 'verify', '1')
  t.equal(code, 3)
  t.match(out, /chiffres différents de ceux publiés/)
  t.match(out, /\[not-established\] Cause non établie/, 'all took place at the same instant')
  t.match(out, /esus-share, nombre, total : \d+ marchés → absent/)
})

t.test('an edition altered in the database is shown so, verified so and withdrawn', async (t) => {
  const { db, close } = await connect(spaser.config, FIXED_CLOCK)
  await sql`update editions set statement = '{nope' where id = 2`.execute(db)
  await close()
  const list = await spaser('edition', 'list')
  t.match(list.out, /Indicateurs 2022-2023[\s\S]*\(retirée\)/, 'the others are still there')
  t.match(list.out, /\? \(ALTÉRÉE\)/)
  t.match((await spaser('edition', 'show', '2')).out, /ALTÉRÉE après la publication/)
  const verified = await spaser('edition', 'verify', '2')
  t.equal(verified.code, 1)
  t.match(verified.out, /n’est plus lisible.*Rien ne peut plus se vérifier/s)
  t.equal((await spaser('edition', 'file', '2', 'rapport.html')).code, 1)
  t.match((await spaser('edition', 'withdraw', '2', '--reason', 'Altérée', '--author', 'Moi')).out, /RETIRÉE/)
})

for (const { title, argv, code, says } of [
  {
    title: 'another content',
    argv: ['edition', 'publish', '--kind', 'x', ...BUYER, ...WORDS],
    code: 2,
    says: /--kind « x ».*report, publication/,
  },
  {
    title: 'a report without its year',
    argv: ['edition', 'publish', '--kind', 'report', ...BUYER, ...WORDS],
    code: 2,
    says: /--year/,
  },
  {
    title: 'no title',
    argv: ['edition', 'publish', '--kind', 'publication', ...BUYER, ...YEARS],
    code: 2,
    says: /--title/,
  },
  { title: 'a number that is none', argv: ['edition', 'verify', 'x'], code: 2, says: /« x »/ },
  { title: 'an edition that is none', argv: ['edition', 'show', '99'], code: 1, says: /99/ },
  {
    title: 'years upside down',
    argv: ['publication', ...BUYER, '--from-year', '2023', '--to-year', '2022'],
    code: 2,
    says: /précède/,
  },
])
  t.test(`${title} is refused`, async (t) => {
    const answer = await spaser(...argv)
    t.equal(answer.code, code)
    t.match(answer.err, says)
  })
