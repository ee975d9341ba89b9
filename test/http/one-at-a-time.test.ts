import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { oneAtATime } from '../../src/http/one-at-a-time.ts'

t.test('jobs run in the order they come, never two together', async (t) => {
  const inTurn = oneAtATime()
  const events: string[] = []
  const job = (name: string) => async () => {
    events.push(`${name} starts`)
    await turn()
    events.push(`${name} ends`)
    return name
  }
  t.strictSame(await Promise.all(['a', 'b', 'c'].map((name) => inTurn(job(name)))), ['a', 'b', 'c'])
  t.strictSame(events, ['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
})

t.test('a job that fails keeps its failure and does not stop the next', async (t) => {
  const inTurn = oneAtATime()
  const failure = inTurn(async () => {
    throw new Error('first')
  })
  const next = inTurn(async () => 'second')
  await t.rejects(failure, { message: 'first' })
  t.equal(await next, 'second')
})
