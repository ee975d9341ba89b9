import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  IDENTIFIER_SCHEMES,
  type OrganisationIdentifier,
  parseOrganisationIdentifier,
} from '../../../src/domain/identifiers/organisation-identifier.ts'
import { arbitraryMistakeIn, arbitrarySiren, arbitrarySiret } from './arbitrary-identifiers.ts'

const TOWN = '00001004100010'
const TOWN_SIREN = '000010041'

const siretOf = (identifier: string, repaired: boolean): OrganisationIdentifier => ({
  scheme: 'SIRET',
  identifier,
  siren: identifier.slice(0, 9),
  repaired,
})
const sirenOf = (siren: string, repaired: boolean): OrganisationIdentifier => ({
  scheme: 'SIREN',
  identifier: siren,
  siren,
  repaired,
})

t.test('a SIRET or SIREN is read, and a repair with one reading only is said', async (t) => {
  for (const { title, raw, expected } of [
    { title: 'a SIRET', raw: TOWN, expected: siretOf(TOWN, false) },
    { title: 'a SIREN of nine digits', raw: '243100633', expected: sirenOf('243100633', false) },
    { title: 'a post office', raw: '35600000049837', expected: siretOf('35600000049837', false) },
    { title: 'spaces between groups', raw: '000 010 041 00010', expected: siretOf(TOWN, true) },
    { title: 'no-break spaces', raw: '243\u00a0100\u202f633', expected: sirenOf('243100633', true) },
    { title: 'spaces around', raw: ` ${TOWN} `, expected: siretOf(TOWN, true) },
    { title: '.0 of a spreadsheet', raw: `${TOWN}.0`, expected: siretOf(TOWN, true) },
    { title: ',00 of a French spreadsheet', raw: `${TOWN},00`, expected: siretOf(TOWN, true) },
    { title: '.0 after groups', raw: '000 010 041 00010.0', expected: siretOf(TOWN, true) },
    { title: 'points between groups', raw: '243.100.633', expected: sirenOf('243100633', true) },
    { title: 'points, the last group being zeros', raw: '356.000.000', expected: sirenOf('356000000', true) },
    { title: 'quotes of a list', raw: `['${TOWN}']`, expected: siretOf(TOWN, true) },
    { title: 'leading zeros of a SIRET lost', raw: '1004100010', expected: siretOf(TOWN, true) },
    { title: 'leading zeros lost and .0', raw: '1004100010.0', expected: siretOf(TOWN, true) },
    { title: 'one leading zero of a SIREN lost', raw: '12345674', expected: sirenOf('012345674', true) },
    { title: 'after its name', raw: 'SIRET : 000 010 041 00010', expected: siretOf(TOWN, true) },
    { title: 'after "N°"', raw: `N° ${TOWN}`, expected: siretOf(TOWN, true) },
    { title: 'dashes between groups', raw: '000-010-041-00010', expected: siretOf(TOWN, true) },
    { title: 'a note after', raw: `${TOWN} (siège)`, expected: siretOf(TOWN, true) },
    { title: 'a space of no width', raw: `\u200b${TOWN}`, expected: siretOf(TOWN, true) },
    { title: 'after the register', raw: 'RCS Toulouse B 243 100 633', expected: sirenOf('243100633', true) },
    { title: 'before the register', raw: '243 100 633 RCS TOULOUSE', expected: sirenOf('243100633', true) },
    { title: 'a French VAT number', raw: 'FR39243100633', expected: sirenOf('243100633', true) },
  ])
    t.strictSame(parseOrganisationIdentifier(raw, null), expected, title)
})

t.test('a number that names nobody for sure is refused with the reason, never guessed', async (t) => {
  for (const { title, raw, expected } of [
    { title: 'rounded by a French spreadsheet', raw: '2,10104E+13', expected: 'precision-lost' },
    { title: 'rounded by an English one', raw: '8.05E+13', expected: 'precision-lost' },
    { title: 'rounded to one digit', raw: '8e13', expected: 'precision-lost' },
    { title: 'a SIRET with a wrong digit', raw: '00001004100011', expected: 'wrong-check-digit' },
    { title: 'a SIREN with a wrong digit', raw: '243100634', expected: 'wrong-check-digit' },
    {
      title: 'a right SIREN with a wrong establishment',
      raw: '24310063300012',
      expected: 'wrong-check-digit',
    },
    { title: 'fourteen zeros', raw: '00000000000000', expected: 'wrong-check-digit' },
    { title: 'nine zeros', raw: '000000000', expected: 'wrong-check-digit' },
    { title: 'one zero', raw: '0', expected: 'not-an-identifier' },
    { title: 'twelve digits that no zero makes right', raw: '123456789012', expected: 'not-an-identifier' },
    { title: 'five digits are too few to be a SIREN', raw: '10041', expected: 'not-an-identifier' },
    { title: 'fifteen digits', raw: `${TOWN}0`, expected: 'not-an-identifier' },
    { title: 'a postal code and a town', raw: '35000 RENNES', expected: 'not-an-identifier' },
    { title: 'a name', raw: 'La Poste', expected: 'not-an-identifier' },
    { title: 'a VAT number with another key', raw: 'FR40243100633', expected: 'not-an-identifier' },
    { title: 'nothing', raw: '', expected: 'not-an-identifier' },
  ])
    t.equal(parseOrganisationIdentifier(raw, null), expected, title)
})

