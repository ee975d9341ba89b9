import fc from 'fast-check'
import t from 'tap'
import { parseCompany } from '../../src/import/parse-company.ts'
import { answerOn, type Unit } from '../support/company-api.ts'

const SIREN = '000024208'
const parse = (unit: Unit | null) => parseCompany(SIREN, answerOn(SIREN, unit))
const NOTHING = { isFound: true, legalCategory: null, isEss: null, isInclusive: null, structureKinds: [] }

for (const { title, unit, statement } of [
  { title: 'fields that are absent say nothing', unit: {}, statement: NOTHING },
  {
    title: 'fields that are null say nothing',
    unit: { nature_juridique: null, complements: null, activite_principale: null },
    statement: NOTHING,
  },
  {
    title: 'the legal category and "not found" as they are',
    unit: { nature_juridique: '5710', complements: { est_ess: false, est_siae: false, type_siae: null } },
    statement: { ...NOTHING, legalCategory: '5710', isEss: false, isInclusive: false },
  },
  {
    title: 'kinds written one after the other',
    unit: { complements: { est_ess: true, est_siae: true, type_siae: 'ETTI, ACI' } },
    statement: { ...NOTHING, isEss: true, isInclusive: true, structureKinds: ['ACI', 'ETTI'] },
  },
  {
    title: 'kinds written as a list in a text',
    unit: { complements: { est_siae: true, type_siae: "['EI', 'EI', 'OPCS']" } },
    statement: { ...NOTHING, isInclusive: true, structureKinds: ['EI'] },
  },
  {
    title: 'kinds written as a list',
    unit: { complements: { type_siae: ['ESAT', 'EA'] } },
    statement: { ...NOTHING, isInclusive: true, structureKinds: ['EA', 'ESAT'] },
  },
  {
    title: 'inclusive without a kind that is known',
    unit: { complements: { est_siae: true, type_siae: 'XYZ' } },
    statement: { ...NOTHING, isInclusive: true },
  },
  {
    title: 'a facilitator is no structure',
    unit: { complements: { est_siae: true, type_siae: 'OPCS' } },
    statement: NOTHING,
  },
])
  t.test(`${title}`, async (t) => {
    t.match(parse(unit), { fact: { siren: SIREN, siret: null, key: SIREN } })
    const parsed = parse(unit)
    t.strictSame('fact' in parsed && parsed.fact.statement, statement)
  })

t.test('names of natural persons, and those that refuse diffusion, are masked', async (t) => {
  for (const { title, unit, name, isNameMasked } of [
    {
      title: 'a company',
      unit: { nature_juridique: '5710' },
      name: `ENTREPRISE ${SIREN}`,
      isNameMasked: false,
    },
    {
      title: 'a sole trader',
      unit: { nature_juridique: '1000', nom_complet: 'JEANNE MARTIN' },
      name: 'JEANNE MARTIN',
      isNameMasked: true,
    },
    {
      title: 'a sole trader by the other field',
      unit: { nom_complet: 'JEANNE MARTIN', complements: { est_entrepreneur_individuel: true } },
      name: 'JEANNE MARTIN',
      isNameMasked: true,
    },
    {
      title: 'partial diffusion',
      unit: { statut_diffusion: 'P' },
      name: `ENTREPRISE ${SIREN}`,
      isNameMasked: true,
    },
    {
      title: 'partial diffusion under its former name',
      unit: { statut_diffusion: null, statut_diffusion_unite_legale: 'N' },
      name: `ENTREPRISE ${SIREN}`,
      isNameMasked: true,
    },
    {
      title: 'a name hidden by the API',
      unit: { nom_complet: '[NON-DIFFUSIBLE]' },
      name: null,
      isNameMasked: true,
    },
  ])
    t.match(parse(unit), { fact: { name, isNameMasked } }, title)
})

t.test('activity and state are kept beside, under the nomenclature they are in', async (t) => {
  const parsed = parse({ activite_principale_naf25: '81.30Y', etat_administratif: 'C' })
  t.strictSame('fact' in parsed && parsed.fact.details, {
    activity: '81.30Z',
    activity2025: '81.30Y',
    administrativeState: 'C',
  })
})

t.test('a unit that the API does not know is remembered as such', async (t) => {
  const parsed = parse(null)
  t.match(parsed, { fact: { siren: SIREN, key: `${SIREN}|introuvable`, name: null, isNameMasked: false } })
  t.strictSame('fact' in parsed && parsed.fact.statement, { ...NOTHING, isFound: false })
})

t.test('another shape, or another unit, is refused with what was wrong', async (t) => {
  for (const { title, body, value } of [
    { title: 'no object', body: null, value: /^réponse : null/ },
    { title: 'another object', body: { etablissement: {} }, value: /total_results, results : / },
    {
      title: 'a category that is no code',
      body: answerOn(SIREN, { nature_juridique: 'SAS' }),
      value: /nature_juridique/,
    },
    {
      title: 'a flag that is no answer',
      body: answerOn(SIREN, { complements: { est_ess: 'oui' } }),
      value: /est_ess/,
    },
    { title: 'another unit', body: answerOn('000024273', {}), value: '000024273' },
    { title: 'results lost', body: { results: [], total_results: 3 }, value: '' },
  ])
    t.match(
      parseCompany(SIREN, body),
      { problem: { code: 'answer-unexpected', column: SIREN, value } },
      title,
    )
})

t.test('the unit asked about is found among others', async (t) => {
  const [one, other] = [answerOn('000024273', {}), answerOn(SIREN, { nature_juridique: '9220' })]
  const body = { ...one, total_results: 2, results: [...one.results, ...other.results] }
  t.match(parseCompany(SIREN, body), { fact: { siren: SIREN, statement: { legalCategory: '9220' } } })
})

t.test('no answer makes the reader fail, and a fact is always on the SIREN asked about', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const parsed = parseCompany(SIREN, body)
        return 'problem' in parsed || parsed.fact.siren === SIREN
      }),
    ),
  )
})
