import t from 'tap'
import { parsePersonCode } from '../../../src/domain/insertion/person-code.ts'
import { findPersonalData } from '../../../src/domain/insertion/personal-data.ts'

for (const [written, code] of [
  ['P-017', 'P-017'],
  ['plie31/2024-12', 'PLIE31/2024-12'],
  ['personne 4', 'PERSONNE-4'],
  ['17', '17'],
  ['TME0042', 'TME0042'],
  ['2024-017', '2024-017'],
  ['0b5c2f6e-1d3a-4c55-9f00-8a1b2c3d4e5f', '0b5c2f6e-1d3a-4c55-9f00-8a1b2c3d4e5f'],
] as const)
  t.test(`${written} is a code`, async (t) => t.strictSame(parsePersonCode(written), { code }))

for (const [title, written, refused] of [
  ['a family name', 'DUPONT', 'name'],
  ['a first name and an initial', 'Jean D.', 'name'],
  ['a name with a number', 'Dupont75', 'name'],
  ['an accented name', 'Éloïse12', 'name'],
  ['two letters alone may be initials', 'JD', 'name'],
  ['a social-security number', '1850375123456', 'social-security-number'],
  ['a social-security number with its key, spaced', '1 85 03 75 123 456 78', 'social-security-number'],
  ['one of Corsica', '285032A12345612', 'social-security-number'],
  ['initials and a birth date', 'JD15031975', 'birth-date'],
  ['a birth date', '15/03/1975', 'birth-date'],
  ['an address', 'p17@exemple.fr', 'contact'],
  ['marks only', '??', 'not-a-code'],
  ['a code too long', `P-${'1'.repeat(45)}`, 'not-a-code'],
] as const)
  t.test(`${title} is refused, and not given back`, async (t) =>
    t.strictSame(parsePersonCode(written), { refused }),
  )

t.test('free texts are searched for what surely identifies a person', async (t) => {
  for (const [text, expected] of [
    ['Retard dû à la météo, 3 embauches en mars 2025', null],
    ['Réunion du 12/03/2025 avec l’entreprise', null],
    ['marché 2024-0113, 14 700 €', null],
    ['SIRET 00001001700010', null],
    ['né le 3 5 1988', 'birth-date'],
    ['M. X, né le 03/05/1988', 'birth-date'],
    ['joindre au 06 12 34 56 78', 'contact'],
    ['NIR 2 88 05 31 555 123 45', 'social-security-number'],
  ] as const)
    t.equal(findPersonalData(text), expected, text)
})
