import t from 'tap'
import { plainEuros } from '../../../src/domain/contract-export/exported-contract.ts'

for (const { cents, expected } of [
  { cents: 1_470_050n, expected: '14700.50' },
  { cents: 5n, expected: '0.05' },
  { cents: 0n, expected: '0.00' },
  { cents: -123n, expected: '-1.23' },
  { cents: 1_000_000_000_000_000n, expected: '10000000000000.00' },
])
  t.test(`${cents} cents are written ${expected}`, async (t) => t.equal(plainEuros(cents), expected))
