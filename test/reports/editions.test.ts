import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import t from 'tap'
import type { ContractChange } from '../../src/domain/edition/compare-contracts.ts'
import type { EditionParameters } from '../../src/domain/edition/edition.ts'
import { decideSupplier, revertDecision } from '../../src/import/decide-supplier.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importPlan } from '../../src/import/import-plan.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { explainContracts } from '../../src/reports/edition-causes.ts'
import { verifyEdition } from '../../src/reports/edition-verification.ts'
import {
  getEditionFile,
  listEditionReports,
  publishEdition,
  withdrawEdition,
} from '../../src/reports/editions.ts'
import { digestOf } from '../../src/reports/publication-package.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'

const { db } = await openTestDatabase(t)
await importDemo(db)
const BUYER = '000010017'
const PUBLICATION: EditionParameters = { kind: 'publication', buyer: BUYER, fromYear: 2024, toYear: 2025 }
const REPORT: EditionParameters = { kind: 'report', buyer: BUYER, year: 2025, plan: null }

/** Every reading of this clock is a minute after the one before: what happened first is known. */
let minutes = 0
const clock: Clock = {
  now: () => {
    minutes += 1
    return new Date(FIXED_CLOCK.now().getTime() + minutes * 60_000)
  },
}
const at = (instant: string): Clock => ({ now: () => new Date(instant) })

/** Half the figures: enough where what is told of a cause is what counts. */
const ONE_YEAR: EditionParameters = { kind: 'publication', buyer: BUYER, fromYear: 2025, toYear: 2025 }

const publish = (parameters: EditionParameters) =>
  publishEdition(db, clock, { parameters, title: 'Deux ans', author: 'Service achats', note: null })
const undo = (importId: number | null) => undoImport(db, clock, BigInt(importId ?? 0))
const verify = (id: number) => verifyEdition(db, clock, id)
const kindsIn = ({ causes }: { causes: readonly { kind: string }[] }) => [
  ...new Set(causes.map(({ kind }) => kind)),
]
const edition = await publish(PUBLICATION)
const report = await publish(REPORT)
const year = await publish(ONE_YEAR)

const award = (about: Record<string, unknown> = {}) =>
  JSON.stringify({
    marches: [
      {
        id: '2025E0001',
        acheteur: { id: '00001001700010', nom: 'Communauté du Val-Chimère' },
        _type: 'Marché',
        nature: 'Marché',
        objet: 'Toiture du gymnase des Hippogriffes',
        codeCPV: '45261210',
        procedure: 'Procédure adaptée',
        dureeMois: 6,
        dateNotification: '2025-04-14',
        datePublicationDonnees: '2025-05-04',
        montant: 128000,
        formePrix: 'Ferme',
        titulaires: [{ typeIdentifiant: 'SIRET', id: '00002420800019' }],
        ...about,
      },
    ],
  })

t.test('nothing changed: identical, both kinds, at another moment of another day', async (t) => {
  for (const { id } of [edition, report]) {
    const verification = await verify(id)
    t.match(verification, { result: 'identical', integrity: { isIntact: true }, changes: [], causes: [] })
    t.equal(verification.digests.published, verification.digests.today)
  }
  t.equal((await verifyEdition(db, at('2026-12-20T09:00:00Z'), year.id)).result, 'identical')
  t.equal((await publish(ONE_YEAR)).figuresDigest, year.figuresDigest, 'a second edition says the same')
})

t.test('files are kept byte for byte, each with its digest', async (t) => {
  t.ok(edition.files.some(({ name }) => name === 'l2111-3-000010017-2024-2025.zip'))
  t.ok(report.files.some(({ name }) => name === 'rapport.html'))
  for (const { id, files } of [edition, report])
    for (const { name, digest, bytes } of files) {
      const { content } = await getEditionFile(db, id, name)
      t.strictSame([content.length, digestOf(content)], [bytes, digest], name)
    }
  await t.rejects(getEditionFile(db, report.id, 'rapport.pdf'), {
    code: 'not-found',
    message: /rapport\.html/,
  })
})

