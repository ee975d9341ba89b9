import t from 'tap'
import { problemOf } from '../../src/domain/problem/problem.ts'
import { ProblemGroups } from '../../src/import/ledger.ts'

t.test('problems of one cause make one group, with the first as example', async (t) => {
  const groups = new ProblemGroups()
  for (const problem of [problemOf('amount-missing', 'montant', 'NC')]) groups.add(2, problem)
  for (const problem of [
    problemOf('amount-missing', 'montant', null),
    problemOf('amount-missing', 'valeur', null),
  ])
    groups.add(3, problem)
  t.match(groups.list, [
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
  const groups = new ProblemGroups()
  const [rare, common, refusal] = [
    problemOf('holder-missing', 'titulaires', null),
    problemOf('amount-missing', 'montant', null),
    problemOf('buyer-missing', 'acheteur.id', null),
  ]
  for (const problem of [common, rare]) groups.add(1, problem)
  for (const problem of [common, refusal, problemOf('published-late', 'date', null)]) groups.add(2, problem)
  t.strictSame(
    groups.list.map(({ code }) => code),
    ['buyer-missing', 'amount-missing', 'holder-missing', 'published-late'],
  )
})

t.test('groups of later rows are added to those of earlier ones, whose example stays', async (t) => {
  const [earlier, later] = [new ProblemGroups(), new ProblemGroups()]
  const problem = problemOf('holder-missing', 'titulaires', null)
  earlier.add(7, problem)
  later.add(8, problem)
  later.add(9, problemOf('amount-missing', 'montant', null))
  earlier.merge(later.list)
  earlier.add(10, problem)
  t.match(earlier.list, [
    { code: 'holder-missing', count: 3, example: { line: 7 } },
    { code: 'amount-missing', count: 1, example: { line: 9 } },
  ])
  t.equal(later.list[0]?.count, 1, 'what was added is left as it was')
})
