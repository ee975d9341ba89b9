import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { SirenSet } from '../../src/import/siren-set.ts'

const siren = fc.integer({ min: 0, max: 999_999_999 }).map((n) => String(n).padStart(9, '0'))

t.test('it holds what was added, and nothing else, however it came in pages', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.uniqueArray(siren),
        fc.array(siren),
        fc.integer({ min: 1, max: 9 }),
        (added, others, page) => {
          const sorted = added.toSorted()
          const set = new SirenSet()
          for (let at = 0; at < sorted.length; at += page) set.append(sorted.slice(at, at + page))
          for (const one of [...added, ...others]) assert.equal(set.has(one), added.includes(one))
        },
      ),
      { numRuns: 200 },
    ),
  )
})

t.test('it grows beyond its first size', async (t) => {
  const set = new SirenSet()
  const all = Array.from({ length: 5_000 }, (_, n) => String(n * 2).padStart(9, '0'))
  set.append(all)
  t.ok(set.has('000009998'))
  t.notOk(set.has('000009999'))
  t.notOk(set.has('999999999'))
  t.notOk(new SirenSet().has('000000000'))
})
