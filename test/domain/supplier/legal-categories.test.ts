import t from 'tap'
import {
  ASSOCIATION_CATEGORIES,
  COOPERATIVE_CATEGORIES,
  DOUBTFUL_CATEGORIES,
  FOUNDATION_CATEGORIES,
  isOutsideEssFamilies,
  isPublicBody,
  legalFamilyOf,
  MUTUAL_CATEGORIES,
} from '../../../src/domain/supplier/legal-categories.ts'

/** "5191-5193 5196" → every code, in order. */
function expand(ranges: string): string[] {
  return ranges.split(' ').flatMap((range) => {
    const [first, last = first] = range.split('-')
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => String(Number(first) + i))
  })
}

const COOPERATIVES =
  '5191-5194 5196 5203 5307 5309 5443 5451 5453-5455 5458-5460 5543 5547 5551-5555 5558-5560 5643 5647 ' +
  '5651-5655 5658-5660 6316-6318 6543 6551 6554 6558 6560 6595 6596'

t.test('every legal category of a family is pinned', async (t) => {
  t.strictSame(ASSOCIATION_CATEGORIES, expand('5195 9210 9220-9223 9230 9260'))
  t.strictSame(FOUNDATION_CATEGORIES, ['9300'])
  t.strictSame(MUTUAL_CATEGORIES, ['6411', '8210', '8250', '8290'])
  t.strictSame(COOPERATIVE_CATEGORIES, expand(COOPERATIVES))
  t.strictSame([...DOUBTFUL_CATEGORIES].sort(), ['5191', '5432', '5532', '5632', '6532', '9240'])
})

t.test('each category gives its family, whatever list it stands in', async (t) => {
  for (const [family, codes] of [
    ['association', ASSOCIATION_CATEGORIES],
    ['foundation', FOUNDATION_CATEGORIES],
    ['mutual', MUTUAL_CATEGORIES],
    ['cooperative', COOPERATIVE_CATEGORIES.filter((code) => code !== '5191')],
  ] as const)
    for (const code of codes) {
      t.equal(legalFamilyOf(code), family, code)
      t.notOk(isOutsideEssFamilies(code), `${code} is not outside`)
    }
})

t.test('a doubtful category gives no family and no refusal, 5191 included', async (t) => {
  for (const code of DOUBTFUL_CATEGORIES) {
    t.equal(legalFamilyOf(code), null, code)
    t.notOk(isOutsideEssFamilies(code), code)
  }
})

t.test('the categories that look alike are outside the families', async (t) => {
  for (const code of [
    '9224',
    '7361',
    '7410',
    '8110',
    '8410',
    '8420',
    '9110',
    '9150',
    '5710',
    '5499',
    '1000',
  ]) {
    t.equal(legalFamilyOf(code), null, code)
    t.ok(isOutsideEssFamilies(code), code)
  }
})

t.test('what is not a category of INSEE is neither in a family nor outside', async (t) => {
  for (const code of ['', '0000', '92', '92200', 'abcd', ' 9220']) {
    t.equal(legalFamilyOf(code), null, code)
    t.notOk(isOutsideEssFamilies(code), code)
  }
})

t.test('a public body is a category in 7', async (t) => {
  t.ok(isPublicBody('7361'))
  t.ok(isPublicBody('7410'))
  t.notOk(isPublicBody('9220'))
  t.notOk(isPublicBody(''))
})
