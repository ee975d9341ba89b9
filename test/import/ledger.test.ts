import t from 'tap'
import { problemOf } from '../../src/domain/problem/problem.ts'
import { ProblemCollector } from '../../src/import/ledger.ts'

t.test('problems of one cause make one group, with the first as example', async (t) => {
  const collector = new ProblemCollector()
  collector.add(2, [problemOf('amount-missing', 'montant', 'NC')])
  collector.add(3, [
    problemOf('amount-missing', 'montant', null),
    problemOf('amount-missing', 'valeur', null),
  ])
  t.match(collector.groups, [
    {
      code: 'amount-missing',
      column: 'montant',
      count: 2,
      isRejection: false,
      example: { line: 2, value: 'NC' },
    },
    { code: 'amount-missing', column: 'valeur', count: 1, example: { line: 3, value: '' } },
  ])
})

t.test('refusals come first, then the most frequent, then by name', async (t) => {
  const collector = new ProblemCollector()
  const [rare, common, refusal] = [
    problemOf('holder-missing', 'titulaires', null),
    problemOf('amount-missing', 'montant', null),
    problemOf('buyer-missing', 'acheteur.id', null),
  ]
  collector.add(1, [common, rare])
  collector.add(2, [common, refusal, problemOf('published-late', 'date', null)])
  t.strictSame(
    collector.groups.map(({ code }) => code),
    ['buyer-missing', 'amount-missing', 'holder-missing', 'published-late'],
  )
})

t.test('a batch is taken once; the groups stay', async (t) => {
  const collector = new ProblemCollector()
  const problem = problemOf('holder-missing', 'titulaires', null)
  collector.add(7, [problem])
  t.equal(collector.batchSize, 1)
  t.strictSame(collector.takeBatch(), [{ ...problem, line: 7 }])
  t.equal(collector.batchSize, 0)
  t.strictSame(collector.takeBatch(), [])
  collector.add(8, [problem])
  t.strictSame(
    collector.takeBatch().map(({ line }) => line),
    [8],
  )
  t.equal(collector.groups[0]?.count, 2)
})
