import type { Random } from '../../bench/generator/random.ts'

/** What breaks readers: marks of each format, of each encoding, and values at the bounds of what is kept. */
const TOKENS: readonly string[] = [
  ...[
    '"',
    '""',
    "'",
    ',',
    ';',
    '\t',
    '|',
    '\r\n',
    '\n',
    '\r',
    '\n\n',
    '\r\r\n',
    ' ',
    '\u00a0',
    '\u202f',
    '\u2028',
  ],
  ...[
    '\ufeff',
    '\0',
    '\u0001',
    '\u001e',
    '\u001f',
    '\u0085',
    '\ud83d\ude00',
    'e\u0301',
    '\u202e',
    '\uffff',
    '\\',
    '\\N',
    '\\.',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '[]',
    '{}',
    ':',
    '\\u0000',
    '\\ud800',
    '\\udc00\\ud800',
    '"__proto__":',
    '"constructor":',
  ],
  ...[
    '"marches":[',
    '"marche":{',
    '"id":',
    '"acheteur":null',
    '"titulaires":[[[]]]',
    '"modifications":',
    'null',
    'true',
  ],
  ...[
    'NaN',
    '-Infinity',
    '"NaN"',
    '1e400',
    '-1e400',
    '1e-400',
    '-0',
    '0x1F',
    '1e21',
    '9007199254740993',
    '2147483648',
  ],
  ...[
    '9223372036854775808',
    '-99999999999999999999999999999999999999999999',
    '0.1e-20',
    '12345678901234567890,5',
    '1.234,56',
  ],
  ...[
    '2,10104E+13',
    '8.05E+13',
    '250.000',
    '1 234,5 €',
    '14 k€',
    '٣',
    '½',
    '00002420800019',
    '000024208',
    '00002420800019.0',
  ],
  ...[
    'FR19000012345',
    '35600000000048',
    'HORS-UE',
    'TVA',
    'MQ',
    'CDL',
    'INX None',
    'MQ NC',
    'NC',
    'NULL',
    '#N/A',
    '#REF!',
    'Err:502',
  ],
  ...[
    '2024-02-30',
    '0000-00-00',
    '9999-12-31',
    '99999-01-01',
    '31/12/24',
    '05/04/1899',
    '45292',
    '45292.99999999',
    '20241301',
  ],
  ...[
    '2023-12-31T23:00:00Z',
    '2023-12-31T25:61:00Z',
    '12 mars 2024',
    '29 févr. 2023',
    '1er janvier 0001',
    '-1-1-1',
  ],
  ...['&amp;', '&eacute;', '&#0;', '&#xD800;', '&#1114112;', '&lol;', '&amp;amp;amp;amp;', '&#x1F600;', '&'],
  ...[
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<?xml version="1.1"?>',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '&b;',
    '<![CDATA[',
    ']]>',
  ],
  ...[
    '<!--',
    '-->',
    '<',
    '>',
    '/>',
    '<marche>',
    '</marche>',
    '<marche/>',
    '<x:marche xmlns:x="y">',
    '<contrat-concession>',
    ' a="b"',
  ],
  ...[
    'oui',
    'non',
    'Accord-cadre',
    'Clause sociale',
    'Pas de considération sociale',
    '["Clause sociale"',
    "['a', 'b']",
    'Total',
    'Sous-total',
  ],
  ...[
    'id',
    'montant',
    'acheteur_id',
    'titulaire_id',
    'dateNotification',
    'SIRET',
    'modification_id',
    'donneesActuelles',
    'Rôle',
  ],
]

/** Bytes that no UTF-8 text holds, or that start another encoding. */
const RAW_TOKENS: readonly Buffer[] = [
  ...[
    'ff',
    'fe',
    'fffe',
    'feff',
    'efbbbf',
    'c3',
    'c3a9',
    'e9',
    '80',
    'c080',
    'eda080',
    'f4908080',
    'f09f98',
    '00',
    '1a',
  ],
  ...['504b0304', '504b0506', '25504446', 'd0cf11e0', '1f8b08'],
].map((hex) => Buffer.from(hex, 'hex'))

const LENGTHS = [100, 201, 256, 3_000, 20_000] as const

/** A token of text; one in sixty is long, one in sixty is nested deep. */
export function textToken(random: Random): string {
  const kind = random.below(60)
  if (kind === 0)
    return random.pick(['é', 'a', '9', '"', ' ', '\ud83d', 'ab ', 'a,', '&amp;']).repeat(random.pick(LENGTHS))
  if (kind === 1) {
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
      ['<a>', '</a>'],
      ['["', '"]'],
    ] as const)
    const depth = random.pick([5, 13, 200, 12_000])
    return random.chance(0.5) ? open.repeat(depth) : `${open.repeat(depth)}1${close.repeat(depth)}`
  }
  return random.pick(TOKENS)
}

export const byteToken = (random: Random): Buffer =>
  random.chance(0.2) ? random.pick(RAW_TOKENS) : Buffer.from(textToken(random))
