import t from 'tap'
import { PERIMETERS, RULES_VERSION } from '../../../src/domain/supplier/perimeters.ts'
import { PERIMETER_IDS } from '../../../src/domain/supplier/verdict.ts'

t.test('the rules have a version', async (t) => {
  t.equal(RULES_VERSION, 4)
})

t.test('each perimeter says what it is, on which text, what it leaves out and what it assumes', async (t) => {
  t.strictSame(Object.keys(PERIMETERS), [...PERIMETER_IDS])
  for (const id of PERIMETER_IDS) {
    const { id: own, title, definition, references, exclusions, assumptions } = PERIMETERS[id]
    t.equal(own, id)
    t.ok(title.length > 0 && definition.endsWith('.'), id)
    t.ok(references.length > 0, id)
    for (const { url, checkedOn } of references) {
      t.match(url, /^https:\/\/www\.(legifrance|data)\.gouv\.fr\//, id)
      t.equal(checkedOn, '2026-11-23')
    }
    for (const sentence of [...exclusions, ...assumptions]) t.ok(sentence.endsWith('.'), sentence)
    t.ok(exclusions.length > 0 && assumptions.length > 0, id)
  }
})

t.test('the statutory perimeters refer to the article that makes them an indicator', async (t) => {
  for (const id of ['esus', 'inclusive'] as const)
    t.ok(
      PERIMETERS[id].references.some(({ title }) => title.includes('L2111-3')),
      id,
    )
  t.notOk(PERIMETERS.ess.references.some(({ title }) => title.includes('L2111-3')))
})
