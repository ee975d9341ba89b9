import type { Argv } from 'yargs'
import { parsePeriod } from '../domain/dates/period.ts'
import { UNKNOWN_HOURS } from '../domain/insertion/hours-record.ts'
import { correctHours, recordHours } from '../import/insertion-hours.ts'
import { AppError } from '../platform/errors.ts'
import type { CliContext } from './context.ts'
import { BY, byOf, changeWith, withNumber } from './insertion-answer.ts'
import { hundredthsOf, numberOf } from './insertion-options.ts'

function periodOf(text: string) {
  const period = parsePeriod(text)
  if (period) return period
  throw new AppError(
    'bad-usage',
    `--period « ${text} » : mois (2025-03), année ou jours (2025-01-01/2025-03-31) attendus.`,
  )
}

/** The actions of `clauses` that write hours done. */
export function declareHourWrites(
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock } = context
  const change = changeWith(context, run)
  return yargs
    .command(
      'add-hours <numero>',
      'Enregistrer des heures réalisées, d’une personne (un code, jamais un nom) ou en total',
      (y) =>
        withNumber(y)
          .option('person', { type: 'string', describe: 'Code de la personne (P-017) ; sans lui, un total' })
          .option('period', {
            type: 'string',
            demandOption: true,
            describe: 'Mois, année ou jours : 2025-03',
          })
          .option('hours', { type: 'string', demandOption: true, describe: 'Heures : 151,67 ou 7h30' })
          .option('employer', { type: 'string', describe: 'SIREN de l’employeur' })
          .option('validated', { type: 'boolean', describe: 'Heures validées' })
          .options(BY),
      (args) =>
        change(args.numero, args.json, (db, id) =>
          recordHours(
            db,
            clock,
            id,
            {
              ...UNKNOWN_HOURS,
              ...periodOf(args.period),
              person: args.person ?? null,
              hundredths: hundredthsOf('hours', args.hours),
              employerSiren: args.employer ?? null,
              isValidated: args.validated ?? null,
            },
            byOf(args),
          ),
        ),
    )
    .command(
      'correct-hours <numero> <releve>',
      'Corriger, valider ou retirer un relevé ; ce qu’il disait reste dans son historique',
      (y) =>
        withNumber(y)
          .positional('releve', {
            type: 'string',
            demandOption: true,
            describe: 'Numéro du relevé (clauses hours)',
          })
          .option('hours', { type: 'string', describe: 'Heures justes' })
          .option('validated', { type: 'boolean', describe: 'Validées, ou --no-validated' })
          .option('withdraw', { type: 'boolean', describe: 'Ne plus les compter' })
          .options(BY),
      (args) =>
        change(args.numero, args.json, (db, id) => {
          const changes = {
            ...(args.hours !== undefined && { hundredths: hundredthsOf('hours', args.hours) }),
            ...(args.validated !== undefined && { isValidated: args.validated }),
            ...(args.withdraw !== undefined && { isWithdrawn: args.withdraw }),
          }
          const statement = BigInt(numberOf('Relevé', args.releve))
          return correctHours(db, clock, { clauseId: id, id: statement }, changes, byOf(args))
        }),
    )
}
