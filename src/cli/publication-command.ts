import { Readable } from 'node:stream'
import type { ArgumentsCamelCase, Argv } from 'yargs'
import { AppError } from '../platform/errors.ts'
import type { PublicationRequest } from '../reports/publication.ts'
import { packageNameOf, writePublication, writeZip } from '../reports/publication-package.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf } from './contract-filter-options.ts'
import { interruptible } from './interruption.ts'
import { EXIT } from './output.ts'
import { writeWhole } from './write-file.ts'

const NOTHING_WRITTEN =
  'La publication n’est pas écrite ; le fichier de ce nom, s’il y en avait un, est resté le même.'

/** As the parser names them. */
type TypedArguments = { buyer: string; 'from-year': string; 'to-year': string; out?: string | undefined }
type PublicationArguments = { buyer: string; fromYear: string; toYear: string; out?: string | undefined }

/** The year an option names. Throws `bad-usage`. */
export function yearOf(option: string, value: string): number {
  if (/^20\d{2}$/.test(value)) return Number(value)
  throw new AppError(
    'bad-usage',
    `--${option} « ${value} » : année attendue, sur quatre chiffres (exemple : 2025).`,
  )
}

/** What the options ask for. Throws `bad-usage`. */
export function publicationRequestOf({
  buyer: typed,
  fromYear,
  toYear,
}: Omit<PublicationArguments, 'out'>): PublicationRequest {
  const [buyer = ''] = buyersOf([typed])
  return { buyer, fromYear: yearOf('from-year', fromYear), toYear: yearOf('to-year', toYear) }
}

async function runPublication(context: CliContext, args: PublicationArguments): Promise<number> {
  const { clock, output } = context
  const request = publicationRequestOf(args)
  const out = args.out ?? packageNameOf(request)
  return withDatabase(context, ({ db }) =>
    interruptible(async (abort) => {
      const { files } = await writePublication(db, clock, request)
      await writeWhole(out, Readable.from([await writeZip(files)]), abort)
      output.err(`Publication écrite : ${out} (${files.map(({ name }) => name).join(', ')})`)
      return EXIT.done
    }, NOTHING_WRITTEN),
  )
}

/** `publication`: the package that article L2111-3 asks for every two years. */
export const publicationCommand = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'publication',
  describe: 'Indicateurs de l’article L2111-3, tous les deux ans : le paquet à publier (docs/reports.md)',
  builder: (y: Argv<{ json: boolean }>) =>
    y.options({
      buyer: { type: 'string', demandOption: true, describe: 'SIREN ou SIRET de l’acheteur' },
      'from-year': { type: 'string', demandOption: true, describe: 'Première année, AAAA' },
      'to-year': { type: 'string', demandOption: true, describe: 'Dernière année, incluse, AAAA' },
      out: {
        type: 'string',
        describe: 'Fichier ZIP à écrire (par défaut : l2111-3-ACHETEUR-AAAA-AAAA.zip, ici)',
      },
    } as const),
  handler: (args: ArgumentsCamelCase<TypedArguments>) => run(runPublication(context, args)),
})
