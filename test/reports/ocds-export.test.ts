import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { ExportedContract } from '../../src/domain/contract-export/exported-contract.ts'
import type { ContractFilters } from '../../src/domain/contract-filter/contract-filters.ts'
import { prefixOf } from '../../src/domain/ocds/release-package.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { readConfig } from '../../src/platform/config.ts'
import { reportContract } from '../../src/reports/contract-report.ts'
import { listExportedContracts } from '../../src/reports/exported-contracts.ts'
import { MASKED_NAME } from '../../src/reports/mask-names.ts'
import { exportOcds } from '../../src/reports/ocds-export.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { faultsByRules, type Release } from './ocds-rules.ts'
import { faultsOfPackage, faultsOfRelease } from './ocds-validator.ts'

const { db } = await openTestDatabase(t)
await importDemo(db)
const { publication } = readConfig({})
const EVERYTHING: ContractFilters = { buyers: [], from: null, to: null }

type Package = {
  uri: string
  publishedDate: string
  extensions: string[]
  publisher: { name: string }
  releases: Release[]
}

const exportAs = async (format: 'json' | 'jsonl', filters: Partial<ContractFilters> = {}) =>
  text(await exportOcds(db, FIXED_CLOCK, publication, { ...EVERYTHING, ...filters, format, uri: null }))

/** What is wrong with the releases of a package beyond its schema. */
const rulesBroken = ({ releases, publishedDate }: Package) =>
  releases.flatMap((release) => faultsByRules(release, publishedDate))

const packageText = await exportAs('json')
const whole: Package = JSON.parse(packageText)
const contracts = (await Readable.from(
  listExportedContracts(db, FIXED_CLOCK, EVERYTHING),
).toArray()) as ExportedContract[]

t.test(
  'the demonstration is a valid release package, without a field that the standard does not declare',
  async (t) => {
    t.strictSame(faultsOfPackage(whole).slice(0, 5), [])
    t.strictSame(rulesBroken(whole).slice(0, 5), [])
    t.ok(whole.releases.length > 50)
    t.match(whole.uri, /^urn:spaser:/)
  },
)

t.test('the validator sees what is wrong', async (t) => {
  const [release] = whole.releases
  t.not(faultsOfPackage({ ...whole, releases: [] }).length, 0, 'no release')
  t.not(faultsOfPackage({ ...whole, uri: 'pas une adresse' }).length, 0, 'no address')
  t.not(faultsOfRelease({ ...release, tag: ['marché'] }).length, 0, 'a tag of no codelist')
  t.not(
    faultsOfRelease({ ...release, tender: { id: 'x', procurementMethods: 'open' } }).length,
    0,
    'a misspelt field',
  )
  t.not(
    faultsOfRelease({ ...release, parties: [{ id: 'x', details: { classifications: [{ id: true }] } }] })
      .length,
    0,
    'a classification that is none',
  )
})

t.test('each current contract is in one release, once, and its award with it', async (t) => {
  const lines = whole.releases.flatMap((release) =>
    release.contracts.map(({ id, awardID }) => ({ id, awardID, release })),
  )
  t.equal(lines.length, contracts.length)
  t.equal(new Set(lines.map(({ id }) => id)).size, lines.length)
  t.ok(lines.every(({ awardID, release }) => release.awards.some(({ id }) => id === awardID)))
  t.equal(new Set(whole.releases.map(({ ocid }) => ocid)).size, whole.releases.length, 'one release an ocid')
  t.equal(new Set(whole.releases.map(({ id }) => id)).size, whole.releases.length)
  t.ok(whole.releases.every(({ ocid }) => ocid.startsWith(`${prefixOf(publication)}-`)))
})

t.test('whoever is named is a party, with the role in which it is named', async (t) => {
  for (const { parties, buyer, awards } of whole.releases) {
    const rolesOf = (id: string) => parties.find((party) => party.id === id)?.roles ?? []
    t.ok(rolesOf(buyer.id).includes('buyer'))
    for (const { id } of awards.flatMap(({ suppliers = [] }) => suppliers))
      t.ok(rolesOf(id).includes('supplier'))
  }
})

t.test(
  'each supplier has a verdict in each perimeter; what is not known is undetermined, never no',
  async (t) => {
    const suppliers = whole.releases.flatMap(({ parties }) =>
      parties.filter(({ roles }) => roles.includes('supplier')),
    )
    t.ok(suppliers.length > 0)
    const perimeters = suppliers.map(
      ({ details }) =>
        new Set(details?.classifications.map(({ scheme }) => scheme).filter((s) => s !== 'INSEE-CJ')).size,
    )
    t.ok(perimeters.every((count) => count === 7))
    const unidentified = suppliers.filter(({ id }) => id.startsWith('titulaire-'))
    t.ok(unidentified.length > 0, 'the demonstration has suppliers without a usable identifier')
    t.ok(
      unidentified.every(({ details }) => details?.classifications.every(({ id }) => id === 'undetermined')),
    )
    const outcomes = new Set(
      suppliers.flatMap(({ details }) => details?.classifications.map(({ id }) => id) ?? []),
    )
    for (const outcome of ['yes', 'no', 'undetermined', '9220']) t.ok(outcomes.has(outcome), outcome)
  },
)

t.test('the verdicts are those that the contract report gives', async (t) => {
  for (const contract of contracts.filter(({ countedOn }) => countedOn !== null).slice(0, 25)) {
    const report = await reportContract(db, FIXED_CLOCK, contract.id)
    const expected = report?.holders.map(({ verdicts }) =>
      Object.fromEntries(verdicts.map(({ perimeter, outcome }) => [perimeter, outcome])),
    )
    const exported = contract.holders.map(({ verdicts }) =>
      Object.fromEntries(verdicts.map(({ perimeter, outcome }) => [perimeter, outcome])),
    )
    for (const [index, outcomes] of exported.entries())
      t.match(outcomes, expected?.[index] ?? {}, contract.sourceId ?? contract.id)
  }
})

