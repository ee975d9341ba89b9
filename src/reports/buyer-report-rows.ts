import type { BuyerReport } from './buyer-report.ts'
import type { ScoreboardRow } from './scoreboard.ts'
import { settledVerdict } from './scoreboard-words.ts'
import type { ShareFigure } from './share-report.ts'

/** A figure of the report, alone on its row. `value` `null`: there is none, and `note` says why. */
export type ReportRow = {
  section: string
  year: number
  indicator: string
  title: string
  perimeter: string | null
  key: string | null
  label: string | null
  measure: string
  part: string
  unit: string
  value: number | null
  note: string | null
}

export const NO_SHARE = 'rien à diviser : pas de part'
export const HIDDEN = 'caché : petit groupe'

type About = Omit<ReportRow, 'measure' | 'part' | 'unit' | 'value' | 'note'>

const MEASURES = [
  ['contracts', 'nombre', 'marchés'],
  ['value', 'valeur', 'euros HT'],
] as const

/** The rows of one figure: its parts and shares, in number and in value. */
export function rowsOfFigure(about: About, figure: ShareFigure): ReportRow[] {
  const rows = MEASURES.flatMap(([id, measure, unit]) => {
    const { yes, no, undetermined, total } = figure[id]
    const { lower, upper, determined } = figure.share[id]
    const counts = Object.entries({ oui: yes, non: no, indéterminé: undetermined, total }).map(
      ([part, value]) => ({ ...about, measure, part, unit, value, note: null }),
    )
    const shares = Object.entries({
      'part minimale': lower,
      'part maximale': upper,
      'part des déterminés': determined,
    }).map(([part, value]) => ({
      ...about,
      measure,
      part,
      unit: 'part',
      value,
      note: value === null ? NO_SHARE : null,
    }))
    return [...counts, ...shares]
  })
  const outOfValue = { measure: 'nombre', part: 'hors valeur', unit: 'marchés', note: null }
  return [...rows, { ...about, ...outOfValue, value: figure.outOfValue.contracts }]
}

/** What a target aims at, and what is missing or too much, between the two bounds that the undetermined leave. */
function targetRows(about: About, row: ScoreboardRow): ReportRow[] {
  const { unit, direction, gap } = row
  const measure = row.measure === 'value' ? 'valeur' : 'nombre'
  const counted = row.measure === 'value' ? 'euros HT' : gap?.suppliers ? 'fournisseurs' : 'marchés'
  const missing = row.measure === 'value' ? gap?.euros : (gap?.suppliers ?? gap?.contracts)
  const note = settledVerdict(row)
  const aim = {
    ...about,
    measure,
    part: direction === 'at-least' ? 'minimum visé' : 'maximum visé',
    unit: unit === 'percent' ? 'part' : counted,
    value: row.target,
    note,
  }
  const name = direction === 'at-least' ? 'manque' : 'trop'
  const gaps = missing
    ? Object.entries({ [`${name} au moins`]: missing.min, [`${name} au plus`]: missing.max })
    : []
  return [
    aim,
    ...gaps.map(([part, value]) => ({ ...about, measure, part, unit: counted, value, note: null })),
  ]
}

function planRows({ plans }: BuyerReport): ReportRow[] {
  return plans.flatMap(({ plan, rows }) =>
    rows.flatMap((row) => {
      const { from, to, label } = row.period
      const about = {
        section: 'objectif',
        year: row.year ?? Number(to.slice(0, 4)),
        indicator: `${plan.id}/${row.targetId}`,
        title: row.title,
        perimeter: row.perimeter,
        key: row.year === null ? `${from}/${to}` : null,
        label: row.year === null ? label : null,
      }
      const own = row.buyers[0]
      const ofOwn = own ? rowsOfFigure({ ...about, section: 'objectif, part de l’acheteur' }, own) : []
      return [...targetRows(about, row), ...rowsOfFigure(about, row), ...ofOwn]
    }),
  )
}

/** What is held by someone: contracts and euros. */
const heldRows = (about: About, { contracts, value }: { contracts: number; value: number }): ReportRow[] =>
  MEASURES.map(([id, measure, unit]) => ({
    ...about,
    measure,
    part: 'oui',
    unit,
    value: id === 'value' ? value : contracts,
    note: null,
  }))

function insertionRows({ insertion, year }: BuyerReport): ReportRow[] {
  return (insertion?.indicators ?? []).flatMap((indicator) => {
    const { id, title, unit, value, atMost, isHidden } = indicator
    const about = { section: 'insertion', year, indicator: id, title, perimeter: null }
    const note = isHidden ? HIDDEN : value === null ? 'inconnu, ou rien à diviser' : null
    const whole = { ...about, key: null, label: null, measure: 'nombre', unit, note }
    const groups = indicator.groups.flatMap(({ key, title: label, hours, people, isHidden: isFew }) => {
      const group = { ...about, key, label, part: 'total', note: isFew ? HIDDEN : null }
      return [
        { ...group, measure: 'heures', unit: 'heures', value: hours },
        { ...group, measure: 'personnes', unit: 'personnes', value: people },
      ]
    })
    return [
      { ...whole, part: 'total', value },
      ...(atMost === null ? [] : [{ ...whole, part: 'au plus', value: atMost }]),
      ...groups,
    ]
  })
}

/** Every figure of the report, one a row, in the order of the report. */
export function rowsOfReport(report: BuyerReport): ReportRow[] {
  const { year, indicators, categories, histories, families, suppliers } = report
  const ess = indicators.find(({ id }) => id === 'ess-share')
  const ofEss = {
    year,
    indicator: 'ess-share',
    title: ess?.title ?? 'ess-share',
    perimeter: ess?.method.perimeter ?? null,
  }
  const none = { key: null, label: null }
  return [
    ...indicators.flatMap(({ id, title, method: { perimeter }, ...figure }) =>
      rowsOfFigure({ section: 'indicateur', year, indicator: id, title, perimeter, ...none }, figure),
    ),
    ...histories.flatMap(({ id, title, perimeter, years }) =>
      years.flatMap((figure) =>
        rowsOfFigure(
          { section: 'historique', year: figure.year, indicator: id, title, perimeter, ...none },
          figure,
        ),
      ),
    ),
    ...categories.flatMap(({ key, label, ...figure }) =>
      rowsOfFigure({ section: 'catégorie d’achat', ...ofEss, key, label }, figure),
    ),
    ...planRows(report),
    ...families.flatMap(({ key, title: label, ...held }) =>
      heldRows({ section: 'famille juridique', ...ofEss, key, label }, held),
    ),
    ...suppliers.flatMap(({ identifier: key, name: label, ...held }) =>
      heldRows({ section: 'fournisseur de l’ESS', ...ofEss, key, label }, held),
    ),
    ...insertionRows(report),
  ]
}
