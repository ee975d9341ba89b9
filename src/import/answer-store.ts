import { createHash } from 'node:crypto'
import type { Db } from '../database/connect.ts'
import { findNewerList } from '../database/fact-history.ts'
import {
  appendStagedFacts,
  createFactStaging,
  type NewList,
  type StagedFact,
} from '../database/fact-staging.ts'
import { insertList, mergeStagedFacts } from '../database/facts.ts'
import { explainFailure } from '../database/failures.ts'
import {
  appendProblemText,
  findImport,
  finishImport,
  insertImport,
  lockImports,
} from '../database/imports.ts'
import { toProblemText } from '../database/problem-text.ts'
import type { Problem } from '../domain/problem/problem.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { type Ledger, ProblemGroups } from './ledger.ts'
import { linkNames } from './link-names.ts'
import { reclassify } from './reclassify.ts'

/** Names the answers of the API among the formats of imports and lists. */
export const ENRICHMENT_FORMAT = 'recherche-entreprises'

/** The run: which API, on which day, about whom. */
type Run = { host: string; listedOn: string; sirens: readonly string[] }
type Answered = { line: number; fact: StagedFact } | { line: number; problem: Problem }

/**
 * Where the answers of a run go: one import, opened with the first answer that can be used and closed again after each batch, so
 * that its counts are true at any moment. A run without any usable answer leaves no import.
 */
export class AnswerStore {
  readonly #db: Db
  readonly #clock: Clock
  readonly #run: Run
  readonly #startedAt: Date
  readonly #groups = new ProblemGroups()
  #importId: bigint | null = null
  #pending: Answered[] = []
  #counts = { read: 0, stored: 0, updated: 0, unchanged: 0, rejected: 0, notKept: 0 }
  read = 0
  rejected = 0
  found = 0
  notFound = 0

  constructor(db: Db, clock: Clock, run: Run) {
    this.#db = db
    this.#clock = clock
    this.#run = run
    this.#startedAt = clock.now()
  }

  /** Takes the answer on the supplier of this rank; `flush` writes it. */
  add(line: number, answer: { fact: Omit<StagedFact, 'line'> } | { problem: Problem }): void {
    this.read++
    if ('problem' in answer) {
      this.rejected++
      this.#groups.add(line, answer.problem)
      this.#pending.push({ line, problem: answer.problem })
      return
    }
    if (answer.fact.statement.isFound) this.found++
    else this.notFound++
    this.#pending.push({ line, fact: { ...answer.fact, line } })
  }

  get pending(): number {
    return this.#pending.length
  }

  get importId(): number | null {
    return this.#importId === null ? null : Number(this.#importId)
  }

  /** The import of this run, locked against others; nobody may have undone it or begun another run meanwhile. */
  async #open(trx: Db): Promise<bigint> {
    if (this.#importId === null) return this.#begin(trx)
    await lockImports(trx)
    const known = await findImport(trx, this.#importId)
    const newer = await findNewerList(trx, this.#importId)
    if (known && !known.undone_at && !newer) return this.#importId
    throw new AppError(
      'import-in-use',
      newer
        ? `Une autre recherche (import n° ${newer.import_id}) a commencé depuis : celle-ci s'arrête. Laissez-la finir, puis relancez la même commande.`
        : `L'import n° ${this.#importId} a été annulé pendant la recherche : elle s'arrête. Relancez la même commande pour reprendre.`,
    )
  }

  async #begin(trx: Db): Promise<bigint> {
    const { host, sirens } = this.#run
    const importId = await insertImport(trx, {
      kind: 'reference',
      format: ENRICHMENT_FORMAT,
      fileName: host,
      fileDigest: createHash('sha256').update(sirens.join('\n')).digest('hex'),
      byteSize: 0,
      startedAt: this.#startedAt,
    })
    await insertList(trx, this.#listOf(importId))
    return importId
  }

  #listOf(importId: bigint): NewList {
    return {
      importId,
      source: 'company-search',
      format: ENRICHMENT_FORMAT,
      listedOn: this.#run.listedOn,
      isComplete: false,
      covers: 'ess',
    }
  }

  /** Writes what was answered since the last time, with the verdicts that change, in one transaction. */
  async flush(): Promise<void> {
    const facts = this.#pending.flatMap((one) => ('fact' in one ? [one.fact] : []))
    if (this.#pending.length === 0 || (this.#importId === null && facts.length === 0)) return
    const written = await this.#db
      .transaction()
      .execute(async (trx) => {
        const importId = await this.#open(trx)
        await createFactStaging(trx)
        await appendStagedFacts(trx, facts)
        const merged = await mergeStagedFacts(trx, this.#listOf(importId))
        const problems = this.#pending.flatMap((one) =>
          'problem' in one ? [toProblemText(importId, one.line, one.problem)] : [],
        )
        await appendProblemText(trx, Buffer.from(problems.join('')))
        const sirens = facts.map(({ siren }) => siren)
        await reclassify(trx, this.#clock, { sirens }, { kind: 'enrichment', importId })
        await linkNames(trx, this.#clock)
        const counts = {
          read: this.#counts.read + this.#pending.length,
          stored: this.#counts.stored + merged.stored,
          updated: this.#counts.updated + merged.updated,
          unchanged: this.#counts.unchanged + merged.unchanged,
          rejected: this.#counts.rejected + problems.length,
          notKept: this.#counts.notKept + merged.outdated,
        }
        await finishImport(trx, importId, counts, counts.stored + counts.updated > 0, this.#clock.now())
        return { importId, counts }
      })
      .catch((error: Error) => {
        throw explainFailure(error)
      })
    this.#importId = written.importId
    this.#counts = written.counts
    this.#pending = []
  }

  /** What became of the answers; those of a run without import are all refused. */
  get ledger(): Ledger {
    const counts =
      this.#importId === null ? { ...this.#counts, read: this.read, rejected: this.rejected } : this.#counts
    return {
      file: this.#run.host,
      format: ENRICHMENT_FORMAT,
      importId: this.importId,
      ...counts,
      problems: this.#groups.list,
      ignoredColumns: [],
      sheets: [],
    }
  }
}