t.test(
  'contracts imported since are named, with the figures they move; once undone, all is identical',
  async (t) => {
    const write = await openFile(t, 'nouveaux.json')
    const { importId } = await importContracts(db, clock, await write(award()))
    for (const { id } of [edition, report]) {
      const verification = await verify(id)
      t.equal(verification.result, 'changed')
      t.strictSame(
        verification.causes.map(({ kind, importId: by }) => [kind, by]),
        [['contracts-imported', Number(importId)]],
      )
      t.match(verification.causes[0]?.text, /nouveaux\.json/)
      t.match(verification.contracts, [{ change: 'added', causes: [`contracts-imported-${importId}`] }])
      const total = verification.changes.find(
        ({ section, indicator, year, measure, part }) =>
          section === 'indicateur' &&
          indicator === 'esus-share' &&
          year === 2025 &&
          measure === 'nombre' &&
          part === 'total',
      )
      t.equal(total?.after?.value, (total?.before?.value ?? 0) + 1)
      t.strictSame(
        verification.changes.filter(({ year, section }) => year === 2024 && section === 'indicateur'),
        [],
        'the year before did not move',
      )
      t.ok(verification.changes.every(({ causes }) => causes.length > 0))
    }
    const later = await publish(ONE_YEAR)
    await undo(importId)
    t.equal((await verify(edition.id)).result, 'identical')
    const undone = await verify(later.id)
    t.strictSame(
      undone.causes.map(({ kind, importId: by }) => [kind, by]),
      [['contracts-undone', Number(importId)]],
      'an import undone after an edition is said',
    )
    t.match(undone.contracts, [{ change: 'removed' }])
  },
)

t.test('a correction names the import that brought it', async (t) => {
  const write = await openFile(t, 'marche.json')
  const first = await importContracts(db, clock, await write(award()))
  const { id } = await publish(ONE_YEAR)
  const correction = { montant: 130000, datePublicationDonnees: '2025-06-01' }
  const second = await importContracts(db, clock, await write(award(correction)))
  const corrected = await verify(id)
  t.strictSame(
    corrected.causes.map(({ kind, importId }) => [kind, importId]),
    [['contracts-imported', Number(second.importId)]],
  )
  t.strictSame(corrected.contracts.map(({ change }) => change).sort(), ['added', 'removed'])
  await undo(second.importId)
  await undo(first.importId)
})

/** A unit that alone holds a contract of 2025 which says no to ESUS. */
const [{ siren } = { siren: '' }] = (
  await sql<{ siren: string }>`
    select s.siren from contracts c join contract_holders h on h.contract_id = c.id join suppliers s on s.id = h.supplier_id
      join verdicts v on v.profile_id = s.profile_id and v.perimeter = 'esus' and c.counted_on between v.valid_from and v.valid_to
    where c.is_current and c.kind = 'contract' and c.buyer_siren = ${BUYER} and c.counted_on between '2025-01-01' and '2025-12-31'
      and v.outcome = 'no' and not exists (select from contract_holders o where o.contract_id = c.id and o.position <> h.position)
    order by 1 limit 1
  `.execute(db)
).rows

t.test('a decision, then its reversal, are named', async (t) => {
  const decided = await decideSupplier(db, clock, {
    siren,
    perimeter: 'esus',
    outcome: 'yes',
    reason: 'Agrément reçu',
    document: 'Arrêté',
    author: 'Claude Martin',
    validFrom: null,
    validTo: null,
  })
  const after = await verify(year.id)
  t.strictSame(kindsIn(after), ['decision'])
  t.match(after.causes[0], { decisionId: decided.id, text: new RegExp(siren) })
  t.ok(after.contracts.every(({ change }) => change === 'changed'))
  t.ok(after.changes.some(({ indicator, part }) => indicator === 'esus-share' && part === 'oui'))
  t.notOk(after.changes.some(({ indicator }) => indicator === 'social-clause'))
  const { id } = await publish(ONE_YEAR)
  await revertDecision(db, clock, { siren, id: decided.id, reason: 'Erreur', author: 'Claude Martin' })
  t.equal((await verify(year.id)).result, 'identical')
  t.strictSame(kindsIn(await verify(id)), ['decision-reverted'])
})

