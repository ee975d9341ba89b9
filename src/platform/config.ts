/** What the environment decides. The only place that reads `process.env`. */
export type Config = {
  /** A PostgreSQL server; `null`: the embedded database in `dataDir`. */
  databaseUrl: string | null
  /** Folder of the embedded database. */
  dataDir: string
  /** Folder of the demonstration, apart from the user's own unless `SPASER_DATA_DIR` says otherwise. */
  demoDataDir: string
  host: string
  port: number
  logLevel: string
  /** Address of the API Recherche d'entreprises, without what follows the host's path. */
  companySearchUrl: string
  /** Largest file accepted over HTTP, in bytes. */
  uploadLimitBytes: number
  publication: PublicationSettings
}

/** What the OCDS export says of its publisher. */
export type PublicationSettings = {
  /** Prefix of every `ocid`, given by the Open Contracting Partnership; `null`: none was asked for yet. */
  ocidPrefix: string | null
  publisherName: string | null
  publisherSiren: string | null
  /** Address at which the service is known outside, without the last slash. */
  publicUrl: string | null
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

function readWholeNumber(
  name: string,
  value: string | undefined,
  fallback: number,
  [smallest, largest]: readonly [number, number],
): number {
  if (value === undefined || value === '') return fallback
  const number = Number(value)
  if (Number.isInteger(number) && number >= smallest && number <= largest) return number
  throw new RangeError(`${name} = « ${value} » : nombre entier attendu, de ${smallest} à ${largest}`)
}

const COMPANY_SEARCH = 'https://recherche-entreprises.api.gouv.fr'

function readAddress(name: string, value: string | undefined, fallback: string): string {
  const address = URL.parse(value || fallback)
  if (address && /^https?:$/.test(address.protocol)) return address.href.replace(/\/+$/, '')
  throw new RangeError(`${name} = « ${value} » : adresse attendue, https://machine/chemin`)
}

function readForm(name: string, value: string | undefined, form: RegExp, expected: string): string | null {
  if (value === undefined || value.trim() === '') return null
  if (form.test(value.trim())) return value.trim()
  throw new RangeError(`${name} = « ${value} » : ${expected}`)
}

function readPublication(env: NodeJS.ProcessEnv): PublicationSettings {
  return {
    ocidPrefix: readForm(
      'OCID_PREFIX',
      env.OCID_PREFIX,
      /^ocds-[a-z0-9]{6}$/,
      'préfixe attendu, ocds- et six lettres ou chiffres (ocds-a1b2c3)',
    ),
    publisherName: readForm('PUBLISHER_NAME', env.PUBLISHER_NAME, /^.{1,200}$/, '200 caractères au plus'),
    publisherSiren: readForm('PUBLISHER_SIREN', env.PUBLISHER_SIREN, /^\d{9}$/, 'SIREN attendu, 9 chiffres'),
    publicUrl: env.PUBLIC_URL ? readAddress('PUBLIC_URL', env.PUBLIC_URL, '') : null,
  }
}

/** Reads the configuration; throws a `RangeError` in French when a value cannot be used. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const logLevel = env.LOG_LEVEL || 'info'
  if (!LOG_LEVELS.includes(logLevel))
    throw new RangeError(`LOG_LEVEL = « ${logLevel} » : attendu ${LOG_LEVELS.join(', ')}`)
  const databaseUrl = env.DATABASE_URL || null
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new RangeError(
      'DATABASE_URL : adresse PostgreSQL attendue, postgres://compte:mot-de-passe@serveur:5432/base',
    )
  return {
    databaseUrl,
    dataDir: env.SPASER_DATA_DIR || './.data',
    demoDataDir: env.SPASER_DATA_DIR || './.demo-data',
    host: env.HOST || '127.0.0.1',
    port: readWholeNumber('PORT', env.PORT, 3000, [0, 65_535]),
    logLevel,
    companySearchUrl: readAddress('COMPANY_SEARCH_URL', env.COMPANY_SEARCH_URL, COMPANY_SEARCH),
    uploadLimitBytes:
      readWholeNumber('UPLOAD_LIMIT_MB', env.UPLOAD_LIMIT_MB, 1024, [1, 102_400]) * 1024 * 1024,
    publication: readPublication(env),
  }
}
