import t from 'tap'
import { HOURS_TITLES, normalizeHoursTitle } from '../../src/import/hours-aliases.ts'

t.test('words that facilitators cut short are read whole', async (t) => {
  for (const [title, field] of [
    ['Hrs  réalisées', 'hours'],
    ['Nb hrs', 'hours'],
    ['Heures réal.', 'hours'],
    ['Code part.', 'person'],
    ['Code bénéf.', 'person'],
    ['Nb pers.', 'people'],
    ['N° du marché ', 'contractReference'],
    ['Heures réalisées (en h)', 'hours'],
  ] as const)
    t.ok(HOURS_TITLES[field].includes(normalizeHoursTitle(title)), `${title}: ${normalizeHoursTitle(title)}`)
})

t.test('a word that only holds one is left alone', async (t) => {
  for (const [title, expected] of [
    ['Partenaire', 'partenaire'],
    ['Thrs', 'thrs'],
    ['Réalisation', 'realisation'],
    ['Personnel', 'personnel'],
  ] as const)
    t.equal(normalizeHoursTitle(title), expected)
})
