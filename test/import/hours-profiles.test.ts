import { readFile } from 'node:fs/promises'
import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importFile } from '../../src/import/import-file.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { listDescribedProfiles, readTitlesOf, saveProfile } from '../../src/import/mapping-profiles.ts'
import { recogniseHoursColumns } from '../../src/import/recognise-hours-columns.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { openFile } from './temporary-file.ts'

const MESSY = fixture('hours-messy.csv')

const recordClause = (db: Db) =>
  createClause(
    db,
    FIXED_CLOCK,
    {
      contract: { buyer: '00001001700010', sourceId: '2025-VOIRIE', lot: null },
      terms: { bases: ['execution-condition'] },
      due: null,
    },
    { author: null },
  )
const sumHours = async (db: Db) => {
  const { hundredths } = await db
    .selectFrom('insertion_hours')
    .select((eb) => eb.fn.sum<string>('hundredths').as('hundredths'))
    .where('standing', '=', 'counted')
    .executeTakeFirstOrThrow()
  return Number(hundredths) / 100
}

for (const [title, field, how] of [
  ['Heures réalisées', 'hours', 'known'],
  ['Heures réalisés', 'hours', 'guessed'],
  ['Heures prévues', null, 'ignored'],
  ['Cumul des heures', null, 'ignored'],
  ['Nb total d’heures effectuées sur le chantier', 'hours', 'guessed'],
  ['Siret', 'employerId', 'guessed'],
  ['SIRET de la collectivité', 'buyerId', 'guessed'],
  ['SIRET employeur', 'employerId', 'known'],
  ['Matricule', 'person', 'guessed'],
  ['Nom du salarié', null, 'ignored'],
  ['Ancienneté en mois', null, 'ignored'],
  ['Réf. du marché', 'contractReference', 'guessed'],
  ['Obs.', null, 'ignored'],
] as const)
  t.test(`« ${title} » is ${how}${field === null ? '' : ` as ${field}`}`, async (t) =>
    t.match(recogniseHoursColumns([title]), [{ field, how }]),
  )

t.test('a guess yields to a column whose title is known, and of two guesses one is kept', async (t) => {
  const fields = (header: string[]) => recogniseHoursColumns(header).map(({ field }) => field)
  t.strictSame(fields(['Total heures faites', 'Heures réalisées']), [null, 'hours'])
  t.strictSame(fields(['Siret', 'Siren']), [null, 'employerId'])
})

t.test('guesses of a facilitator’s table wait for an agreement, given once', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'août.csv')
  await recordClause(db)
  await t.rejects(importFile(db, FIXED_CLOCK, MESSY), {
    code: 'mapping-to-confirm',
    message: /« Matricule » : Code personne[\s\S]*--accept-guesses[\s\S]*--kind hours --map/,
  })
  const trial = await importFile(db, FIXED_CLOCK, MESSY, { isDryRun: true })
  t.match(trial, { stored: 3, importId: null, profile: null })
  t.match(
    trial.columns?.filter(({ needsConfirmation }) => needsConfirmation).map(({ column }) => column),
    ['Réf. du marché', 'Matricule', 'Mois concerné', 'Heures réalisés', 'Siret'],
  )
  t.strictSame((await listDescribedProfiles(db, { limit: 10, offset: 0 })).total, 0, 'a trial keeps nothing')
  const agreed = { acceptGuesses: true, facilitator: 'Mission locale', author: 'A. Gente' }
  t.match(await importFile(db, FIXED_CLOCK, MESSY, agreed), {
    stored: 3,
    rejected: 0,
    profile: { name: 'hours-messy.csv' },
  })
  t.equal(await sumHours(db), 253.5)
  t.match((await listDescribedProfiles(db, { limit: 10, offset: 0 })).profiles, [
    { kind: 'hours', facilitator: 'Mission locale', createdBy: 'A. Gente' },
  ])
  const next = (await readFile(MESSY, 'utf8'))
    .replaceAll('04/2025', '06/2025')
    .replaceAll('05/2025', '07/2025')
  t.match(
    await importFile(db, FIXED_CLOCK, await write(next)),
    { stored: 3, profile: { name: 'hours-messy.csv' } },
    'by itself',
  )
  t.equal(await sumHours(db), 507)
  await t.rejects(
    importFile(db, FIXED_CLOCK, MESSY, { facilitator: 'PLIE' }),
    { code: 'mapping-to-confirm' },
    'another facilitator’s table is not read by that profile',
  )
})

t.test('a profile corrects what was guessed, and never has a name read', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'relevé.csv')
  await recordClause(db)
  const path = await write('N° marché;Dossier;Mois;Volume\n2025-VOIRIE;D-1;03/2025;10\n')
  await t.rejects(importFile(db, FIXED_CLOCK, path, { kind: 'hours' }), { code: 'format-unknown' })
  const choices = [
    { column: 'Dossier', field: 'Code personne' },
    { column: 'Volume', field: 'hours' },
  ]
  const header = await readTitlesOf(path, 'relevé.csv', { kind: 'hours', choices })
  const base = { kind: 'hours', facilitator: null, name: 'Relevé', buyer: null, createdBy: null } as const
  await saveProfile(db, FIXED_CLOCK, { ...base, header, choices })
  t.match(await importFile(db, FIXED_CLOCK, path), { stored: 1, profile: { name: 'Relevé' } })
  t.equal(await sumHours(db), 10)
  for (const { choice, says } of [
    { choice: { column: 'Nom', field: 'person' }, says: /désigne des personnes/ },
    { choice: { column: 'Volume', field: 'amount' }, says: /Champ « amount » inconnu/ },
    { choice: { column: 'Absente', field: 'hours' }, says: /dans le fichier/ },
  ])
    await t.rejects(
      saveProfile(db, FIXED_CLOCK, { ...base, header: ['Nom', ...header], choices: [choice] }),
      {
        code: 'profile-invalid',
        message: says,
      },
    )
  const named = await write('Nom;N° marché;Dossier;Mois;Volume\nQuidam;2025-VOIRIE;D-1;03/2025;10\n')
  await saveProfile(db, FIXED_CLOCK, { ...base, header: ['Nom', ...header], choices })
  await t.rejects(importFile(db, FIXED_CLOCK, named), { code: 'personal-data' })
})
