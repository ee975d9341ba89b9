import { sql } from 'kysely'
import type { CompleteList, SupplierFact } from '../domain/supplier/facts.ts'
import type { DatedVerdict, PerimeterId } from '../domain/supplier/verdict.ts'
import { areChanged, type ChangedSuppliers } from './changed-suppliers.ts'
import type { Db } from './connect.ts'
import { DECIDED_FACTS } from './decisions.ts'

/** What the sources say of the suppliers that share it. Rules read nothing else, beside the complete lists. */
export type Profile = { id: number; hasSiren: boolean; facts: readonly SupplierFact[] }

/** The statements of a supplier as one JSON array. A SIAE statement says whether it names this very establishment. */
const STATEMENTS = sql`
  select s.id as supplier_id, s.siren is not null as has_siren,
    coalesce(jsonb_agg(
      f.statement || jsonb_build_object(
        'source', case when f.statement ? 'unusableRowOf' then 'unusable-row' else f.source end, 'seenOn', f.seen_on, 'validFrom', f.valid_from, 'validTo', f.valid_to)
        || case when f.siret is null then '{}'::jsonb
           else jsonb_build_object('level', case when f.siret = s.identifier then 'establishment' else 'legal-unit' end) end
      order by f.source, f.statement::text, f.siret = s.identifier, f.valid_from, f.valid_to, f.seen_on
    ) filter (where f.id is not null), '[]'::jsonb) || coalesce(min(d.facts::text)::jsonb, '[]'::jsonb) as facts
  from suppliers s
    left join facts f on f.siren = s.siren and (f.valid_to is null or f.valid_from is null or f.valid_to >= f.valid_from)
      and not (f.statement ? 'unusableRowOf' and f.closed_on is not null)
    left join (${DECIDED_FACTS}) as d on d.siren = s.siren
`

/**
 * The signature of the profile of supplier `o`, when no source says anything of it; `null` when one does. Most suppliers are
 * unknown to the lists: they get their profile as they come in.
 */
export const UNKNOWN_SIGNATURE = sql`case when o.siren is null or (not exists (select from facts f where f.siren = o.siren) and not exists (select from decisions d where d.siren = o.siren))
  then md5((o.siren is not null) || '[]')::uuid end`

/** Makes sure that the profiles of unknown suppliers exist which `new_suppliers` asks for. */
export async function insertUnknownProfiles(trx: Db): Promise<void> {
  await sql`
    insert into profiles (signature, has_siren, facts)
    select distinct signature, siren is not null, '[]'::jsonb from new_suppliers where signature is not null
    on conflict (signature) do nothing
  `.execute(trx)
}

/**
 * Gives these suppliers the profile of what their sources say. Profiles that nobody has any more go, with their verdicts. New
 * profiles have no verdict yet: see `listProfilesToDecide`.
 */
export async function assignProfiles(trx: Db, only: ChangedSuppliers): Promise<void> {
  await sql`
    create temporary table supplier_statements on commit drop as
    select supplier_id, has_siren, facts, md5(has_siren || facts::text)::uuid as signature
    from (${STATEMENTS} where ${areChanged(only)} group by s.id) as statements
  `.execute(trx)
  await sql`
    insert into profiles (signature, has_siren, facts)
    select distinct on (signature) signature, has_siren, facts from supplier_statements order by signature
    on conflict (signature) do nothing
  `.execute(trx)
  await sql`
    update suppliers s set profile_id = p.id
    from supplier_statements n join profiles p using (signature)
    where s.id = n.supplier_id and s.profile_id is distinct from p.id
  `.execute(trx)
  await sql`drop table supplier_statements`.execute(trx)
  if (only !== 'new')
    await sql`delete from profiles p where not exists (select from suppliers s where s.profile_id = p.id)`.execute(
      trx,
    )
}

/** Profiles to decide, in batches by id: those without verdict (`only: 'new'`) or every one. */
export async function listProfilesToDecide(
  trx: Db,
  only: 'new' | 'all',
  after: number,
  limit: number,
): Promise<Profile[]> {
  const { rows } = await sql<Profile>`
    select id, has_siren as "hasSiren", facts from profiles p
    where id > ${after} and (${only === 'all'} or not exists (select from verdicts v where v.profile_id = p.id))
    order by id limit ${limit}
  `.execute(trx)
  return rows
}

export type DecidedProfile = { profileId: number; perimeter: PerimeterId; timeline: readonly DatedVerdict[] }

/** Stores the verdicts of profiles in place of those they had. Unbounded days are stored as infinities. */
export async function replaceVerdicts(
  trx: Db,
  decided: readonly DecidedProfile[],
  rulesVersion: number,
  decidedAt: Date,
): Promise<void> {
  const rows = decided.flatMap(({ profileId, perimeter, timeline }) =>
    timeline.map(({ validFrom, validTo, verdict }) => ({
      profile_id: profileId,
      perimeter,
      valid_from: validFrom ?? '-infinity',
      valid_to: validTo ?? 'infinity',
      outcome: verdict.status === 'decided' ? verdict.outcome : 'undetermined',
      rule: verdict.status === 'decided' ? verdict.rule : null,
      missing: verdict.status === 'decided' ? [] : verdict.missing,
      evidence: verdict.evidence,
    })),
  )
  const batch = JSON.stringify(rows)
  await sql`
    delete from verdicts where profile_id in (select profile_id from jsonb_to_recordset(${batch}::jsonb) as row (profile_id integer))
  `.execute(trx)
  await sql`
    insert into verdicts (profile_id, perimeter, valid_from, valid_to, outcome, rule, missing, evidence, rules_version, decided_at)
    select profile_id, perimeter, valid_from, valid_to, outcome, rule, missing, evidence, ${rulesVersion}::integer, ${decidedAt}::timestamptz
    from jsonb_to_recordset(${batch}::jsonb)
      as row (profile_id integer, perimeter text, valid_from date, valid_to date, outcome text, rule text, missing text[], evidence jsonb)
  `.execute(trx)
}

/** Notes on profiles what the register filters by: the legal family, and the contradictions between sources. */
export async function markProfiles(
  trx: Db,
  marks: readonly { id: number; legalFamily: string; conflicts: readonly string[] }[],
): Promise<void> {
  await sql`
    update profiles p set legal_family = m."legalFamily", conflicts = m.conflicts
    from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m (id integer, "legalFamily" text, conflicts text[])
    where p.id = m.id and (p.legal_family, p.conflicts) is distinct from (m."legalFamily", m.conflicts)
  `.execute(trx)
}

/**
 * The lists whose silence means "no": the latest complete one of each source and format. A partial list that comes later adds
 * to it and takes nothing back; the same file imported again, this time as partial, does.
 */
export async function listCompleteLists(db: Db): Promise<CompleteList[]> {
  const { rows } = await sql<CompleteList>`
    with files as (
      select distinct on (l.source, l.format, i.file_digest) l.*
      from reference_lists l join imports i on i.id = l.import_id
      order by l.source, l.format, i.file_digest, l.id desc
    ), latest as (
      select distinct on (source, format) source, covers, listed_on
      from files where is_complete order by source, format, listed_on desc, id desc
    )
    select source, covers, listed_on as "seenOn" from latest order by source, covers
  `.execute(db)
  return rows
}

/** The oldest version of the rules that stored verdicts come from: all of them, but after an upgrade. `null`: there are none. */
export async function findOldestRulesVersion(db: Db): Promise<number | null> {
  const { version } = await db
    .selectFrom('verdicts')
    .select(({ fn }) => fn.min<number | null>('rules_version').as('version'))
    .executeTakeFirstOrThrow()
  return version
}
