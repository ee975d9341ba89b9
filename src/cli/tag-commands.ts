import type { Argv } from 'yargs'
import { TRANSITION_TITLES, TRANSITIONS } from '../domain/contract-filter/transition.ts'
import { AppError } from '../platform/errors.ts'
import { reportTags, saveTags } from '../reports/contract-tags.ts'
import { reportTransitions, saveTransitions } from '../reports/transitions.ts'
import { type CliContext, withDatabase } from './context.ts'
import { oneOf } from './contract-filter-options.ts'
import { formatCount } from './format.ts'
import { formatTable } from './format-table.ts'
import { EXIT } from './output.ts'

const CHOICES = [...TRANSITIONS, 'none'] as const
const LONGEST_TAG = 60

const runTransitions = (context: CliContext, isJson: boolean) =>
  withDatabase(context, async ({ db }) => {
    const rules = await reportTransitions(db)
    const rows = rules.map(({ cpvPrefix, transitions }) => [
      cpvPrefix,
      transitions.map((transition) => TRANSITION_TITLES[transition]).join(', '),
    ])
    context.output.out(isJson ? JSON.stringify(rules) : formatTable(['CPV', 'transitions'], rows, []))
    return EXIT.done
  })

async function runSetTransitions(context: CliContext, cpvPrefix: string, values: readonly string[]) {
  if (!/^\d{2,8}$/.test(cpvPrefix))
    throw new AppError('bad-usage', `CPV « ${cpvPrefix} » : de 2 à 8 chiffres attendus, sans clé.`)
  const transitions = values.map((value) => oneOf('transition', value, CHOICES))
  return withDatabase(context, async ({ db }) => {
    await saveTransitions(db, context.clock, { cpvPrefix, transitions })
    context.output.out(
      transitions.length === 0
        ? `${cpvPrefix} est retiré de la table : un début plus court décide.`
        : `${cpvPrefix} : ${transitions.map((transition) => TRANSITION_TITLES[transition]).join(', ')}.`,
    )
    return EXIT.done
  })
}

type Run = (work: Promise<number>) => Promise<void>

/** `transitions`: which transition a purchase serves, by its CPV code. */
export const transitionCommands = (context: CliContext, run: Run) => ({
  command: 'transitions <action>',
  describe: 'Quelle transition sert un achat, d’après son code CPV',
  handler: () => undefined,
  builder: (y: Argv) =>
    y
      .command('list', 'La table', {}, (args) => run(runTransitions(context, args.json as boolean)))
      .command(
        'set <cpv> [transitions..]',
        'Dire ce que sert un début de code ; sans transition, le retirer de la table',
        (z) =>
          z
            .positional('cpv', { type: 'string', demandOption: true, describe: 'Début du code CPV' })
            .positional('transitions', {
              type: 'string',
              array: true,
              default: [],
              describe: CHOICES.join(', '),
            }),
        (args) => run(runSetTransitions(context, args.cpv, args.transitions)),
      )
      .demandCommand(1, 'Action attendue : list ou set.'),
})

async function runSetTags(context: CliContext, contractId: string, tags: readonly string[]) {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(contractId))
    throw new AppError(
      'bad-usage',
      `Marché « ${contractId} » : identifiant de ce service attendu (UUID, dans les listes de marchés).`,
    )
  const wrong = tags.find((tag) => tag.trim() !== tag || tag === '' || tag.length > LONGEST_TAG)
  if (wrong !== undefined)
    throw new AppError(
      'bad-usage',
      `Étiquette « ${wrong} » : de 1 à ${LONGEST_TAG} caractères, sans espace autour.`,
    )
  return withDatabase(context, async ({ db }) => {
    await saveTags(db, context.clock, contractId, tags)
    context.output.out(
      tags.length === 0 ? 'Le marché n’a plus d’étiquette.' : `Étiquettes du marché : ${tags.join(', ')}.`,
    )
    return EXIT.done
  })
}

const runTags = (context: CliContext, isJson: boolean) =>
  withDatabase(context, async ({ db }) => {
    const found = await reportTags(db)
    const rows = found.map(({ tag, contracts }) => [tag, formatCount(contracts)])
    const text = found.length === 0 ? 'Aucune étiquette.' : formatTable(['étiquette', 'marchés'], rows, [1])
    context.output.out(isJson ? JSON.stringify(found) : text)
    return EXIT.done
  })

/** `tags`: words put on contracts, to filter and break figures down by. */
export const tagCommands = (context: CliContext, run: Run) => ({
  command: 'tags <action>',
  describe: 'Étiquettes mises sur des marchés',
  handler: () => undefined,
  builder: (y: Argv) =>
    y
      .command('list', 'Les étiquettes', {}, (args) => run(runTags(context, args.json as boolean)))
      .command(
        'set <marche> [etiquettes..]',
        'Remplacer les étiquettes d’un marché ; sans étiquette, les retirer',
        (z) =>
          z
            .positional('marche', {
              type: 'string',
              demandOption: true,
              describe: 'Identifiant du marché (UUID)',
            })
            .positional('etiquettes', { type: 'string', array: true, default: [], describe: 'Étiquettes' }),
        (args) => run(runSetTags(context, args.marche, args.etiquettes)),
      )
      .demandCommand(1, 'Action attendue : list ou set.'),
})
