import type { Argv } from 'yargs'
import type { Db } from '../database/connect.ts'
import type { StateThresholds } from '../domain/insertion/clause-state.ts'
import { AppError } from '../platform/errors.ts'
import { type ClauseReport, reportClause } from '../reports/insertion-clause-history.ts'
import { type CliContext, withDatabase } from './context.ts'
import { formatClause } from './insertion-format.ts'
import { numberOf } from './insertion-options.ts'
import { EXIT } from './output.ts'
import { nameOfUser } from './profile-commands.ts'

/** The clause of this number. Throws `not-found`. */
export async function clauseOf(
  db: Db,
  { clock }: CliContext,
  id: number,
  read: { on?: string | null; thresholds?: Partial<StateThresholds> } = {},
): Promise<ClauseReport> {
  const report = await reportClause(db, clock, id, read)
  if (report) return report
  throw new AppError('not-found', `Aucune clause d’insertion n’a le numéro ${id}.`)
}

/** Answers in JSON where asked, in French otherwise. */
export function show<T>(
  { output }: CliContext,
  isJson: boolean,
  answer: T,
  format: (answer: T) => string,
): number {
  output.out(isJson ? JSON.stringify(answer) : format(answer))
  return EXIT.done
}

export const withNumber = <T>(yargs: Argv<T>) =>
  yargs.positional('numero', { type: 'string', demandOption: true, describe: 'Numéro de la clause' })

/** Who writes and why, declared to the argument parser. */
export const BY = {
  by: { type: 'string', describe: 'Auteur (par défaut : votre compte sur cette machine)' },
  reason: { type: 'string', describe: 'Motif' },
} as const

export const byOf = ({ by, reason }: { by?: string | undefined; reason?: string | undefined }) => ({
  author: by ?? nameOfUser(),
  reason: reason ?? null,
})

/** How an action changes a clause: it does the work, then shows the clause as it is now. */
export const changeWith =
  (context: CliContext, run: (work: Promise<number>) => Promise<void>) =>
  (numero: string, isJson: boolean, work: (db: Db, id: number) => Promise<unknown>) =>
    run(
      withDatabase(context, async ({ db }) => {
        const id = numberOf('Clause', numero)
        await clauseOf(db, context, id)
        await work(db, id)
        return show(context, isJson, await clauseOf(db, context, id), formatClause)
      }),
    )
