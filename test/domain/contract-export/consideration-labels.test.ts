import t from 'tap'
import { type ConsiderationTopic, readConsiderations } from '../../../src/domain/contract/considerations.ts'
import { labelsOfConsiderations } from '../../../src/domain/contract-export/consideration-labels.ts'

t.test('each list is read back as it was', async (t) => {
  for (const topic of ['social', 'environmental'] satisfies ConsiderationTopic[])
    for (const considerations of [
      null,
      [],
      ['execution-clause'],
      ['award-criterion', 'execution-clause'],
      ...(topic === 'social' ? [['award-criterion', 'execution-clause', 'reserved-contract']] : []),
    ] as ('execution-clause' | 'award-criterion' | 'reserved-contract')[][]) {
      const { considerations: read, problem } = readConsiderations(
        labelsOfConsiderations(considerations, topic),
        topic,
      )
      t.strictSame(read, considerations)
      t.equal(problem, null)
    }
})
