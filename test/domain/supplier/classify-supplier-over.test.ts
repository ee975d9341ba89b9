import t from 'tap'
import { classifySupplierOver } from '../../../src/domain/supplier/classify-supplier-over.ts'
import { COMPLETE, esus, sirene, structure, supplierWith } from './facts-of.ts'

const shorten = (timeline: ReturnType<typeof classifySupplierOver>) =>
  timeline.map(({ validFrom, validTo, verdict }) => [
    validFrom,
    validTo,
    verdict.status === 'decided' ? verdict.outcome : 'undetermined',
  ])

t.test('undated facts give one interval without bounds', async (t) => {
  t.strictSame(shorten(classifySupplierOver(supplierWith([sirene('9220', null)]), 'ess')), [
    [null, null, 'yes'],
  ])
})

t.test('no fact at all gives one undetermined interval', async (t) => {
  t.strictSame(shorten(classifySupplierOver(supplierWith([]), 'ess')), [[null, null, 'undetermined']])
})

t.test('an agreement splits time at its first day and the day after its last', async (t) => {
  const facts = supplierWith([esus('2020-02-28', '2024-02-28')], [COMPLETE.esus])
  t.strictSame(shorten(classifySupplierOver(facts, 'esus')), [
    [null, '2020-02-27', 'no'],
    ['2020-02-28', '2024-02-28', 'yes'],
    ['2024-02-29', null, 'no'],
  ])
})

t.test('a gap between two agreements is a no', async (t) => {
  const facts = supplierWith([esus('2015-01-01', '2019-12-31'), esus('2021-01-01', null)], [COMPLETE.esus])
  t.strictSame(shorten(classifySupplierOver(facts, 'esus')), [
    [null, '2014-12-31', 'no'],
    ['2015-01-01', '2019-12-31', 'yes'],
    ['2020-01-01', '2020-12-31', 'no'],
    ['2021-01-01', null, 'yes'],
  ])
})

t.test('a fact of another perimeter does not split the timeline', async (t) => {
  const facts = supplierWith([
    sirene('9220', null),
    structure('EI', 'establishment', { validFrom: '2022-01-01' }),
  ])
  t.strictSame(shorten(classifySupplierOver(facts, 'ess')), [[null, null, 'yes']])
})

t.test('an agreement renewed the next day stays two intervals: the evidence differs', async (t) => {
  const facts = supplierWith([esus('2015-01-01', '2019-12-31'), esus('2020-01-01', null)])
  t.strictSame(shorten(classifySupplierOver(facts, 'esus')), [
    [null, '2014-12-31', 'undetermined'],
    ['2015-01-01', '2019-12-31', 'yes'],
    ['2020-01-01', null, 'yes'],
  ])
})

t.test('the "no end" day of registers, 9999-12-31, is an end that never comes', async (t) => {
  const facts = supplierWith([esus('2020-01-01', '9999-12-31')])
  t.strictSame(shorten(classifySupplierOver(facts, 'esus')), [
    [null, '2019-12-31', 'undetermined'],
    ['2020-01-01', null, 'yes'],
  ])
})

t.test('an agreement whose last day comes before its first never holds', async (t) => {
  const facts = supplierWith([esus('2024-01-01', '2020-01-01')], [COMPLETE.esus])
  t.strictSame(shorten(classifySupplierOver(facts, 'esus')), [[null, null, 'no']])
})
