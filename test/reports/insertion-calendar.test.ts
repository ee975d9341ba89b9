import { text } from 'node:stream/consumers'
import t from 'tap'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { listCalendar, writeCalendarCsv, writeCalendarIcs } from '../../src/reports/insertion-calendar.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

t.test('what is due is told as a list, a spreadsheet and a calendar', async (t) => {
  const { db } = await openTestDatabase(t)
  await createClause(
    db,
    FIXED_CLOCK,
    {
      contract: { buyer: '00001001700010', sourceId: '=2026', lot: null },
      terms: {
        bases: ['execution-condition'],
        title: '=Voirie',
        startsOn: '2026-07-01',
        endsOn: '2026-12-31',
      },
      due: { due: { method: 'entered', hundredths: 150_00 }, effectiveOn: '2026-07-01' },
    },
    { author: null },
  )
  const items = await listCalendar(db, FIXED_CLOCK, [])
  t.match(items, [
    { kind: 'statement-missing', on: '2026-10-30', quarter: 'T3 2026' },
    { kind: 'ending-with-hours', on: '2026-12-31', remainingHours: 150 },
  ])
  const csv = await text(writeCalendarCsv(items))
  t.match(csv, /2026-10-30;relevé manquant;1;00001001700010;"?'=2026/)
  const ics = writeCalendarIcs(items, FIXED_CLOCK)
  t.match(
    ics,
    /BEGIN:VCALENDAR[\s\S]*BEGIN:VEVENT[\s\S]*DTSTART;VALUE=DATE:20261030[\s\S]*DTEND;VALUE=DATE:20261031/,
  )
  t.match(ics, 'UID:ending-with-hours-1-2026-12-31@spaser')
})
