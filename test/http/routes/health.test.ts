import t from 'tap'
import { openApp, problemIn } from '../open-app.ts'

t.test('a service whose database answers is alive and ready, and logs nothing of it', async (t) => {
  const { app, logs } = await openApp(t)
  for (const url of ['/health/live', '/health/ready']) {
    const response = await app.inject(url)
    t.equal(response.statusCode, 200)
    t.strictSame(response.json(), { status: 'ok' })
  }
  t.strictSame(logs, [])
})

t.test('a service whose database is gone is alive and not ready', async (t) => {
  const { app, db } = await openApp(t)
  t.equal((await app.inject('/health/ready')).statusCode, 200)
  await db.destroy()
  t.equal((await app.inject('/health/live')).statusCode, 200)
  problemIn(t, await app.inject('/health/ready'), 503, 'database-unreachable')
})
