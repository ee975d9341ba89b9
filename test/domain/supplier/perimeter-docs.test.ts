import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { classifySupplier } from '../../../src/domain/supplier/classify-supplier.ts'
import { PERIMETERS } from '../../../src/domain/supplier/perimeters.ts'
import { RULES } from '../../../src/domain/supplier/rules.ts'
import { PERIMETER_IDS } from '../../../src/domain/supplier/verdict.ts'
import { type RuleCase, summarise } from './rule-fixtures.ts'

const folder = new URL('../../../docs/perimeters/', import.meta.url)
const HEADINGS = ['Définition', 'Règle', 'Exclusions', 'Hypothèses', 'Sources', 'Exemple']

t.test('there is one page per perimeter and no other', async (t) => {
  const pages = readdirSync(folder).sort()
  t.strictSame(pages, PERIMETER_IDS.map((id) => `${id}.md`).sort())
})

for (const id of PERIMETER_IDS)
  t.test(`the page of ${id} says what the rules say`, async (t) => {
    const page = readFileSync(new URL(`${id}.md`, folder), 'utf8')
    const { title, definition, references, exclusions, assumptions } = PERIMETERS[id]
    t.equal(page.split('\n')[0], `# ${title}`)
    t.strictSame(
      [...page.matchAll(/^## (.+)$/gm)].map((heading) => heading[1]),
      HEADINGS,
    )
    for (const sentence of [definition, ...exclusions, ...assumptions])
      t.ok(page.includes(sentence), sentence)
    for (const reference of references)
      t.ok(page.includes(`[${reference.title}](${reference.url})`), reference.title)
    for (const rule of RULES.filter((one) => one.perimeter === id))
      t.ok(page.includes(`\`${rule.id}\``), rule.id)

    const [, example] = /```json\n([\s\S]+?)```/.exec(page) ?? []
    const { facts, on, expected } = JSON.parse(example ?? '') as RuleCase
    t.strictSame(summarise(classifySupplier(facts, on, id), expected), expected)
  })
