import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { isSiren, isSiret, sirenOfVatNumber, vatNumberOf } from '../../../src/domain/identifiers/siren.ts'
import { arbitraryMistakeIn, arbitrarySiren, arbitrarySiret } from './arbitrary-identifiers.ts'

t.test('a SIREN is nine digits with a right check digit', async (t) => {
  for (const { title, text, expected } of [
    { title: 'Sicoval', text: '243100633', expected: true },
    { title: 'a wrong check digit', text: '243100634', expected: false },
    { title: 'eight digits', text: '24310063', expected: false },
    { title: 'ten digits', text: '2431006330', expected: false },
    { title: 'spaces', text: '243 100 633', expected: false },
    { title: 'all zeros names nobody', text: '000000000', expected: false },
    { title: 'a line feed at the end', text: '243100633\n', expected: false },
    { title: 'nothing', text: '', expected: false },
  ])
    t.equal(isSiren(text), expected, title)
})

t.test('a SIRET is fourteen digits with a right check digit, on a valid SIREN', async (t) => {
  for (const { title, text, expected } of [
    { title: 'the town of Port-Mirage', text: '00001004100010', expected: true },
    { title: 'a wrong check digit', text: '00001004100011', expected: false },
    { title: 'a right sum on a wrong SIREN', text: '00001004200019', expected: false },
    { title: 'thirteen digits', text: '0000100410001', expected: false },
    { title: 'fifteen digits', text: '000010041000100', expected: false },
    { title: 'all zeros names nobody', text: '00000000000000', expected: false },
    { title: 'an establishment of nobody', text: '00000000000018', expected: false },
    { title: 'a SIREN alone', text: '000010041', expected: false },
  ])
    t.equal(isSiret(text), expected, title)
})

t.test('La Poste is valid by Luhn or by a sum of digits divisible by five, and nobody else', async (t) => {
  for (const { title, text, expected } of [
    { title: 'its head office, by Luhn', text: '35600000000048', expected: true },
    { title: 'a post office, by its sum of 45', text: '35600000049837', expected: true },
    { title: 'neither', text: '35600000049838', expected: false },
    { title: 'a sum of 10 under another SIREN', text: '00001004100013', expected: false },
  ])
    t.equal(isSiret(text), expected, title)
})

t.test('a French VAT number gives its SIREN when key and SIREN are right', async (t) => {
  // (12 + 3 × (243100633 mod 97)) mod 97 = (12 + 3 × 9) mod 97 = 39
  for (const { title, text, expected } of [
    { title: 'the key is right', text: 'FR39243100633', expected: '243100633' },
    { title: 'La Poste', text: 'FR39356000000', expected: '356000000' },
    { title: 'lower case', text: 'fr39243100633', expected: '243100633' },
    { title: 'spaces, dots and dashes', text: 'FR 39 243.100-633', expected: '243100633' },
    { title: 'another key', text: 'FR40243100633', expected: null },
    { title: 'a right key on a wrong SIREN', text: 'FR42243100634', expected: null },
    { title: 'all zeros', text: 'FR12000000000', expected: null },
    { title: 'another country', text: 'DE811128135', expected: null },
    { title: 'no country', text: '39243100633', expected: null },
    { title: 'a digit too many', text: 'FR392431006331', expected: null },
  ])
    t.equal(sirenOfVatNumber(text), expected, title)
})

t.test('every SIREN and SIRET made with its check digit is accepted', async (t) => {
  t.doesNotThrow(() => fc.assert(fc.property(arbitrarySiren, (siren) => assert.ok(isSiren(siren), siren))))
  t.doesNotThrow(() => fc.assert(fc.property(arbitrarySiret, (siret) => assert.ok(isSiret(siret), siret))))
})

t.test('one wrong digit is always refused', async (t) => {
  for (const [name, mistake, isValid] of [
    ['SIREN', arbitraryMistakeIn(arbitrarySiren), isSiren],
    ['SIRET', arbitraryMistakeIn(arbitrarySiret), isSiret],
  ] as const)
    t.doesNotThrow(
      () =>
        fc.assert(
          fc.property(mistake, (text) => assert.ok(!isValid(text), text)),
          { numRuns: 500 },
        ),
      name,
    )
})

t.test('the VAT number of any SIREN gives it back, with no other key', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitrarySiren, (siren) => {
        const keys = Array.from({ length: 100 }, (_, key) => String(key).padStart(2, '0'))
        const right = keys.filter((key) => sirenOfVatNumber(`FR${key}${siren}`) === siren)
        // Another way to the same key: the SIREN followed by 12, modulo 97.
        assert.deepEqual(right.map(Number), [Number(`${siren}12`) % 97])
      }),
    ),
  )
})

t.test('the VAT number made from a SIREN gives the SIREN back', async () => {
  fc.assert(fc.property(arbitrarySiren, (siren) => assert.equal(sirenOfVatNumber(vatNumberOf(siren)), siren)))
})
