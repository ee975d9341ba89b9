import t from 'tap'
import { parseHoursPeriod } from '../../../src/domain/insertion/hours-period.ts'
import {
  AFTERWARDS,
  AGE_BANDS,
  EMPLOYMENT_FORMS,
  HIRING_FORMS,
  PUBLICS,
  QUALIFICATIONS,
  SEXES,
} from '../../../src/domain/insertion/person-profile.ts'
import {
  readAfterwards,
  readAge,
  readEmploymentForm,
  readHiringForm,
  readPublics,
  readQualification,
  readSex,
} from '../../../src/domain/insertion/profile-words.ts'

t.test('each title of a list is read as itself, and so is each code', async (t) => {
  for (const [titles, read] of [
    [AFTERWARDS, readAfterwards],
    [AGE_BANDS, readAge],
    [EMPLOYMENT_FORMS, readEmploymentForm],
    [HIRING_FORMS, readHiringForm],
    [QUALIFICATIONS, readQualification],
    [SEXES, readSex],
  ] as const)
    for (const [id, title] of Object.entries(titles)) {
      t.equal(read(title), id, title)
      t.equal(read(id), id)
    }
  for (const [id, title] of Object.entries(PUBLICS).filter(([, title]) => !title.includes(',')))
    t.strictSame(readPublics(title).publics, [id], title)
})

t.test('what facilitators write instead is read too', async (t) => {
  for (const [actual, expected] of [
    [readSex('Mme'), 'female'],
    [readSex('M.'), 'male'],
    [readAge('31'), '26-49'],
    [readAge('25 ans'), 'under-26'],
    [readAge('26'), '26-49'],
    [readAge('50'), '50-and-over'],
    [readAge('- de 26 ans'), 'under-26'],
    [readAge('+ de 50 ans'), '50-and-over'],
    [readAge('12'), null],
    [readHiringForm('Intérim d’insertion (ETTI)'), 'etti'],
    [readHiringForm('Sous-traitance SIAE'), 'subcontract'],
    [readEmploymentForm('Contrat d’apprentissage'), 'apprenticeship'],
    [readQualification('Niveau V'), 'level-3'],
    [readQualification('Bac pro'), 'level-4'],
    [readQualification('BTS'), 'level-5-and-over'],
    [readAfterwards('CDI chez un autre employeur'), 'lasting-job'],
    [readAfterwards('je ne sais pas'), null],
  ] as const)
    t.equal(actual, expected)
  t.strictSame(readPublics('RSA ; jeune -26 ans / RQTH | licorne'), {
    publics: ['JEUNE', 'RSA', 'TH'],
    unread: ['licorne'],
  })
})

t.test('periods are read as months, quarters, halves and years', async (t) => {
  const january = { from: '2025-01-01', to: '2025-01-31' }
  const second = { from: '2025-04-01', to: '2025-06-30' }
  for (const [text, year, expected] of [
    ['janv. 2025', null, january],
    ['Janvier 25', null, january],
    ['01/2025', null, january],
    ['2025-01', null, january],
    ['01/01/2025', null, january],
    ['1', '2025', january],
    ['janvier', '2025', january],
    ['janvier', null, null],
    ['T2 2025', null, second],
    ['2e trimestre', '2025', second],
    ['2ème trim. 2025', null, second],
    ['2025-T2', null, second],
    ['T2', null, null],
    ['T5 2025', null, null],
    ['S2 2025', null, { from: '2025-07-01', to: '2025-12-31' }],
    ['2025', null, { from: '2025-01-01', to: '2025-12-31' }],
    ['bientôt', '2025', null],
  ] as const)
    t.strictSame(parseHoursPeriod(text, year), expected, `${text} ${year ?? ''}`)
})
