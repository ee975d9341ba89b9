import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { AMOUNT_FLAGS } from '../../../src/domain/money/amount-flag.ts'
import { PROBLEM_CODES, type ProblemCode } from '../../../src/domain/problem/problem-codes.ts'

const ROOT = join(import.meta.dirname, '../../..')
const codes = Object.keys(PROBLEM_CODES) as ProblemCode[]
const isRejection = (code: ProblemCode) => PROBLEM_CODES[code].isRejection

t.test(
  'only these problems refuse a contract; every other one of a contract is stored and flagged',
  async (t) => {
    const ofOthers =
      /^(answer-|siren-|repeated-|end-date|period-date|dates-|kind-|ess-flag|facilitator-|structure-|convention-|payment-|clause-|hours-|person-|personal-)/
    const refusals = codes.filter((code) => isRejection(code) && !ofOthers.test(code))
    t.strictSame(refusals.sort(), [
      'buyer-missing',
      'cell-count',
      'header-repeated',
      'lone-cell',
      'not-a-contract',
      'not-awarded',
      'nothing-bought',
      'record-unreadable',
      'total-row',
    ])
  },
)

t.test('every code can be reported: some source other than the list names it', async (t) => {
  const sources = globSync('src/**/*.ts', { cwd: ROOT })
    .filter((path) => !path.endsWith('problem-codes.ts'))
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n')
  const amountCodes = AMOUNT_FLAGS.map((flag) => `amount-${flag}`)
  const unused = codes.filter((code) => !sources.includes(`'${code}'`) && !amountCodes.includes(code))
  t.ok(sources.includes('`amount-$'), 'the amount codes are made from the amount flags')
  t.strictSame(unused, [])
})

t.test('every reason to leave an amount out of value is a problem the file is told of', async (t) => {
  for (const flag of AMOUNT_FLAGS) t.match(PROBLEM_CODES[`amount-${flag}`], { isRejection: false }, flag)
})

t.test(
  'codes are kebab-case; what was expected is a French phrase, with what became of a doubtful value',
  async (t) => {
    for (const code of codes) {
      const { expected } = PROBLEM_CODES[code]
      t.match(code, /^[a-z]+(-[a-z]+)*$/, code)
      t.match(expected, /^[^\s.].*[^\s.;,]$/, `${code}: no full stop, no space at the ends`)
      t.notMatch(expected, /clé est juste|[a-z]-[a-z]+-[a-z]+-|undefined|null/, `${code}: no jargon`)
      if (!isRejection(code)) t.match(expected, / ; /, `${code}: says what was done`)
    }
  },
)