t.test('a list imported since, then undone, is named', async (t) => {
  const write = await openFile(t, 'esus-novembre.csv')
  const list = await readFile(fixture('demo/esus.csv'), 'utf8')
  const longer = `${list.trimEnd()}\nNOUVELLE ESUS;${siren};01/01/2020;31/12/2029;00\n`
  const { importId } = await importReference(db, clock, 'esus', await write(longer), {
    listedOn: '2026-11-10',
  })
  const after = await verify(year.id)
  t.strictSame(kindsIn(after), ['list-imported'])
  t.match(after.causes, [{ importId: Number(importId), text: /esus-novembre\.csv/ }])
  const { id } = await publish(ONE_YEAR)
  await undo(importId)
  t.equal((await verify(year.id)).result, 'identical')
  t.strictSame(kindsIn(await verify(id)), ['list-undone'])
})

t.test('a plan that changed is named, for its targets only', async (t) => {
  const write = await openFile(t, 'plan.json')
  const plan = (await readFile(fixture('demo/plan.json'), 'utf8')).replace(
    '"minimumPercent": 2.5',
    '"minimumPercent": 1.5',
  )
  const { importId } = await importPlan(db, clock, await write(plan))
  for (const { id } of [edition, report]) {
    const after = await verify(id)
    t.strictSame(kindsIn(after), ['plan-changed'])
    t.match(after.causes, [{ importId: Number(importId) }])
    t.ok(after.changes.every(({ section }) => section.startsWith('objectif')))
    t.match(
      after.changes.find(({ part }) => part === 'minimum visé'),
      { before: { value: 0.025 }, after: { value: 0.015 } },
    )
  }
  await undo(importId)
  t.equal((await verify(year.id)).result, 'identical')
})

t.test('a change that nothing recorded explains is said so, never guessed', async (t) => {
  const [{ id, cents } = { id: '', cents: 0n }] = (
    await sql<{ id: string; cents: bigint }>`
      select id, amount_cents as cents from contracts
      where is_current and kind = 'contract' and amount_flag is null and buyer_siren = ${BUYER} and counted_on between '2025-01-01' and '2025-12-31'
      order by id limit 1
    `.execute(db)
  ).rows
  await sql`update contracts set amount_cents = amount_cents + 100 where id = ${id}`.execute(db)
  const after = await verify(year.id)
  t.strictSame(kindsIn(after), ['not-established'])
  t.match(after.contracts, [{ id, change: 'changed' }])
  await sql`update contracts set amount_cents = ${cents} where id = ${id}`.execute(db)
  t.equal((await verify(year.id)).result, 'identical')
})

t.test('a new version of the rules is named where nothing else about the supplier changed', async (t) => {
  const [{ id, groupId } = { id: '', groupId: '' }] = (
    await sql<{
      id: string
      groupId: string
    }>`select id, group_id as "groupId" from contracts limit 1`.execute(db)
  ).rows
  const was = { id, groupId, importId: 1, countedOn: '2025-01-01' }
  const change: ContractChange = {
    id,
    before: { ...was, answers: { 'ess-share': ['no', 1] } },
    after: { ...was, answers: { 'ess-share': ['yes', 1] } },
    keys: ['ess-share'],
  }
  const search = { since: clock.now(), perimeters: new Map([['ess-share', 'ess']]) }
  const newer = await explainContracts(db, clock, [change], { ...search, rules: { before: 3, after: 4 } })
  t.match(newer(change, 'ess-share'), [{ kind: 'rules-version', text: /version 3.*4/ }])
  const same = await explainContracts(db, clock, [change], { ...search, rules: { before: 4, after: 4 } })
  t.strictSame(same(change, 'ess-share'), [])
})