t.test('names of natural persons are masked', async (t) => {
  t.match(packageText, MASKED_NAME)
  const named = contracts.flatMap(({ holders }) => holders.map(({ name }) => name))
  t.ok(named.includes(MASKED_NAME))
})

t.test('unknown considerations are said unknown', async (t) => {
  const descriptions = whole.releases.flatMap(({ contracts }) =>
    contracts.map(({ description }) => description),
  )
  t.ok(descriptions.some((description) => description.includes('Considérations sociales : non renseigné.')))
  t.ok(descriptions.some((description) => description.includes('Pas de considération sociale')))
  t.ok(descriptions.some((description) => description.includes('Clause sociale')))
})

t.test('an amended contract is worth its last amount, its award the first', async (t) => {
  const amended = contracts.find((c) => c.amendments.length > 0 && c.amountCents !== c.initialAmountCents)
  const release = whole.releases.find(({ ocid }) => ocid.endsWith(amended?.groupId ?? '?'))
  t.equal(release?.contracts[0]?.value?.amount, Number(amended?.amountCents) / 100)
  t.equal(release?.awards[0]?.value?.amount, Number(amended?.initialAmountCents) / 100)
  t.equal(release?.contracts[0]?.amendments?.length, amended?.amendments.length)
})

t.test('JSON lines hold the same releases, one a line', async (t) => {
  const lines = (await exportAs('jsonl')).trimEnd().split('\n')
  t.strictSame(
    lines,
    whole.releases.map((release) => JSON.stringify(release)),
  )
})

t.test('the same data give the same text', async (t) => t.equal(await exportAs('json'), packageText))

t.test('filters keep the contracts of a buyer and of a period', async (t) => {
  const siren = '000010041'
  const part: Package = JSON.parse(
    await exportAs('json', { buyers: [siren], from: '2024-01-01', to: '2024-12-31' }),
  )
  const expected = contracts.filter(
    ({ buyer, countedOn }) => buyer.siren === siren && countedOn?.startsWith('2024-'),
  )
  t.ok(expected.length > 0)
  t.equal(part.releases.flatMap(({ contracts }) => contracts).length, expected.length)
  t.equal(
    part.publisher.name,
    expected[0]?.buyer.name,
    'the buyer publishes where the settings do not say who does',
  )
})

t.test('no contract is an empty file of lines, and no package', async (t) => {
  t.equal(await exportAs('jsonl', { buyers: ['999999999'] }), '')
  await t.rejects(exportAs('json', { buyers: ['999999999'] }), { code: 'not-found' })
})

t.test(
  'lots won by one supplier under two names are one release, whose references bear one of them',
  async (t) => {
    const { db: other } = await openTestDatabase(t)
    const lot = (objet: string, denominationSociale: string | undefined) => ({
      id: 'DEUX-NOMS',
      acheteur: { id: '00001001700010' },
      objet,
      montant: 50_000,
      dateNotification: '2025-03-01',
      datePublicationDonnees: '2031-01-01',
      titulaires: [{ titulaire: { id: '00002420800019', typeIdentifiant: 'SIRET', denominationSociale } }],
    })
    const write = await openFile(t, 'deux-noms.json')
    await importContracts(
      other,
      FIXED_CLOCK,
      await write(
        JSON.stringify({
          marches: [lot('Lot A', undefined), lot('Lot B', 'Ateliers'), lot('Lot C', 'Les Ateliers')],
        }),
      ),
    )
    const written: Package = JSON.parse(
      await text(
        await exportOcds(other, FIXED_CLOCK, publication, { ...EVERYTHING, format: 'json', uri: null }),
      ),
    )
    t.equal(written.releases.length, 1)
    t.strictSame([...faultsOfPackage(written), ...rulesBroken(written)], [])
  },
)

t.test('the rules see what the schema lets pass', async (t) => {
  const [release] = whole.releases as [Release]
  const [contract] = release.contracts as [Release['contracts'][number]]
  for (const wrong of [
    { buyer: { id: release.buyer.id, name: 'Un autre nom' } },
    { contracts: [{ ...contract, awardID: 'inconnu' }] },
    { contracts: [contract, contract] },
    {
      contracts: [
        { ...contract, period: { startDate: '2025-01-02T00:00:00Z', endDate: '2025-01-01T00:00:00Z' } },
      ],
    },
    { date: '2042-01-01T00:00:00Z' },
  ])
    t.ok(faultsByRules({ ...release, ...wrong }, whole.publishedDate).length > 0, Object.keys(wrong).join())
})

const REAL_DATA = process.env.REAL_DATA_DIR ?? ''
const skip = existsSync(join(REAL_DATA, 'decp')) ? false : 'REAL_DATA_DIR names no folder of real files'
t.test('real files make valid packages', { skip }, async (t) => {
  const { db: real } = await openTestDatabase(t)
  for (const file of ['v1-e-marchespublics.json', 'v2-small-dirty.json', 'flat-60-keys.json'])
    await importContracts(real, FIXED_CLOCK, join(REAL_DATA, 'decp', file))
  const written: Package = JSON.parse(
    await text(
      await exportOcds(real, FIXED_CLOCK, publication, { ...EVERYTHING, format: 'json', uri: null }),
    ),
  )
  t.ok(written.releases.length > 500)
  t.strictSame([...faultsOfPackage(written), ...rulesBroken(written)].slice(0, 5), [])
})
