/**
 * What a person types to find a supplier, understood: the SIREN that a SIREN, a SIRET or a French VAT number gives; another
 * identifier as written; or words of a name.
 */
export type SupplierQuery = { siren: string } | { identifier: string } | { name: string }

/** "552 100 554", "55210055400013", "FR40552100554" → SIREN 552100554; "DE811111111" → identifier; anything else → name. */
export function parseSupplierQuery(text: string): SupplierQuery {
  const compact = text.replace(/[\s.]/g, '').toUpperCase()
  const [, siren] = /^(?:FR[0-9A-Z]{2})?(\d{9})(?:\d{5})?$/.exec(compact) ?? []
  if (siren !== undefined && (compact.length !== 18 || !compact.startsWith('FR'))) return { siren }
  return /^(?=.*\d{4})[A-Z0-9]{6,20}$/.test(compact) ? { identifier: compact } : { name: text.trim() }
}
