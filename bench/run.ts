import yargs from 'yargs'
import { benchImport } from './import.ts'

// Behind `npm run bench -- CASE`: the list of cases. What each one measures, and the limits it is held to, are in its file.

/** "200000,1000000" → [200000, 1000000]; "" → []. */
function readSizes(text: string): number[] {
  const sizes = text === '' ? [] : text.split(',').map(Number)
  if (sizes.every((size) => Number.isInteger(size) && size > 0)) return sizes.sort((a, b) => a - b)
  throw new Error(`--rows « ${text} » : nombres entiers attendus, séparés par des virgules.`)
}

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
        .option('history', {
          type: 'boolean',
          default: true,
          describe: '--no-history : ne rien ajouter à bench/history.csv',
        }),
    ({ rows, jsonMb, embeddedRows, history }) =>
      benchImport({
        sizes: readSizes(rows),
        jsonMegabytes: jsonMb,
        embeddedRows,
        keepsHistory: history,
      }),
  )
  .demandCommand(1, 'Banc attendu : import.')
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
