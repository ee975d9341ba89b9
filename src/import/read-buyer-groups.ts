import type { BuyerGroup, GroupMember } from '../domain/contract-filter/buyer-group.ts'
import { isSiren } from '../domain/identifiers/siren.ts'
import { AppError } from '../platform/errors.ts'
import { normalizeName } from './field-aliases.ts'
import { inspectFile } from './inspect-file.ts'
import { describeTitles, openTable } from './open-table.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'

/** Titles of the official membership files (normalized) by what the column holds. */
const ROLES = {
  group: ['sirenepci', 'sirengroupement', 'nsirenepci', 'epci'],
  title: ['nomepci', 'raisonsociale', 'nomgroupement', 'nomcomplet', 'libepci'],
  member: ['sirencommune', 'sirenmembre', 'nsirenmembre', 'sirencom'],
  name: ['nomcommune', 'nommembre', 'libgeo', 'nomcom'],
} as const

type Columns = { group: number; title: number; member: number; name: number }

/** More groups than there are intercommunal bodies of any kind in France. */
const MOST_ROWS = 500_000

function recognise(titles: readonly string[]): Columns | null {
  const names = titles.map(normalizeName)
  const columnOf = (role: keyof typeof ROLES) =>
    names.findIndex((name) => (ROLES[role] as readonly string[]).includes(name))
  const columns = {
    group: columnOf('group'),
    title: columnOf('title'),
    member: columnOf('member'),
    name: columnOf('name'),
  }
  return columns.group < 0 || columns.member < 0 ? null : columns
}

/** A row that names no group or no member that can be used. */
export type RefusedRow = { line: number; value: string; expected: string }
export type ReadGroups = { groups: BuyerGroup[]; read: number; stored: number; rejected: RefusedRow[] }

/**
 * The groups of a table of memberships, one row per member: each body with its members, itself among them. A body is known by its
 * SIREN: `epci-243100633`. Throws when the file is no such table.
 */
export async function readBuyerGroups(path: string): Promise<ReadGroups> {
  const file = await inspectFile(path)
  refuseUnsupported(file)
  const table = await openTable(file, recognise)
  if (!('header' in table))
    throw new AppError(
      'format-unknown',
      `Le fichier « ${file.name} » n'est pas un tableau d'appartenance. Colonnes attendues dans les 30 premières lignes : siren_epci, siren_commune (ou siren_membre) et, au choix, nom_epci, nom_commune. Colonnes trouvées : ${describeTitles(table.found)}. Rien n'a été importé.`,
    )
  const { header: columns } = table
  const groups = new Map<string, { title: string; members: Map<string, GroupMember> }>()
  const rejected: RefusedRow[] = []
  let read = 0
  for await (const { line, cells } of table.read()) {
    const cell = (column: number) => (cells[column] ?? '').trim()
    if (cells.every((value) => value.trim() === '')) continue
    if (++read > MOST_ROWS)
      throw new AppError(
        'bad-usage',
        `Le fichier « ${file.name} » a plus de ${MOST_ROWS} lignes : ce n'est pas un tableau d'appartenance.`,
      )
    const [siren, member] = [cell(columns.group), cell(columns.member)].map((text) => text.replace(/\s/g, ''))
    if (!isSiren(siren ?? '') || !isSiren(member ?? '')) {
      rejected.push({
        line,
        value: `${siren} ; ${member}`,
        expected: 'deux SIREN valides : celui du groupement, celui du membre',
      })
      continue
    }
    const title = cell(columns.title) || `Groupement ${siren}`
    const found = groups.get(siren as string) ?? {
      title,
      members: new Map([[siren as string, { buyer: siren as string, name: title }]]),
    }
    found.members.set(member as string, { buyer: member as string, name: cell(columns.name) || null })
    groups.set(siren as string, found)
  }
  return {
    read,
    stored: read - rejected.length,
    rejected,
    groups: [...groups].map(([siren, { title, members }]) => ({
      id: `epci-${siren}`,
      title,
      members: [...members.values()],
    })),
  }
}
