import type { Db } from '../database/connect.ts'
import { countInDoubt, type DoubtQuery, listSirensToAsk } from '../database/enrichment.ts'
import { addDays } from '../domain/dates/iso-date.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AnswerStore, ENRICHMENT_FORMAT } from './answer-store.ts'
import type { CompanySearch } from './company-search.ts'
import { explainSilence, explainStrangeAnswers } from './company-search-errors.ts'
import type { Ledger } from './ledger.ts'
import { parseCompany } from './parse-company.ts'

/** Answers written together: some seconds of questions, which is what a process killed in between has to ask again. */
const BATCH_SIZE = 25
/** So many questions without answer in a row, each asked several times: the API is down. */
const MOST_SILENCES = 3
const FEWEST_ANSWERS_TO_JUDGE = 10
const LARGEST_REFUSED_PERCENT = 50

export type EnrichmentOptions = DoubtQuery & {
  /** Most suppliers asked about; `null`: all those in doubt. */
  limit: number | null
  /** Days during which an answer is not asked again. */
  maxAgeDays: number
  /** Ask whatever the age of the answer known. */
  isAgain: boolean
  isDryRun: boolean
  abort: AbortSignal
  onProgress?: (asked: number, total: number) => void
}

/** Suppliers of the perimeter in doubt; `answered`: those the API answered within `maxAgeDays`, without removing the doubt. */
type Doubt = { suppliers: number; answered: number }

export type EnrichmentLedger = Ledger & {
  source: 'company-search'
  listedOn: string
  perimeter: string
  /** Suppliers to ask about, the limit applied. */
  toAsk: number
  /** Of the answers: units the API knows, and those it does not. */
  found: number
  notFound: number
  /** Before and after the run; equal in a trial. */
  inDoubt: { before: Doubt; after: Doubt }
}

/** What became of a run. `stop`: what ended it before the last supplier; what was answered until then is stored. */
export type Enrichment = { ledger: EnrichmentLedger; stop: Error | null }

async function askEach(
  search: CompanySearch,
  sirens: readonly string[],
  store: AnswerStore,
  { abort, onProgress }: EnrichmentOptions,
): Promise<void> {
  let silences = 0
  for (const [index, siren] of sirens.entries()) {
    abort.throwIfAborted()
    const answer = await search.ask(siren)
    const parsed = 'problem' in answer ? answer : parseCompany(siren, answer.body)
    store.add(index + 1, parsed)
    onProgress?.(index + 1, sirens.length)
    const isSilent = 'problem' in parsed && parsed.problem.code === 'answer-missing'
    silences = isSilent ? silences + 1 : 0
    if (isSilent && silences === MOST_SILENCES) throw explainSilence(parsed.problem.value, search.address)
    const { read, rejected } = store
    if (read >= FEWEST_ANSWERS_TO_JUDGE && rejected * 100 > read * LARGEST_REFUSED_PERCENT)
      throw explainStrangeAnswers(rejected, read, search.address)
    if (store.pending >= BATCH_SIZE) await store.flush()
  }
}

/**
 * Asks the State's company directory about the suppliers whose verdict is undetermined in a perimeter, the most euros first, and
 * decides their verdicts again. Answers are stored in batches as they come, all under one import, which can be undone. A trial
 * only counts who would be asked.
 */
export async function enrichSuppliers(
  db: Db,
  clock: Clock,
  search: CompanySearch,
  options: EnrichmentOptions,
): Promise<Enrichment> {
  const today = todayOf(clock)
  const since = addDays(today, 1 - options.maxAgeDays)
  const before = await countInDoubt(db, options, since)
  const sirens = await listSirensToAsk(db, options, {
    since: options.isAgain ? null : since,
    limit: options.limit,
  })
  const store = new AnswerStore(db, clock, { host: new URL(search.address).host, listedOn: today, sirens })
  let stop: Error | null = null
  if (!options.isDryRun) {
    await askEach(search, sirens, store, options).catch((error: Error) => {
      stop = error
    })
    await store.flush()
  }
  const after = store.importId === null ? before : await countInDoubt(db, options, since)
  const ledger: EnrichmentLedger = {
    ...store.ledger,
    format: ENRICHMENT_FORMAT,
    source: 'company-search',
    listedOn: today,
    perimeter: options.perimeter,
    toAsk: sirens.length,
    found: store.found,
    notFound: store.notFound,
    inDoubt: { before, after },
  }
  return { ledger, stop }
}
