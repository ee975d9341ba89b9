import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { readConsiderations } from '../../../src/domain/contract/considerations.ts'

const read = (...considerations: string[]) => ({ considerations, problem: null })
const UNKNOWN = { considerations: null, problem: null }
const CONTRADICTION = { considerations: null, problem: 'contradiction' }

t.test('social considerations: unknown is not none', async (t) => {
  for (const { title, labels, expected } of [
    { title: 'a record before 2024 says nothing: unknown', labels: null, expected: UNKNOWN },
    { title: 'an empty list says nothing: unknown', labels: [], expected: UNKNOWN },
    { title: '"Pas de…" says none', labels: ['Pas de considération sociale'], expected: read() },
    {
      title: '"Pas de…" twice says none',
      labels: ['Pas de considération sociale', 'Pas de considération sociale'],
      expected: read(),
    },
    { title: 'without accent', labels: ['pas de consideration sociale'], expected: read() },
    { title: 'a clause', labels: ['Clause sociale'], expected: read('execution-clause') },
    { title: 'a criterion', labels: ['Critère social'], expected: read('award-criterion') },
    { title: 'a reserved contract', labels: ['Marché réservé'], expected: read('reserved-contract') },
    { title: 'a reserved concession', labels: ['Concession réservée'], expected: read('reserved-contract') },
    { title: 'capitals and spaces', labels: [' CLAUSE SOCIALE '], expected: read('execution-clause') },
    {
      title: 'several, in a fixed order, each once',
      labels: ['Marché réservé', 'Clause sociale', 'Critère social', 'Clause sociale'],
      expected: read('award-criterion', 'execution-clause', 'reserved-contract'),
    },
    {
      title: '"Pas de…" beside a clause contradicts it: unknown',
      labels: ['Pas de considération sociale', 'Clause sociale'],
      expected: CONTRADICTION,
    },
    {
      title: 'the order of a contradiction does not matter',
      labels: ['Marché réservé', 'Pas de considération sociale'],
      expected: CONTRADICTION,
    },
    {
      title: '"Pas de…" beside a label nobody knows may be contradicted: unknown',
      labels: ['Pas de considération sociale', 'Autre'],
      expected: CONTRADICTION,
    },
    {
      title: 'a label nobody knows is not none',
      labels: ['Autre'],
      expected: { considerations: null, problem: 'unknown-label' },
    },
    {
      title: 'a label nobody knows does not hide the others',
      labels: ['Autre', 'Clause sociale'],
      expected: { considerations: ['execution-clause'], problem: 'unknown-label' },
    },
    {
      title: 'an environmental label says nothing social',
      labels: ['Clause environnementale'],
      expected: { considerations: null, problem: 'unknown-label' },
    },
    {
      title: 'no environmental consideration says nothing social',
      labels: ['Pas de considération environnementale'],
      expected: { considerations: null, problem: 'unknown-label' },
    },
  ])
    t.strictSame(readConsiderations(labels, 'social'), expected, title)
})

t.test('environmental considerations', async (t) => {
  for (const { title, labels, expected } of [
    { title: 'nothing: unknown', labels: null, expected: UNKNOWN },
    { title: 'none', labels: ['Pas de considération environnementale'], expected: read() },
    { title: 'none, whatever it is', labels: ['Pas de considération'], expected: read() },
    {
      title: 'clause and criterion',
      labels: ['Clause environnementale', 'Critère environnemental'],
      expected: read('award-criterion', 'execution-clause'),
    },
    {
      title: 'contradiction',
      labels: ['Critère environnemental', 'Pas de considération environnementale'],
      expected: CONTRADICTION,
    },
    {
      title: 'a reserved contract is not environmental',
      labels: ['Marché réservé'],
      expected: { considerations: null, problem: 'unknown-label' },
    },
  ])
    t.strictSame(readConsiderations(labels, 'environmental'), expected, title)
})

t.test('none is said by "Pas de…" alone; order and repetition change nothing', async (t) => {
  const label = fc.oneof(
    fc.constantFrom(
      'Pas de considération sociale',
      'Clause sociale',
      'Critère social',
      'Marché réservé',
      'Concession réservée',
    ),
    fc.string(),
  )
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(label, { maxLength: 6 }), (labels) => {
        const answer = readConsiderations(labels, 'social')
        assert.deepEqual(readConsiderations([...labels].reverse(), 'social'), answer)
        assert.deepEqual(readConsiderations([...labels, ...labels], 'social'), answer)
        if (answer.considerations?.length === 0)
          assert.ok(labels.length > 0 && labels.every((text) => text.startsWith('Pas de')))
      }),
    ),
  )
})
