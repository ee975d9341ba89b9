-- A target is now of any indicator, over any period, with a direction, a unit and a baseline: a plan is read from its last version,
-- whole, and no longer from tables that know years and percentages only. A version that holds `null` says that the plan was deleted.
update plan_versions set content = content || jsonb_build_object(
  'phases', '[]'::jsonb,
  'targets', (
    select jsonb_agg(
      target || jsonb_build_object(
        'indicator', case target ->> 'perimeter'
          when 'esus' then 'esus-share' when 'siae' then 'siae-share' when 'handicap' then 'handicap-share'
          when 'inclusive' then 'inclusive-share' else 'ess-share' end,
        'territory', null, 'field', null, 'filters', '{}'::jsonb, 'unit', 'percent', 'direction', 'at-least',
        'deliberation', null, 'baseline', null,
        'values', (
          select jsonb_agg(jsonb_build_object(
            'year', value -> 'year', 'phase', null, 'label', value ->> 'year',
            'from', (value ->> 'year') || '-01-01', 'to', (value ->> 'year') || '-12-31', 'amount', value -> 'minimumBasisPoints'
          ) order by (value ->> 'year')::integer)
          from jsonb_array_elements(target -> 'values') as value
        )
      ) order by position
    )
    from jsonb_array_elements(content -> 'targets') with ordinality as listed (target, position)
  ),
  'hourTargets', (
    select coalesce(jsonb_agg(
      target || jsonb_build_object(
        'deliberation', null, 'baseline', null,
        'values', (
          select jsonb_agg(value || jsonb_build_object(
            'phase', null, 'label', value ->> 'year', 'from', (value ->> 'year') || '-01-01', 'to', (value ->> 'year') || '-12-31'
          ) order by (value ->> 'year')::integer)
          from jsonb_array_elements(target -> 'values') as value
        )
      ) order by position
    ), '[]'::jsonb)
    from jsonb_array_elements(coalesce(content -> 'hourTargets', '[]'::jsonb)) with ordinality as listed (target, position)
  )
);

drop table target_values;
drop table targets;
