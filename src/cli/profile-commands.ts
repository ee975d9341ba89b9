import { userInfo } from 'node:os'
import { basename } from 'node:path'
import type { Argv } from 'yargs'
import { PROFILE_KINDS, type ProfileKind } from '../database/mapping-profiles.ts'
import { RAW_HOURS_FIELDS } from '../domain/insertion/raw-hours.ts'
import { CONTRACT_COLUMNS } from '../import/contract-columns.ts'
import {
  type DescribedProfile,
  deleteProfile,
  getProfile,
  listDescribedProfiles,
  readTitlesOf,
  saveProfile,
} from '../import/mapping-profiles.ts'
import { withOnlyFile } from '../import/unpack.ts'
import { AppError } from '../platform/errors.ts'
import { type CliContext, withDatabase } from './context.ts'
import { formatTable } from './format-table.ts'
import { EXIT } from './output.ts'

/** Every profile is listed: there is one per layout, so a few dozen. */
const MOST_PROFILES = 10_000

/** Who runs the command, as the machine names them; `null` when it does not. */
export function nameOfUser(): string | null {
  try {
    return userInfo().username
  } catch {
    return null
  }
}

function readNumber(id: string): number {
  if (/^[1-9]\d{0,8}$/.test(id)) return Number(id)
  throw new AppError('bad-usage', `Profil « ${id} » : numéro attendu, celui que donne « profile list ».`)
}

/** "Mt engagé=montant" → the column and the field; the last "=" parts them, since a title may hold one. */
function readChoice(text: string): { column: string; field: string } {
  const sign = text.lastIndexOf('=')
  if (sign > 0 && sign < text.length - 1)
    return { column: text.slice(0, sign).trim(), field: text.slice(sign + 1).trim() }
  throw new AppError('bad-usage', `--map « ${text} » : attendu "Titre de la colonne=champ".`)
}

const KIND = {
  type: 'string',
  describe: 'Contenu du tableau : contracts (marchés, par défaut) ou hours (heures d’insertion)',
} as const

function kindOf(value: string | undefined): ProfileKind {
  const found = PROFILE_KINDS.find((kind) => kind === (value ?? 'contracts'))
  if (found) return found
  throw new AppError('bad-usage', `--kind « ${value} » : valeur attendue parmi ${PROFILE_KINDS.join(', ')}.`)
}

/** Whom a profile is for. */
const ownerOf = ({ kind, buyerId, facilitator }: DescribedProfile) =>
  kind === 'hours'
    ? `heures, facilitateur : ${facilitator ?? 'tous'}${buyerId === null ? '' : `, acheteur : ${buyerId}`}`
    : `marchés, acheteur : ${buyerId ?? 'donné par le fichier'}`

function formatProfile(profile: DescribedProfile): string {
  const { id, name, createdBy, createdAt, columns } = profile
  const by = createdBy === null ? '' : ` par ${createdBy}`
  const rows = columns.map(({ column, field, title }) => [
    column || '(sans titre)',
    title ?? '(ignorée)',
    field ?? '',
  ])
  return `Profil n° ${id} « ${name} », ${ownerOf(profile)}, enregistré le ${createdAt.slice(0, 10)}${by}\n${formatTable(['colonne', 'contient', 'champ'], rows, [])}`
}

const listProfiles = (context: CliContext, isJson: boolean) =>
  withDatabase(context, async ({ db }) => {
    const { out } = context.output
    const { profiles } = await listDescribedProfiles(db, { limit: MOST_PROFILES, offset: 0 })
    if (isJson) for (const profile of profiles) out(JSON.stringify(profile))
    else if (profiles.length === 0)
      out('Aucun profil de colonnes. Pour en enregistrer un : profile save FICHIER.')
    else {
      const rows = profiles.map((profile) => [
        String(profile.id),
        profile.name,
        ownerOf(profile),
        String(profile.columns.length),
        profile.createdAt.slice(0, 10),
      ])
      out(formatTable(['n°', 'nom', 'de', 'colonnes', 'enregistré le'], rows, [0, 3]))
    }
    return EXIT.done
  })

function showProfile({ output }: CliContext, profile: DescribedProfile, isJson: boolean): number {
  output.out(isJson ? JSON.stringify(profile) : formatProfile(profile))
  return EXIT.done
}