t.test('a year that was not over, and days that have come since, are named', async (t) => {
  const running = await publish({ kind: 'publication', buyer: BUYER, fromYear: 2026, toYear: 2026 })
  const over = await verifyEdition(db, at('2027-01-02T09:00:00Z'), running.id)
  t.strictSame(
    kindsIn(over).filter((kind) => kind !== 'day-reached'),
    ['year-over'],
  )
  const write = await openFile(t, 'a-venir.json')
  const { importId } = await importContracts(
    db,
    clock,
    await write(award({ id: '2026E0001', dateNotification: '2026-12-28' })),
  )
  const waiting = await publish({ kind: 'publication', buyer: BUYER, fromYear: 2026, toYear: 2026 })
  t.equal((await verify(waiting.id)).result, 'identical')
  const come = await verifyEdition(db, at('2026-12-29T09:00:00Z'), waiting.id)
  t.strictSame(kindsIn(come), ['day-reached'])
  await undo(importId)
})

t.test('a file or a word changed after the publication is found', async (t) => {
  const { id } = await publish(ONE_YEAR)
  const tamper = (name: string) =>
    sql`update edition_files set content = content || '\\x20'::bytea where edition_id = ${id} and name = ${name}`.execute(
      db,
    )
  await tamper('publication.html')
  const page = await verify(id)
  t.match(page, {
    result: 'identical',
    integrity: { isIntact: false, faults: [{ name: 'publication.html' }] },
  })
  t.equal(page.integrity.faults.length, 1)
  await sql`update editions set statement = replace(statement, 'Deux ans', 'Trois ans') where id = ${id}`.execute(
    db,
  )
  t.match((await verify(id)).integrity.faults, [{ name: 'édition' }, { name: 'publication.html' }])
  await sql`delete from edition_files where edition_id = ${id} and name = 'indicateurs.csv'`.execute(db)
  t.match(
    (await verify(id)).integrity.faults.map(({ text }) => text).join(' '),
    /« indicateurs\.csv » a disparu/,
  )
  await tamper('chiffres.json')
  t.equal((await verify(id)).result, 'identical', 'today’s figures still have the sealed digest')
  const write = await openFile(t, 'nouveaux.json')
  const { importId } = await importContracts(db, clock, await write(award()))
  t.match(await verify(id), { result: 'unreadable', changes: [] })
  await undo(importId)
})

t.test('a withdrawn edition stays, with who withdrew it and why', async (t) => {
  const { id } = await publish(ONE_YEAR)
  const withdrawal = { reason: 'Une annexe manquait', author: 'Claude Martin' }
  t.match(await withdrawEdition(db, clock, id, withdrawal), { id, withdrawal })
  t.match(await verify(id), { withdrawn: true, result: 'identical', integrity: { isIntact: true } })
  t.ok((await getEditionFile(db, id, 'publication.html')).content.length > 0)
  const { editions } = await listEditionReports(db, BUYER, { limit: 500, offset: 0 })
  t.match(
    editions.find((listed) => listed.id === id),
    { withdrawal },
  )
  await t.rejects(withdrawEdition(db, clock, id, withdrawal), { code: 'edition-withdrawn' })
  await t.rejects(withdrawEdition(db, clock, 999_999, withdrawal), { code: 'not-found' })
})

t.test('what cannot be published says why', async (t) => {
  const ask = { parameters: REPORT, title: 'Titre', author: 'Auteur', note: null }
  for (const [wrong, code, says] of [
    [{ title: ' ' }, 'bad-usage', /le titre/],
    [{ author: '' }, 'bad-usage', /l’auteur/],
    [{ parameters: { ...REPORT, buyer: '123456789' } }, 'not-found', /123456789/],
  ] as const)
    await t.rejects(publishEdition(db, clock, { ...ask, ...wrong }), { code, message: says })
})

t.test('a buyer that no import knows any more: every figure is gone, and why', async (t) => {
  const imports = await sql<{ id: bigint; kind: string }>`
    select id, kind from imports where kind in ('contracts', 'plan') and undone_at is null order by id desc
  `.execute(db)
  for (const { id } of imports.rows) await undoImport(db, clock, id)
  const gone = await verify(year.id)
  t.match(gone, { result: 'changed', obstacle: new RegExp(BUYER) })
  t.ok(gone.changes.every(({ after }) => after === null))
  t.strictSame(kindsIn(gone).sort(), ['contracts-undone', 'plan-changed'])
})
