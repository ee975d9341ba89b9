import yargs from 'yargs'
import { benchAnswers } from './answers.ts'
import { benchFigures } from './figures.ts'
import { benchImport } from './import.ts'

// Behind `npm run bench -- CASE`: the list of cases. What each one measures, and the limits it is held to, are in its file.

/** "200000,1000000" → [200000, 1000000]; "" → []. */
function readSizes(option: string, text: string): number[] {
  const sizes = text === '' ? [] : text.split(',').map(Number)
  if (sizes.every((size) => Number.isInteger(size) && size > 0)) return sizes.sort((a, b) => a - b)
  throw new Error(`--${option} « ${text} » : nombres entiers attendus, séparés par des virgules.`)
}

const HISTORY = {
  type: 'boolean',
  default: true,
  describe: '--no-history : ne rien ajouter à bench/history.csv',
} as const

const cases = yargs(process.argv.slice(2))
  .scriptName('npm run bench --')
  .locale('fr')
  .command(
    'import',
    'Importer des fichiers à l’échelle nationale : temps, mémoire, rapport à un COPY nu',
    (y) =>
      y
        .option('rows', {
          type: 'string',
          default: '200000,1000000,2000000',
          describe: 'Nombres de lignes des CSV decp.info, séparés par des virgules ; "" : aucun',
        })
        .option('json-mb', {
          type: 'number',
          default: 0,
          describe: 'Taille du JSON 2022, en mégaoctets (1024 pour la limite annoncée) ; 0 : aucun',
        })
        .option('embedded-rows', {
          type: 'number',
          default: 200_000,
          describe: 'Lignes importées dans la base embarquée ; 0 : aucune',
        })
        .option('history', HISTORY),
    ({ rows, jsonMb, embeddedRows, history }) =>
      benchImport({
        sizes: readSizes('rows', rows),
        jsonMegabytes: jsonMb,
        embeddedRows,
        keepsHistory: history,
      }),
  )
  .command(
    'figures',
    'Répondre à l’échelle nationale : parts, tableau de bord et comparaison, à côté du SQL écrit à la main et de DuckDB',
    (y) =>
      y
        .option('contracts', {
          type: 'string',
          default: '20000,2000000',
          describe: 'Nombres de marchés des bases, séparés par des virgules',
        })
        .option('runs', {
          type: 'number',
          default: 15,
          describe: 'Mesures de chaque question ; la médiane compte',
        })
        .option('history', HISTORY),
    ({ contracts, runs, history }) =>
      benchFigures({ sizes: readSizes('contracts', contracts), runs, keepsHistory: history }),
  )
  .command(
    'answers',
    'Redemander un chiffre au service : réponses par seconde, à côté d’une route Fastify nue',
    (y) =>
      y
        .option('rows', { type: 'number', default: 20_000, describe: 'Lignes importées avant de mesurer' })
        .option('seconds', { type: 'number', default: 5, describe: 'Durée de chacune des neuf mesures' })
        .option('history', HISTORY),
    ({ rows, seconds, history }) => benchAnswers({ rows, seconds, keepsHistory: history }),
  )
  .demandCommand(1, 'Banc attendu : import, figures ou answers.')
  .strict()
  .help()
  .version(false)
  .fail((message, error) => {
    throw error ?? new Error(message)
  })

try {
  await cases.parseAsync()
} catch (error) {
  console.error(`${(error as Error).message}\nAide : npm run bench -- --help`)
  process.exitCode = 1
}