type SaveArguments = {
  fichier: string
  map: string[]
  name: string | undefined
  buyer: string | undefined
  by: string | undefined
  kind: string | undefined
  facilitator: string | undefined
  sheet: string | undefined
}

const saveFromFile = (context: CliContext, args: SaveArguments, isJson: boolean) =>
  withDatabase(context, async ({ db }) => {
    const choices = args.map.map(readChoice)
    const file = basename(args.fichier)
    const kind = kindOf(args.kind)
    const header = await withOnlyFile(args.fichier, file, (path) =>
      readTitlesOf(path, file, { kind, choices, sheet: args.sheet ?? null }),
    )
    const { profile, isNew } = await saveProfile(db, context.clock, {
      kind,
      facilitator: args.facilitator ?? null,
      header,
      choices,
      name: args.name ?? file,
      buyer: args.buyer ?? null,
      createdBy: args.by ?? nameOfUser(),
    })
    if (!isJson) context.output.err(isNew ? 'Profil enregistré.' : 'Profil remplacé.')
    return showProfile(context, profile, isJson)
  })

function listFields({ output }: CliContext, kind: ProfileKind, isJson: boolean): number {
  const fields = Object.entries(kind === 'hours' ? RAW_HOURS_FIELDS : CONTRACT_COLUMNS)
  if (isJson) for (const [field, title] of fields) output.out(JSON.stringify({ field, title }))
  else output.out(formatTable(['champ', 'contient'], fields, []))
  return EXIT.done
}

/** `profile list | show | save | delete | fields`: what the columns of buyers' own tables hold. */
export function declareProfileCommands(
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) {
  const isJson = (args: { json: boolean }) => args.json || !context.output.isTerminal
  const numbered = (y: Argv<{ json: boolean }>) =>
    y.positional('numero', { type: 'string', demandOption: true, describe: 'Numéro du profil' })
  return yargs
    .command('list', 'Les profils enregistrés', {}, (args) =>
      run(listProfiles(context, isJson(args as never))),
    )
    .command('show <numero>', 'Un profil : ce que contient chaque colonne', numbered, (args) =>
      run(
        withDatabase(context, async ({ db }) =>
          showProfile(context, await getProfile(db, readNumber(args.numero)), isJson(args)),
        ),
      ),
    )
    .command(
      'save <fichier>',
      'Enregistrer ce que contiennent les colonnes d’un fichier, pour tous ceux qui ont les mêmes',
      (y) =>
        y
          .positional('fichier', {
            type: 'string',
            demandOption: true,
            describe: 'Tableau de marchés, ou d’heures',
          })
          .option('map', {
            type: 'string',
            array: true,
            nargs: 1,
            default: [] as string[],
            describe: '"Titre de la colonne=champ" ; peut se répéter (champs : profile fields ; ignored)',
          })
          .option('kind', KIND)
          .option('sheet', {
            type: 'string',
            describe: 'Feuille du classeur qui porte ces titres (par défaut : la première qui convient)',
          })
          .option('buyer', { type: 'string', describe: 'SIRET de l’acheteur, si le fichier ne le donne pas' })
          .option('facilitator', {
            type: 'string',
            describe: 'Heures : le profil ne vaut que pour ce facilitateur (import --facilitator)',
          })
          .option('name', { type: 'string', describe: 'Nom du profil (par défaut : celui du fichier)' })
          .option('by', { type: 'string', describe: 'Auteur (par défaut : l’utilisateur de la machine)' }),
      (args) => run(saveFromFile(context, args, isJson(args))),
    )
    .command('delete <numero>', 'Supprimer un profil', numbered, (args) =>
      run(
        withDatabase(context, async ({ db }) => {
          const id = readNumber(args.numero)
          await deleteProfile(db, id)
          context.output.out(isJson(args) ? JSON.stringify({ deleted: id }) : `Profil n° ${id} supprimé.`)
          return EXIT.done
        }),
      ),
    )
    .command(
      'fields',
      'Ce que peut contenir une colonne',
      (y) => y.option('kind', KIND),
      (args) => run(Promise.resolve(listFields(context, kindOf(args.kind), isJson(args)))),
    )
    .demandCommand(1, 'Action attendue : list, show, save, delete ou fields.')
}
