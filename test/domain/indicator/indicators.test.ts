import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import t from 'tap'
import { findIndicator, INDICATORS } from '../../../src/domain/indicator/indicators.ts'
import { SUPPLIER_DIVERSITY } from '../../../src/domain/indicator/supplier-diversity.ts'
import { INSERTION_INDICATORS } from '../../../src/domain/insertion/insertion-indicators.ts'
import {
  pathOfPage,
  renderDiversityPage,
  renderIndicatorPage,
  renderInsertionPage,
} from '../../support/indicator-page.ts'

t.test('each indicator has one id, and is found by it', async (t) => {
  const ids = INDICATORS.map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length)
  for (const indicator of INDICATORS) t.equal(findIndicator(indicator.id), indicator)
  t.equal(findIndicator('green-share'), null)
})

t.test(
  'each indicator rests on a dated text and says what it leaves out and takes for granted',
  async (t) => {
    for (const { id, references, exclusions, assumptions } of INDICATORS) {
      t.ok(references.length > 0 && exclusions.length > 0 && assumptions.length > 0, id)
      for (const { url, checkedOn } of references)
        t.match(`${url} ${checkedOn}`, /^https:\/\/\S+ \d{4}-\d\d-\d\d$/, id)
    }
  },
)

t.test('there is one page per indicator and no other', async (t) => {
  const pages = readdirSync(dirname(pathOfPage('ess-share'))).sort()
  t.strictSame(
    pages,
    [...INDICATORS, SUPPLIER_DIVERSITY, ...INSERTION_INDICATORS].map(({ id }) => `${id}.md`).sort(),
  )
})

for (const indicator of INDICATORS)
  t.test(
    `the page of ${indicator.id} says what the module says; if not, run "npm run indicator-pages"`,
    async (t) => {
      t.equal(readFileSync(pathOfPage(indicator.id), 'utf8'), renderIndicatorPage(indicator))
    },
  )

for (const indicator of INSERTION_INDICATORS)
  t.test(`the page of ${indicator.id} says what the module says`, async (t) => {
    t.equal(readFileSync(pathOfPage(indicator.id), 'utf8'), renderInsertionPage(indicator))
  })

t.test('so does the page of the indicator that counts suppliers', async (t) => {
  t.equal(readFileSync(pathOfPage(SUPPLIER_DIVERSITY.id), 'utf8'), renderDiversityPage())
})
