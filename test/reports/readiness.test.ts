import t from 'tap'
import { isDatabaseReady } from '../../src/reports/readiness.ts'
import { openTestDatabase } from '../support/database.ts'

t.test('a database that answers is ready', async (t) => {
  const { db } = await openTestDatabase(t)
  t.equal(await isDatabaseReady(db), true)
})

t.test('a database that is closed is not ready', async (t) => {
  const { db } = await openTestDatabase(t)
  t.equal(await isDatabaseReady(db), true)
  await db.destroy()
  t.equal(await isDatabaseReady(db), false)
})

t.test('the embedded database is not ready while a transaction holds its only connection', async (t) => {
  const { db, engine } = await openTestDatabase(t)
  const answer = await db.transaction().execute(() => isDatabaseReady(db, 50))
  t.equal(answer, engine === 'server')
  t.equal(await isDatabaseReady(db), true)
})
