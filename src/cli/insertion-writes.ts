import type { Argv } from 'yargs'
import { CLAUSE_BASIS_IDS } from '../domain/insertion/clause-basis.ts'
import type { ClauseTerms } from '../domain/insertion/clause-terms.ts'
import { type ContractPointer, changeClause, createClause } from '../import/insertion-clauses.ts'
import { addDue } from '../import/insertion-dues.ts'
import { todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { type CliContext, withDatabase } from './context.ts'
import { dayOf } from './contract-filter-options.ts'
import { BY, byOf, changeWith, clauseOf, show, withNumber } from './insertion-answer.ts'
import { formatClause } from './insertion-format.ts'
import { basesOf, DUE_OPTIONS, dueOf, numberOf } from './insertion-options.ts'

const TERMS = {
  title: { type: 'string', describe: 'Intitulé (par défaut : l’objet du marché)' },
  facilitator: { type: 'string', describe: 'Facilitateur de la clause' },
  start: { type: 'string', describe: 'Premier jour d’exécution, AAAA-MM-JJ' },
  end: { type: 'string', describe: 'Dernier jour d’exécution, AAAA-MM-JJ' },
} as const

type TermArguments = {
  title?: string | undefined
  facilitator?: string | undefined
  start?: string | undefined
  end?: string | undefined
}

const termsOf = ({ title, facilitator, start, end }: TermArguments): Partial<ClauseTerms> => ({
  ...(title !== undefined && { title }),
  ...(facilitator !== undefined && { facilitator }),
  ...(start !== undefined && { startsOn: dayOf('start', start) }),
  ...(end !== undefined && { endsOn: dayOf('end', end) }),
})

function pointerOf(args: {
  contract?: string | undefined
  buyer?: string | undefined
  number?: string | undefined
  lot?: string | undefined
}): ContractPointer {
  const { contract, buyer, number, lot = null } = args
  if (contract !== undefined && /^[0-9a-f-]{36}$/i.test(contract)) return { contractId: contract }
  if (buyer !== undefined && number !== undefined) return { buyer, sourceId: number, lot }
  throw new AppError(
    'bad-usage',
    'Marché attendu : --contract IDENTIFIANT (celui que donne « clauses to-complete »), ou --buyer SIRET --number NUMÉRO [--lot LOT].',
  )
}

/** The actions of `clauses` that write. */
export function declareClauseWrites(
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const { clock } = context
  const change = changeWith(context, run)
  const decide = (
    name: 'close' | 'waive' | 'cancel',
    field: 'closed' | 'waived' | 'cancelled',
    describe: string,
  ) =>
    [
      `${name} <numero>`,
      describe,
      (y: Argv<{ json: boolean }>) =>
        withNumber(y)
          .option('on', { type: 'string', describe: 'Jour d’effet, AAAA-MM-JJ (par défaut : aujourd’hui)' })
          .options({ by: BY.by, reason: { ...BY.reason, demandOption: true } }),
      (args: {
        numero: string
        json: boolean
        on?: string | undefined
        by?: string | undefined
        reason: string
      }) => {
        const decision = { on: dayOf('on', args.on) ?? todayOf(clock), reason: args.reason }
        return change(args.numero, args.json, (db, id) =>
          changeClause(db, clock, id, { [field]: decision }, byOf(args)),
        )
      },
    ] as const
  return yargs
    .command(
      'create',
      'Enregistrer une clause sur un marché',
      (y) =>
        y
          .option('contract', { type: 'string', describe: 'Identifiant du marché dans ce service' })
          .option('buyer', { type: 'string', describe: 'Ou bien : SIRET ou SIREN de l’acheteur…' })
          .option('number', { type: 'string', describe: '… numéro du marché, importé ou non…' })
          .option('lot', { type: 'string', describe: '… et lot' })
          .option('basis', {
            type: 'string',
            array: true,
            nargs: 1,
            demandOption: true,
            describe: `Fondement, peut se répéter : ${CLAUSE_BASIS_IDS.join(', ')}`,
          })
          .options({ ...TERMS, ...DUE_OPTIONS, ...BY }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const terms = { ...termsOf(args), bases: basesOf(args.basis) }
            const clause = { contract: pointerOf(args), terms, due: dueOf(args, terms.startsOn ?? null) }
            const id = await createClause(db, clock, clause, byOf(args))
            return show(context, args.json, await clauseOf(db, context, id), formatClause)
          }),
        ),
    )
    .command(
      'change <numero>',
      'Changer les termes d’une clause ; ceux d’avant restent dans l’historique',
      (y) =>
        withNumber(y)
          .options({ ...TERMS, ...BY })
          .option('basis', {
            type: 'string',
            array: true,
            nargs: 1,
            describe: 'Fondements, à la place de ceux d’avant',
          })
          .option('detach', {
            type: 'boolean',
            default: false,
            describe: 'Rattacher au marché par son seul numéro',
          }),
      (args) =>
        change(args.numero, args.json, (db, id) => {
          const bases = args.basis && { bases: basesOf(args.basis) }
          return changeClause(
            db,
            clock,
            id,
            { ...termsOf(args), ...bases, isDetached: args.detach },
            byOf(args),
          )
        }),
    )
    .command(
      'due <numero>',
      'Ajouter aux heures dues : avenant, reconduction, facture, correction',
      (y) =>
        withNumber(y)
          .options({ ...DUE_OPTIONS, ...BY })
          .option('replaces', { type: 'string', describe: 'Numéro de l’entrée que celle-ci corrige' }),
      (args) =>
        change(args.numero, args.json, (db, id) => {
          const due = dueOf(args, null)
          if (due === null)
            throw new AppError('bad-usage', 'Heures dues attendues : --hours HEURES, ou --method.')
          const replaces = args.replaces === undefined ? null : BigInt(numberOf('--replaces', args.replaces))
          return db
            .transaction()
            .execute((trx) =>
              addDue(trx, clock, id, { ...due, replaces, note: args.reason ?? null }, byOf(args)),
            )
        }),
    )
    .command(...decide('close', 'closed', 'Clore une clause dont l’exécution est terminée'))
    .command(...decide('waive', 'waived', 'Lever une clause, avec le motif'))
    .command(
      ...decide('cancel', 'cancelled', 'Annuler une clause saisie par erreur : gardée, elle ne compte plus'),
    )
}
