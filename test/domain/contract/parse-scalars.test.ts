import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  readBoolean,
  readInteger,
  readMonthCount,
  readNumber,
} from '../../../src/domain/contract/parse-scalars.ts'

const said = <T>(value: T) => ({ value, isUnreadable: false })
const NOT_SAID = { value: null, isUnreadable: false }
const UNREADABLE = { value: null, isUnreadable: true }

t.test('a yes or no', async (t) => {
  for (const { raw, expected } of [
    { raw: true, expected: said(true) },
    { raw: 'oui', expected: said(true) },
    { raw: 'OUI ', expected: said(true) },
    { raw: 'True', expected: said(true) },
    { raw: 'vrai', expected: said(true) },
    { raw: 1, expected: said(true) },
    { raw: false, expected: said(false) },
    { raw: 'Non', expected: said(false) },
    { raw: 'faux', expected: said(false) },
    { raw: '0', expected: said(false) },
    { raw: null, expected: NOT_SAID },
    { raw: 'NC', expected: NOT_SAID },
    { raw: 'oui et non', expected: UNREADABLE },
    { raw: '2', expected: UNREADABLE },
  ])
    t.strictSame(readBoolean(raw), expected, JSON.stringify(raw))
})

t.test('a duration in months, its unit written or not', async (t) => {
  for (const { raw, expected } of [
    { raw: 48, expected: said(48) },
    { raw: '48', expected: said(48) },
    { raw: '48 mois', expected: said(48) },
    { raw: '12mois', expected: said(12) },
    { raw: '1 an', expected: said(12) },
    { raw: '4 ANS', expected: said(48) },
    { raw: '3 années', expected: said(36) },
    { raw: 'MQ', expected: NOT_SAID },
    { raw: '1 an reconductible 3 fois', expected: UNREADABLE },
    { raw: '365 jours', expected: UNREADABLE },
    { raw: '12 + 12', expected: UNREADABLE },
    { raw: '1,5 an', expected: UNREADABLE },
  ])
    t.strictSame(readMonthCount(raw), expected, JSON.stringify(raw))
})

t.test('a decimal number', async (t) => {
  for (const { raw, expected } of [
    { raw: 0.25, expected: said(0.25) },
    { raw: '0,25', expected: said(0.25) },
    { raw: '-1.5', expected: said(-1.5) },
    { raw: '0', expected: said(0) },
    { raw: '', expected: NOT_SAID },
    { raw: 'MQ', expected: NOT_SAID },
    { raw: 'INX 0.0', expected: NOT_SAID },
    { raw: '30 %', expected: said(0.3) },
    { raw: '12,5%', expected: said(0.125) },
    { raw: '7%', expected: said(0.07) },
    { raw: '%', expected: UNREADABLE },
    { raw: '30 % HT', expected: UNREADABLE },
    { raw: '1.2.3', expected: UNREADABLE },
    { raw: '1e5', expected: UNREADABLE },
    { raw: 'Infinity', expected: UNREADABLE },
    { raw: '1234567890123', expected: UNREADABLE },
  ])
    t.strictSame(readNumber(raw), expected, JSON.stringify(raw))
})

t.test('a whole number', async (t) => {
  for (const { raw, expected } of [
    { raw: 12, expected: said(12) },
    { raw: '12', expected: said(12) },
    { raw: '12.0', expected: said(12) },
    { raw: '12,00', expected: said(12) },
    { raw: '012', expected: said(12) },
    { raw: '0', expected: said(0) },
    { raw: '-3', expected: said(-3) },
    { raw: 'NC', expected: NOT_SAID },
    { raw: undefined, expected: NOT_SAID },
    { raw: '12.5', expected: UNREADABLE },
    { raw: '12 mois', expected: UNREADABLE },
    { raw: '1e2', expected: UNREADABLE },
    { raw: '999999999', expected: said(999_999_999) },
    { raw: '1000000000', expected: UNREADABLE },
  ])
    t.strictSame(readInteger(raw), expected, JSON.stringify(raw))
})

t.test('any value is read, missing or unreadable; a number read fits its column', async (t) => {
  const raws = fc.oneof(
    fc.string(),
    fc.jsonValue(),
    fc.double(),
    fc.stringMatching(/^-?\d{1,15}([.,]\d{0,3})?$/),
  )
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(raws, (raw) => {
        for (const read of [readBoolean, readNumber, readInteger]) {
          const { value, isUnreadable } = read(raw)
          if (isUnreadable) assert.equal(value, null)
        }
        const { value } = readInteger(raw)
        if (value !== null) assert.ok(Number.isInteger(value) && Math.abs(value) < 2 ** 31)
        const decimal = readNumber(raw).value
        if (decimal !== null) assert.ok(Number.isFinite(decimal))
      }),
      { numRuns: 1000 },
    ),
  )
})
