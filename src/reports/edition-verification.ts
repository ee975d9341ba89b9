import type { Db } from '../database/connect.ts'
import { findEditionFile, type StoredEdition } from '../database/editions.ts'
import { canonicalJson } from '../domain/edition/canonical-json.ts'
import type { Cause } from '../domain/edition/cause.ts'
import { type ContractChange, compareContracts, yearsOfChange } from '../domain/edition/compare-contracts.ts'
import { compareFigures, type EditionFigure, type FigureChange } from '../domain/edition/compare-figures.ts'
import type { CountedContract } from '../domain/edition/counted-contract.ts'
import { CONTRACTS_FILE, type EditionStatement, FIGURES_FILE } from '../domain/edition/edition.ts'
import type { PlanDocument } from '../domain/plan/plan-document.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { listCountedContracts } from './counted-contracts.ts'
import { causeOf, explainContracts, explainInsertion, explainPlans } from './edition-causes.ts'
import { canonicalFigures, composeEdition, type EditionContent } from './edition-content.ts'
import { type IntegrityFault, listIntegrityFaults } from './edition-integrity.ts'
import { parseJson, readStatement } from './edition-statement.ts'
import { getStoredEdition, SOFTWARE_VERSION, versionOf } from './editions.ts'
import { digestOf } from './publication-package.ts'
import { listSources } from './sources.ts'

/** A figure that is no longer what was published. `causes`: ids of `causes` of the verification. */
export type ExplainedChange = FigureChange & { causes: string[] }

/** A contract that no longer counts as it did. */
export type ExplainedContract = {
  id: string
  change: 'added' | 'removed' | 'changed'
  /** The figures it changes. */
  keys: string[]
  causes: string[]
}

export type EditionVerification = {
  id: number
  checkedAt: string
  withdrawn: boolean
  /** `identical`: today's data and code give the very figures; `unreadable`: what was frozen was tampered with, so that none can be compared. */
  result: 'identical' | 'changed' | 'unreadable'
  integrity: { isIntact: boolean; faults: IntegrityFault[] }
  /** `null`: the edition no longer says what it is about. */
  digests: { published: string | null; today: string | null }
  /** Why nothing can be computed today: the buyer or the plan is no longer known, every figure is then gone; or the edition is unreadable. */
  obstacle: string | null
  /** Each with how many figures and contracts it changes. */
  causes: (Cause & { figures: number; contracts: number })[]
  changes: ExplainedChange[]
  contracts: ExplainedContract[]
}

const NOT_ESTABLISHED = causeOf(
  'not-established',
  'Cause non établie : aucun import, aucune décision, aucun plan ni aucune version enregistrés ne l’expliquent.',
)

type Frozen = { figures: EditionFigure[]; contracts: CountedContract[] }

/** What was frozen; `null` when it is no longer that, whatever the digests say. */
async function readFrozen(db: Db, { id }: StoredEdition): Promise<Frozen | null> {
  const parse = async (name: string) => parseJson(String(await findEditionFile(db, id, name)))
  const written = (await parse(FIGURES_FILE)) as { figures?: EditionFigure[] } | null | undefined
  const figures = written?.figures
  const contracts = (await parse(CONTRACTS_FILE)) as CountedContract[] | null | undefined
  return Array.isArray(figures) && Array.isArray(contracts) ? { figures, contracts } : null
}

const UNREADABLE =
  'ce que l’édition dit d’elle-même n’est plus lisible, ni de quel acheteur et de quelles années sont ses chiffres.'

/** What each figure is about: a perimeter, or `null`. */
const perimetersOf = ({ counted }: EditionContent) =>
  new Map(counted.map(({ key, query: { test } }) => [key, 'perimeter' in test ? test.perimeter : null]))

/** The ids of the plans that are no longer what they were, those that came and those that went. */
function changedPlans(before: readonly PlanDocument[], after: readonly PlanDocument[]): string[] {
  const written = (plans: readonly PlanDocument[], id: string) =>
    canonicalJson(plans.find((plan) => plan.id === id))
  const ids = [...new Set([...before, ...after].map(({ id }) => id))]
  return ids.filter((id) => written(before, id) !== written(after, id))
}

const PROVISIONAL = ' (provisoire)'

/** Whether a figure tells of a year: its own, or one of the days that the key of a target over another period gives. */
function isOfYear({ key, year }: Pick<EditionFigure, 'key' | 'year'>, asked: number): boolean {
  const days = /^(\d{4})-\d{2}-\d{2}\/(\d{4})-/.exec(key ?? '')
  return days === null ? asked === year : asked >= Number(days[1]) && asked <= Number(days[2])
}

/** Only the word "provisional" fell from the note: the year ended since. */
const isYearOver = ({ before, after }: FigureChange): boolean =>
  before !== null &&
  after !== null &&
  before.value === after.value &&
  before.note === `${after.note}${PROVISIONAL}`

/** The reasons of a figure of a target: the plan first, when it changed. */
function planOf(change: FigureChange): string | null {
  const [plan, target] = change.indicator.split('/')
  return target === undefined ? null : (plan ?? null)
}