t.test('the declared type says how to read', async (t) => {
  const foreign = (scheme: OrganisationIdentifier['scheme'], identifier: string) => ({
    scheme,
    identifier,
    siren: null,
    repaired: false,
  })
  for (const { title, raw, scheme, expected } of [
    { title: 'SIRET in lower case', raw: TOWN, scheme: 'Siret', expected: siretOf(TOWN, false) },
    { title: 'SIRET over a SIREN', raw: TOWN_SIREN, scheme: 'SIRET', expected: sirenOf(TOWN_SIREN, false) },
    { title: 'an unknown type is no type', raw: TOWN, scheme: 'autre', expected: siretOf(TOWN, false) },
    {
      title: 'French VAT gives the SIREN',
      raw: 'FR39243100633',
      scheme: 'TVA',
      expected: sirenOf('243100633', false),
    },
    {
      title: 'French VAT with a wrong key',
      raw: 'FR40243100633',
      scheme: 'TVA',
      expected: 'wrong-check-digit',
    },
    { title: 'VAT over a SIRET', raw: TOWN, scheme: 'TVA', expected: siretOf(TOWN, false) },
    { title: 'German VAT', raw: 'de811128135', scheme: 'TVA', expected: foreign('TVA', 'DE811128135') },
    { title: 'Tahiti', raw: ' a12345 ', scheme: 'TAHITI', expected: foreign('TAHITI', 'A12345') },
    { title: 'RIDET', raw: '0123456.001', scheme: 'RIDET', expected: foreign('RIDET', '0123456.001') },
    { title: 'FRWF', raw: 'FRWF123', scheme: 'frwf', expected: foreign('FRWF', 'FRWF123') },
    { title: 'IREP', raw: 'X1', scheme: 'IREP', expected: foreign('IREP', 'X1') },
    {
      title: 'outside the Union',
      raw: 'CHE-123.456.788',
      scheme: 'HORS-UE',
      expected: foreign('HORS-UE', 'CHE-123.456.788'),
    },
    {
      title: 'outside the Union, with a space',
      raw: 'GB  12',
      scheme: 'Hors UE',
      expected: foreign('HORS-UE', 'GB 12'),
    },
    {
      title: 'outside the Union, underscored',
      raw: 'GB 12',
      scheme: 'HORS_UE',
      expected: foreign('HORS-UE', 'GB 12'),
    },
    { title: 'a foreign type over nothing', raw: ' ', scheme: 'HORS-UE', expected: 'not-an-identifier' },
  ])
    t.strictSame(parseOrganisationIdentifier(raw, scheme), expected, title)
})

t.test('a valid number is read whole or damaged by a spreadsheet, and gives the same', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(arbitrarySiret, (siret) => {
        assert.deepEqual(parseOrganisationIdentifier(siret, null), siretOf(siret, false))
        const spaced = `${siret.slice(0, 3)} ${siret.slice(3, 6)} ${siret.slice(6, 9)} ${siret.slice(9)}`
        for (const damaged of [spaced, `${siret}.0`, `${spaced}.0`, `"${siret}"`])
          assert.deepEqual(parseOrganisationIdentifier(damaged, 'SIRET'), siretOf(siret, true), damaged)
      }),
    ),
  )
})

t.test('leading zeros lost are found again down to ten digits', async (t) => {
  const startingWithZeros = fc
    .tuple(arbitrarySiret, fc.integer({ min: 1, max: 4 }))
    .filter(([siret, zeros]) => /^0*/.exec(siret)?.[0].length === zeros)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(startingWithZeros, ([siret]) => {
        assert.deepEqual(parseOrganisationIdentifier(String(Number(siret)), null), siretOf(siret, true))
      }),
      { numRuns: 30 },
    ),
  )
})

t.test('one wrong digit is never repaired', async (t) => {
  for (const valid of [arbitrarySiren, arbitrarySiret])
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(arbitraryMistakeIn(valid), (text) =>
          assert.equal(parseOrganisationIdentifier(text, null), 'wrong-check-digit'),
        ),
      ),
    )
})

t.test('any text under any type gives an organisation or a reason; it never throws', async (t) => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[0-9 .,'FRE+]{0,20}$/),
  )
  const scheme = fc.oneof(fc.constantFrom(null, ...IDENTIFIER_SCHEMES), fc.string())
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(text, scheme, (raw, declared) => {
        const parsed = parseOrganisationIdentifier(raw, declared)
        if (typeof parsed === 'string') return
        assert.notEqual(parsed.identifier, '')
        assert.equal(parsed.siren !== null, parsed.scheme === 'SIRET' || parsed.scheme === 'SIREN')
        assert.deepEqual(parseOrganisationIdentifier(parsed.identifier, parsed.scheme), {
          ...parsed,
          repaired: false,
        })
      }),
      { numRuns: 2000 },
    ),
  )
})
