import { REGIONS } from '../buyer/regions.ts'
import { ABROAD_DEPARTMENT, type PublishedPlace } from '../place/published-place.ts'
import { UNKNOWN_KEY } from './contract-filters.ts'

/**
 * How near a holder's establishment is to its buyer, the nearest first. Bands and not kilometres: a department is published for nearly
 * every establishment, coordinates for few, and they are those of an address or of the middle of a commune without saying which.
 */
export const PROXIMITIES = [
  'same-commune',
  'same-department',
  'same-region',
  'elsewhere',
  'abroad',
  'unknown',
] as const
export type Proximity = (typeof PROXIMITIES)[number]

/** Each band as an agent reads it. */
export const PROXIMITY_TITLES: Readonly<Record<Proximity, string>> = {
  'same-commune': 'Même commune que l’acheteur',
  'same-department': 'Même département (autre commune, ou commune non publiée)',
  'same-region': 'Même région (autre département)',
  elsewhere: 'Ailleurs en France',
  abroad: 'À l’étranger',
  unknown: 'Proximité inconnue',
}

/** The region of each department. The communities that are in no region (Saint-Pierre-et-Miquelon, Polynésie…) are not in it. */
export const REGION_OF_DEPARTMENT: ReadonlyMap<string, string> = new Map(
  REGIONS.flatMap(({ code, departments }) => departments.map((department) => [department, code])),
)

/** Whether an identifier is of an organisation abroad: outside the Union, or a VAT number, which is kept as such only when foreign. */
export const FOREIGN_SCHEMES: readonly string[] = ['HORS-UE', 'TVA']

/** The band of a holder. `null`: not known where. A holder abroad is so wherever the buyer is. */
export function proximityOf(
  buyer: PublishedPlace | null,
  holder: { scheme: string | null; place: PublishedPlace | null },
): Proximity {
  if (FOREIGN_SCHEMES.includes(holder.scheme ?? '') || holder.place?.department === ABROAD_DEPARTMENT)
    return 'abroad'
  if (buyer === null || holder.place === null) return UNKNOWN_KEY
  if (buyer.department === holder.place.department)
    return buyer.commune !== null && buyer.commune === holder.place.commune
      ? 'same-commune'
      : 'same-department'
  const region = REGION_OF_DEPARTMENT.get(buyer.department)
  return region !== undefined && region === REGION_OF_DEPARTMENT.get(holder.place.department)
    ? 'same-region'
    : 'elsewhere'
}
