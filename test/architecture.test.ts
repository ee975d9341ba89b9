/** Holds the import table of src/README.md and the layout of the project. Change a rule here on purpose, never around it. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import t from 'tap'

const ROOT = dirname(import.meta.dirname)
const LONGEST_FILE_LINES = 300

/** What each folder of `src/` may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  platform: [],
  database: ['domain', 'platform'],
  import: ['domain', 'platform', 'database'],
  reports: ['domain', 'platform', 'database'],
  http: ['domain', 'platform', 'import', 'reports'],
  dashboard: ['domain', 'platform', 'reports'],
  cli: ['domain', 'platform', 'database', 'import', 'reports'],
}
/** The files that put the parts together: they import everyone, and nobody imports them. */
const COMPOSITION = ['src/main.ts', 'src/command-line.ts', 'src/server.ts']

type Line = { path: string; number: number; text: string }
type Import = Line & { target: string; isRelative: boolean }

const listFiles = (pattern: string) => globSync(pattern, { cwd: ROOT }).sort()
const readText = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const toLines = (path: string, text: string): Line[] =>
  text.split('\n').map((line, index) => ({ path, number: index + 1, text: line }))

/** The lines of a source without its comments, which the formatter leaves at the start of a line or after a space. */
function readCode(path: string): Line[] {
  const withoutBlocks = readText(path).replace(/(^|\s)\/\*[\s\S]*?\*\//g, (block) =>
    block.replace(/[^\n]/g, ''),
  )
  return toLines(path, withoutBlocks.replace(/(^|\s)\/\/.*$/gm, ''))
}

function listImports(line: Line): Import[] {
  const specifiers = line.text.matchAll(/\b(?:from\s+|import\s+|(?:import|require)\(\s*)(['"])([^'"]+)\1/g)
  return [...specifiers].map(([, , name = '']) => {
    const isRelative = name.startsWith('.')
    return { ...line, isRelative, target: isRelative ? join(dirname(line.path), name) : name }
  })
}

/** "src/domain/share/share.ts" → "domain"; "src/main.ts" → null */
const folderOf = (path: string) => (path.split('/').length > 2 ? (path.split('/')[1] ?? null) : null)

/** Why the table refuses an import; `null` when it does not. */
function findTableOffence({ path, target }: Import): string | null {
  const from = folderOf(path)
  const to = folderOf(target)
  if (from === null || from === to) return null
  if (target === 'package.json' && from !== 'domain') return null
  if (!target.startsWith('src/')) return 'sources import nothing outside src/'
  const allowed = MAY_IMPORT[from] ?? []
  if (to !== null && allowed.includes(to)) return null
  return `${from} may import ${allowed.join(', ') || 'nothing'}`
}

const at = ({ path, number }: Line) => `${path}:${number}`
const sources = listFiles('src/**/*.ts')
const code = sources.flatMap(readCode)
const imports = code.flatMap(listImports)

/** Where `pattern` stands in the code outside `home`, each with what to do instead. */
const findOutside = (home: string, pattern: RegExp, instead: string) =>
  code.filter(({ path, text }) => path !== home && pattern.test(text)).map((line) => `${at(line)} ${instead}`)

t.test('each folder imports only what the table of src/README.md allows', async (t) => {
  const offences = imports
    .filter(({ isRelative }) => isRelative)
    .map((line) => ({ line, why: findTableOffence(line) }))
    .filter(({ why }) => why !== null)
  t.ok(sources.length > 0, 'there are sources to read')
  t.ok(imports.length > 0, 'there are imports to read')
  t.strictSame(
    offences.map(({ line, why }) => `${at(line)} imports ${line.target}: ${why}`),
    [],
  )
})

t.test('the domain imports no package and nothing of Node', async (t) => {
  const foreign = imports.filter(({ path, isRelative }) => folderOf(path) === 'domain' && !isRelative)
  t.strictSame(
    foreign.map((line) => `${at(line)} imports ${line.target}`),
    [],
  )
})

t.test('src holds the folders of the table, the files that compose them, and nothing else', async (t) => {
  const strangers = sources.filter((path) => {
    const folder = folderOf(path)
    return folder === null ? !COMPOSITION.includes(path) : !(folder in MAY_IMPORT)
  })
  t.strictSame(strangers, [])
})

/** What is loaded with a source, packages by their names; imports of types are none. */
function listLoaded(path: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(path)) return loaded
  loaded.add(path)
  for (const [, target = ''] of readText(path).matchAll(
    /^(?:import|export)\s(?!type\b)[^'";]*?from\s+'([^']+)'/gm,
  ))
    if (target.startsWith('.')) listLoaded(join(dirname(path), target), loaded)
    else if (!target.startsWith('node:')) loaded.add(target)
  return loaded
}

t.test('the threads that prepare rows load no database client, 40 MB in each', async (t) => {
  const packages = [...listLoaded('src/import/prepare-worker.ts')].filter((path) => !path.startsWith('src/'))
  t.strictSame(packages.sort(), ['csv-parse/sync', 'entities'])
})

t.test('the clock is read in src/platform/clock.ts only', async (t) => {
  const reading = /\bDate\.now\b|\bnew Date\b(?!\s*\()|\bDate\(\s*\)/
  t.strictSame(findOutside('src/platform/clock.ts', reading, 'reads the clock: take it as an argument'), [])
})

t.test('the environment is read in src/platform/config.ts only', async (t) => {
  const reading = /\bprocess\s*\.\s*env\b|\benv\b.*\bfrom 'node:process'/
  t.strictSame(
    findOutside('src/platform/config.ts', reading, 'reads the environment: add it to the configuration'),
    [],
  )
})

t.test(`no file of src is longer than ${LONGEST_FILE_LINES} lines`, async (t) => {
  const long = listFiles('src/**/*.*').flatMap((path) => {
    const length = readText(path).trimEnd().split('\n').length
    return length > LONGEST_FILE_LINES
      ? [`${path}:${LONGEST_FILE_LINES + 1} the file has ${length} lines: split it`]
      : []
  })
  t.strictSame(long, [])
})

t.test('folders and files say what they hold: no utils, helpers or common, no barrel', async (t) => {
  const vague = listFiles('{src,test}/**/*.ts').filter(
    (path) => /(^|\/)(utils?|helpers?|common)(\/|\.ts$)/.test(path) || basename(path) === 'index.ts',
  )
  t.strictSame(vague, [])
})

t.test('migrations are named NNNN-what-it-does.sql and numbered one by one from 0001', async (t) => {
  const names = listFiles('sql/migrations/*').map((path) => basename(path))
  t.ok(names.length > 0, 'there are migrations')
  t.strictSame(
    names.filter((name) => !/^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.sql$/.test(name)),
    [],
    'names',
  )
  t.strictSame(
    names.map((name) => name.slice(0, 4)),
    names.map((_, index) => String(index + 1).padStart(4, '0')),
    'numbers',
  )
})

t.test('fixtures/README.md names every file at the top of fixtures/', async (t) => {
  const readme = existsSync(join(ROOT, 'fixtures/README.md')) ? readText('fixtures/README.md') : ''
  t.ok(readme, 'fixtures/README.md exists')
  const files = globSync('fixtures/*.*', { cwd: ROOT }).map((path) => basename(path))
  const unnamed = files.filter((name) => name !== 'README.md' && !readme.includes(name)).sort()
  t.strictSame(
    unnamed.map((name) => `fixtures/${name} is not in fixtures/README.md`),
    [],
  )
})
