import type { Db } from '../database/connect.ts'
import { listMaskedSirens } from '../database/facts.ts'

export const MASKED_NAME = '[nom masqué : personne physique ou diffusion partielle]'

/** What to show as the name of each organisation: that of a natural person, or of a unit that refuses diffusion, is masked. */
export async function maskNames(
  db: Db,
  organisations: readonly { siren: string | null }[],
): Promise<(organisation: { siren: string | null; name: string | null }) => string | null> {
  const sirens = [...new Set(organisations.flatMap(({ siren }) => (siren === null ? [] : [siren])))]
  const masked = await listMaskedSirens(db, sirens)
  return ({ siren, name }) => (name !== null && siren !== null && masked.has(siren) ? MASKED_NAME : name)
}
