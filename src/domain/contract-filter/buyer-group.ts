/** The id of a group: lower case letters, digits and hyphens. */
export const GROUP_ID = /^[a-z0-9][a-z0-9-]{0,59}$/

/** A group of buyers with a name. A member is a SIREN (every establishment) or the SIRET of one establishment. */
export type BuyerGroup = { id: string; title: string; members: readonly GroupMember[] }
export type GroupMember = { buyer: string; name: string | null }
