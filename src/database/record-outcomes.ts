import { type RawBuilder, sql } from 'kysely'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import type { RecordedField } from '../domain/indicator/recorded-field.ts'
import { type OutcomeSql, whole } from './outcome-sql.ts'

/** What the record says of one topic. */
export function byConsiderations({
  topic,
  kind,
}: Extract<ContractTest, { of: 'considerations' }>): OutcomeSql {
  const said = topic === 'social' ? sql`c.social_considerations` : sql`c.environmental_considerations`
  const isYes = kind === 'any' ? sql`cardinality(${said}) > 0` : sql`${kind} = any(${said})`
  return whole(sql`case when ${said} is null then 'undetermined' when ${isYes} then 'yes' else 'no' end`)
}

/** What fills each field. */
const FILLED: Readonly<Record<RecordedField, RawBuilder<unknown>>> = {
  number: sql`c.source_id is not null`,
  object: sql`c.object is not null`,
  cpv: sql`c.cpv is not null`,
  procedure: sql`c.procedure is not null`,
  amount: sql`c.initial_amount_cents is not null`,
  'notification-date': sql`c.notified_on is not null`,
  'publication-date': sql`c.published_on is not null`,
  duration: sql`c.duration_months is not null`,
  place: sql`c.place_code is not null or c.place_name is not null`,
  holders: sql`exists (select from contract_holders h where h.contract_id = c.id and h.scheme is not null)`,
  offers: sql`c.offers_received is not null`,
  'price-form': sql`c.price_form is not null`,
  'social-considerations': sql`c.social_considerations is not null`,
  'environmental-considerations': sql`c.environmental_considerations is not null`,
  subcontracting: sql`c.subcontracting_declared is not null`,
}

const yesOrNo = (isYes: RawBuilder<unknown>) => whole(sql`case when ${isYes} then 'yes' else 'no' end`)

/** No offer at all cannot be: the record does not know. */
export const BY_OFFERS: OutcomeSql = {
  ...whole(
    sql`case when c.offers_received = 1 then 'yes' when c.offers_received > 1 then 'no' else 'undetermined' end`,
  ),
  offers: sql`case when c.offers_received > 0 then c.offers_received end`,
}

/** Whether the record fills a field. */
export const byField = (field: RecordedField): OutcomeSql => yesOrNo(FILLED[field])

/** Whether the amount can enter a value. */
export const BY_USABLE_AMOUNT: OutcomeSql = yesOrNo(sql`c.amount_flag is null`)
