import t from 'tap'
import { readConsiderations } from '../../src/domain/contract/considerations.ts'
import { textOf } from '../../src/domain/contract/missing-marker.ts'
import { readInteger, readMonthCount, readNumber } from '../../src/domain/contract/parse-scalars.ts'
import { parseDate } from '../../src/domain/dates/iso-date.ts'
import { parseOrganisationIdentifier } from '../../src/domain/identifiers/organisation-identifier.ts'
import { detectMention } from '../../src/domain/insertion/detect-mention.ts'
import { parseHours } from '../../src/domain/insertion/hours.ts'
import { parseHoursPeriod } from '../../src/domain/insertion/hours-period.ts'
import { parsePersonCode } from '../../src/domain/insertion/person-code.ts'
import { findPersonalData } from '../../src/domain/insertion/personal-data.ts'
import { readAge, readHiringForm, readPublics } from '../../src/domain/insertion/profile-words.ts'
import { readAmount } from '../../src/domain/money/amount-flag.ts'
import { parsePlace } from '../../src/domain/place/published-place.ts'
import { canonicalTitle } from '../../src/import/canonical-title.ts'
import { decodeEntities } from '../../src/import/decode-entities.ts'
import { hoursFieldOfTitle, personalDataOfTitle } from '../../src/import/hours-aliases.ts'
import { readingOf } from '../../src/import/number-format.ts'
import { labelsIn } from '../../src/import/read-lists.ts'
import { splitHolders } from '../../src/import/split-holders.ts'

/*
 * A cell may be as long as a record. What goes through it again from each of its characters takes hours on these, and the file of one
 * person stops the imports of all: this test then ends on its time limit.
 */
const LENGTH = 400_000

const holderOf = (identifier: string) => ({ scheme: null, identifier, name: identifier })

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  text: textOf,
  amount: readAmount,
  day: parseDate,
  integer: readInteger,
  number: readNumber,
  months: readMonthCount,
  'identifier of a company': (text) => parseOrganisationIdentifier(text, null),
  'identifier abroad': (text) => parseOrganisationIdentifier(text, 'TVA'),
  'holders of a cell': (text) => splitHolders({ holders: [holderOf(text)], fields: {} } as never),
  place: (text) => parsePlace(text, text),
  considerations: (text) => readConsiderations([text], 'social'),
  labels: labelsIn,
  entities: (text) => decodeEntities(text),
  title: canonicalTitle,
  'title of hours': hoursFieldOfTitle,
  'title of personal data': personalDataOfTitle,
  'format of a number': (text) => readingOf(200, text),
  'mention of insertion': detectMention,
  'code of a person': parsePersonCode,
  'personal data': findPersonalData,
  hours: parseHours,
  period: (text) => parseHoursPeriod(text, null),
  age: readAge,
  publics: readPublics,
  'form of hiring': readHiringForm,
}

const PIECES = [
  'a',
  ' ',
  '\n',
  '0',
  '1 ',
  '€',
  '[',
  '"',
  '(',
  '&',
  '-',
  '.',
  '/',
  'et ',
  'É',
  'ht',
  "'",
  'insertion ',
  '@',
]

for (const [what, read] of Object.entries(READERS))
  t.test(`a cell of 400 000 characters is gone through once: ${what}`, async (t) => {
    for (const piece of PIECES)
      for (const end of ['', '\u0001', 'z!'])
        t.doesNotThrow(
          () => read(piece.repeat(LENGTH / piece.length) + end),
          `${JSON.stringify(piece)}, ${JSON.stringify(end)}`,
        )
  })
