import type { Random } from '../../bench/generator/random.ts'
import { textToken } from './tokens.ts'

const MARKS = [
  ' ',
  '.',
  ',',
  '-',
  '/',
  "'",
  '’',
  '\u00a0',
  '\u202f',
  '+',
  'e',
  'E',
  '€',
  ' HT',
  '0',
  '00',
  '9',
  '"',
  '[',
  ']',
  ':',
  'T',
  'Z',
]

type Mutation = (text: string, random: Random, other: string) => string

const at = (text: string, random: Random) => random.below(text.length + 1)

const replaceAt = (text: string, start: number, removed: number, inserted: string) =>
  text.slice(0, start) + inserted + text.slice(start + removed)

const MUTATIONS: readonly Mutation[] = [
  (text, random) => replaceAt(text, at(text, random), 1, String(random.below(10))),
  (text, random) => replaceAt(text, at(text, random), 1, ''),
  (text, random) => replaceAt(text, at(text, random), 0, random.pick(MARKS)),
  (text, random) => replaceAt(text, at(text, random), 0, random.pick(MARKS)),
  (text, random) => replaceAt(text, at(text, random), 0, String.fromCharCode(random.below(65_536))),
  (text, random) => replaceAt(text, at(text, random), random.below(4), textToken(random)),
  (text, random) => text.slice(0, at(text, random)),
  (text, random) => text.slice(at(text, random)),
  (text, random, other) => text.slice(0, at(text, random)) + other.slice(at(other, random)),
  (text, random) => (random.chance(0.5) ? text.toLowerCase() : text.toUpperCase()),
  (text, random) => replaceAt(text, at(text, random), 0, text),
]

/** A short text with a few characters changed, halves of characters included. */
export function mutateText(seeds: readonly string[], random: Random): string {
  let text = random.pick(seeds)
  for (let times = 1 + random.below(4); times > 0; times--)
    text = random.pick(MUTATIONS)(text, random, random.pick(seeds)).slice(0, 4_000)
  return text
}

export const IDENTIFIERS = [
  ...[
    '00001001700010',
    '00002420800019',
    '000024208',
    '00002420800019.0',
    '2420800019',
    '24208',
    '35600000000048',
  ],
  ...[
    'FR19000012345',
    'fr 19 000 012 345',
    'BE0123456789',
    '2,10104E+13',
    '8.05E+13',
    '000 024 208 00019',
    "'00002420800019",
  ],
  ...['["00002420800019"]', 'TAHITI', '123456-001', '0 123456.001', 'SIRET', 'HORS_UE', 'X-99'],
]
export const AMOUNTS = [
  ...[
    '14 700,00',
    '153900',
    '1.234,56',
    '1,234.56',
    '250.000',
    '1 234,5 €',
    '0',
    '-12,5',
    '14 k€',
    '1e6',
    '1.5E+05',
    '200 HT',
  ],
  ...[
    '999999999',
    '123456789',
    '1 000 000 000,00 EUR',
    '0,005',
    '-0.005',
    '12 TTC',
    '1’234.50',
    'oui',
    'false',
    '36',
    '99999999999',
  ],
]
export const DATES = [
  ...[
    '2024-12-31',
    '31/12/2024',
    '31/12/24',
    '2019-01-15+01:00',
    '2023-12-31T23:00:00Z',
    '20240131',
    '12 mars 2024',
    '45292',
    '45292.5',
  ],
  ...[
    'mardi 12 mars 2024',
    '1-janv.-24',
    '1er août 2023',
    '29/02/2023',
    '2024-6-4',
    '2024-02-30T10:00:00.123456789Z',
    '01.02.2003',
    '0001-01-01',
  ],
]