async function explain(
  db: Db,
  clock: Clock,
  statement: EditionStatement,
  frozen: Frozen,
  today: EditionContent,
): Promise<Pick<EditionVerification, 'causes' | 'changes' | 'contracts'>> {
  const since = new Date(statement.publishedAt)
  const { context } = statement
  const contracts = await listCountedContracts(db, today.counted)
  const contractChanges = compareContracts(frozen.contracts, contracts)
  const explainContract = await explainContracts(db, clock, contractChanges, {
    since,
    perimeters: perimetersOf(today),
    rules: { before: context.rulesVersion, after: today.context.rulesVersion },
  })
  const plans = changedPlans(context.plans, today.plans)
  const planCauses = await explainPlans(db, since, plans)
  const insertionCauses = await explainInsertion(db, since)
  const causesOfContract = (change: ContractChange, key: string): Cause[] => {
    const ofPlan = planCauses.get(key.split('/')[0] ?? '') ?? []
    return [...ofPlan, ...explainContract(change, key)]
  }
  const fallback: Cause[] =
    context.softwareVersion === SOFTWARE_VERSION
      ? [NOT_ESTABLISHED]
      : [
          causeOf(
            'software-version',
            `Version du logiciel : ${context.softwareVersion} à la publication, ${SOFTWARE_VERSION} aujourd’hui ; aucun marché ni plan enregistré n’explique ce chiffre.`,
          ),
        ]
  const publishedOn = todayOf({ now: () => since })
  const causesOfFigure = (change: FigureChange): Cause[] => {
    const found: Cause[] = contractChanges
      .filter(
        (contract) =>
          contract.keys.includes(change.indicator) &&
          yearsOfChange(contract).some((year) => isOfYear(change, year)),
      )
      .flatMap((contract) => causesOfContract(contract, change.indicator))
    found.push(...(planCauses.get(planOf(change) ?? '') ?? []))
    if (change.section === 'insertion' || change.section === 'objectif en heures')
      found.push(...insertionCauses)
    if (isYearOver(change) && `${change.year}-12-31` >= publishedOn)
      found.push(
        causeOf(
          'year-over',
          'Une année qui n’était pas finie à la publication l’est : les verdicts ne sont plus provisoires.',
        ),
      )
    return found.length > 0 ? found : fallback
  }

  const causes = new Map<string, Cause & { figures: number; contracts: number }>()
  const count = (found: readonly Cause[], of: 'figures' | 'contracts'): string[] => {
    const unique = new Map(found.map((cause) => [cause.id, cause]))
    for (const cause of unique.values()) {
      const known = causes.get(cause.id) ?? { ...cause, figures: 0, contracts: 0 }
      known[of] += 1
      causes.set(cause.id, known)
    }
    return [...unique.keys()]
  }
  const changes = compareFigures(frozen.figures, today.figures).map((change) => ({
    ...change,
    causes: count(causesOfFigure(change), 'figures'),
  }))
  const explained = contractChanges.map((change) => {
    const found = change.keys.flatMap((key) => causesOfContract(change, key))
    return {
      id: change.id,
      change: change.before === null ? 'added' : change.after === null ? 'removed' : 'changed',
      keys: change.keys,
      causes: count(found.length > 0 ? found : fallback, 'contracts'),
    } satisfies ExplainedContract
  })
  return { causes: [...causes.values()], changes, contracts: explained }
}

/** What the parameters give today; nothing, and why, when the buyer or the plan is no longer known. */
async function composeToday(
  db: Db,
  clock: Clock,
  { parameters }: EditionStatement,
): Promise<{ obstacle: string | null; content: EditionContent }> {
  try {
    return { obstacle: null, content: await composeEdition(db, clock, parameters, false) }
  } catch (error) {
    if (!(error instanceof AppError) || !['not-found', 'bad-usage'].includes(error.code)) throw error
    const { sources, asOf } = await listSources(db)
    const context = { sources, asOf, rulesVersion: RULES_VERSION }
    return {
      obstacle: error.message,
      content: { figures: [], counted: [], plans: [], files: [], context },
    }
  }
}

/**
 * Whether an edition still says what today's data and code say, and whether its bytes are those that were published. What changed is
 * named figure by figure, with the causes that the ledgers establish. Throws `not-found`, what the reports throw, and `data-changed`.
 */
export async function verifyEdition(db: Db, clock: Clock, id: number): Promise<EditionVerification> {
  const edition = await getStoredEdition(db, id)
  const statement = readStatement(edition)
  const faults = await listIntegrityFaults(db, edition)
  const found = {
    id,
    checkedAt: clock.now().toISOString(),
    withdrawn: edition.withdrawal !== null,
    integrity: { isIntact: faults.length === 0, faults },
    causes: [],
    changes: [],
    contracts: [],
  }
  if (statement === null) {
    const digests = { published: null, today: null }
    return { ...found, digests, obstacle: UNREADABLE, result: 'unreadable' }
  }
  const version = await versionOf(db)
  const { obstacle, content: today } = await composeToday(db, clock, statement)
  const digests = {
    published: statement.figuresDigest,
    today: digestOf(canonicalFigures(statement.parameters, today.figures)),
  }
  const verification = { ...found, digests, obstacle }
  if (digests.published === digests.today) return { ...verification, result: 'identical' }
  const isTampered = faults.some(({ name }) => name === FIGURES_FILE || name === CONTRACTS_FILE)
  const frozen = isTampered ? null : await readFrozen(db, edition)
  if (frozen === null) return { ...verification, result: 'unreadable' }
  const explained = await explain(db, clock, statement, frozen, today)
  if ((await versionOf(db)) !== version)
    throw new AppError(
      'data-changed',
      'Les données ont changé pendant la vérification (un import s’est terminé entre-temps) : recommencez.',
    )
  return { ...verification, result: 'changed', ...explained }
}
