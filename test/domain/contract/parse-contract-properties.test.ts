import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { ContractRecord } from '../../../src/domain/contract/contract-record.ts'
import { parseContract } from '../../../src/domain/contract/parse-contract.ts'
import {
  RAW_FIELDS,
  RAW_LISTS,
  type RawContract,
  type RawField,
} from '../../../src/domain/contract/raw-contract.ts'
import { flagAmount } from '../../../src/domain/money/amount-flag.ts'
import { LA_POSTE, rawContractOf, SUPPLIER, TODAY, TOWN } from './raw-contract-of.ts'

/** What a JSON record or a CSV cell may hold: often something that almost reads. */
const cell = fc.oneof(
  fc.constantFrom(null, undefined, '', 'NC', 'MQ', 'INX None', 'oui', TOWN, SUPPLIER, LA_POSTE, `${TOWN}.0`),
  fc.constantFrom(
    '2024-01-10',
    '2019-01-15+01:00',
    '30/02/2024',
    '2999-01-01',
    '14 700,00',
    '1,234.56',
    '8.05E+13',
  ),
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.jsonValue(),
)
const label = fc.oneof(
  fc.constantFrom('Accord-cadre', 'Clause sociale', 'Pas de considération sociale'),
  fc.string(),
)
const list = fc.option(fc.array(label, { maxLength: 3 }))

const fieldsOf = <K extends string, V>(keys: readonly K[], value: fc.Arbitrary<V>) =>
  fc.record(Object.fromEntries(keys.map((key) => [key, value])) as Record<K, fc.Arbitrary<V>>, {
    requiredKeys: [],
  })

const organisation = fc.record({ scheme: cell, identifier: cell, name: cell })
const organisations = fc.array(organisation, { maxLength: 3 })

const arbitraryRaw: fc.Arbitrary<RawContract> = fc.record({
  isConcession: fc.boolean(),
  fields: fieldsOf(Object.keys(RAW_FIELDS) as RawField[], cell),
  lists: fieldsOf(Object.keys(RAW_LISTS) as (keyof typeof RAW_LISTS)[], list),
  holders: organisations,
  amendments: fc.array(
    fc.record({
      amendedOn: cell,
      publishedOn: cell,
      amount: cell,
      durationMonths: cell,
      object: cell,
      holders: organisations,
    }),
    { maxLength: 2 },
  ),
  subcontracts: fc.array(
    fc.record({
      scheme: cell,
      identifier: cell,
      name: cell,
      amount: cell,
      notifiedOn: cell,
      durationMonths: cell,
    }),
    { maxLength: 2 },
  ),
  version: fc.nat(3),
  isVersionDated: fc.boolean(),
  isSuperseded: fc.boolean(),
  columnNames: fc.constant({}),
})

/** What the database and the figures count on, whatever the file held. */
function assertUsable(record: ContractRecord): void {
  assert.notEqual(record.buyerId, '')
  assert.ok(record.sourceId !== null || record.object !== null)
  for (const { amountCents, amountFlag } of [record, ...record.amendments, ...record.subcontracts]) {
    if (amountCents !== null) assert.equal(amountFlag, flagAmount(amountCents))
  }
  if (record.amountCents === null)
    assert.match(String(record.amountFlag), /^(missing|unreadable|above-maximum|below-minimum)$/)
  const organisations = [
    ...record.holders,
    ...record.subcontracts,
    ...record.amendments.flatMap(({ holders }) => holders),
  ]
  for (const { scheme, identifier, siren } of organisations) {
    if (scheme !== null) assert.notEqual(identifier, null)
    if (siren !== null) assert.match(siren, /^\d{9}$/)
  }
  for (const day of [record.notifiedOn, record.publishedOn])
    assert.match(day ?? '2024-01-01', /^\d{4}-\d\d-\d\d$/)
}

t.test(
  'any raw record gives a record, or at least one problem that refuses it, and never throws',
  async (t) => {
    let stored = 0
    let refused = 0
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(arbitraryRaw, (raw) => {
          const { record, problems } = parseContract(raw, TODAY)
          assert.equal(
            record === null,
            problems.some(({ isRejection }) => isRejection),
          )
          for (const { expected, value } of problems) assert.ok(expected.length > 0 && value.isWellFormed())
          if (record === null) refused++
          else stored++
          if (record !== null) assertUsable(record)
        }),
        { numRuns: 1000 },
      ),
    )
    t.ok(stored > 100 && refused > 100, `both happen: ${stored} stored, ${refused} refused`)
  },
)

t.test('dirt in any field never refuses a record that has its buyer and its id', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitraryRaw, (raw) => {
        const { fields } = rawContractOf()
        const known = { buyerId: fields.buyerId, sourceId: fields.sourceId }
        const { record } = parseContract({ ...raw, fields: { ...raw.fields, ...known } }, TODAY)
        assert.equal(record?.buyerId, TOWN)
      }),
      { numRuns: 500 },
    ),
  )
})

t.test('the day of the import changes flags only, never what is stored', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitraryRaw, (raw) =>
        assert.deepEqual(parseContract(raw, '1990-01-01').record, parseContract(raw, '9999-12-31').record),
      ),
    ),
  )
})
