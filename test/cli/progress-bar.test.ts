import { Writable } from 'node:stream'
import t from 'tap'
import { openProgressBar } from '../../src/cli/progress-bar.ts'

/** A terminal, or a file, that keeps what is written on it. */
function openStream(isTTY: boolean) {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk
      done()
    },
  })
  return { stream: Object.assign(stream, { isTTY, columns: 200 }), read: () => text }
}

t.test('nothing is shown where there is no terminal', async (t) => {
  const { stream, read } = openStream(false)
  const bar = openProgressBar(stream, 'marches.csv')
  bar.update({ phase: 'reading', rows: 10, readShare: 0.5 })
  bar.close()
  t.equal(read(), '')
})

for (const { progress, shows, hides } of [
  {
    progress: { phase: 'reading', rows: 12_000, readShare: 0.5 },
    shows: /marches\.csv \[=+-+\] 50 % \| lecture \| 12 000 lignes/,
    hides: /reste/,
  },
  {
    progress: { phase: 'reading', rows: 12_000, readShare: null },
    shows: /marches\.csv \| lecture \| 12 000 lignes/,
    hides: /%/,
  },
  {
    progress: { phase: 'merging', rows: 12_000, readShare: 1 },
    shows: /marches\.csv \| fusion… \| 12 000 lignes/,
    hides: /%/,
  },
  {
    progress: { phase: 'sending', rows: null, readShare: 0.25 },
    shows: /marches\.csv \[=+-+\] 25 % \| envoi/,
    hides: /ligne/,
  },
  {
    progress: { phase: 'waiting', rows: null, readShare: 1 },
    shows: /marches\.csv \| envoyé, le service importe…/,
    hides: /%/,
  },
] as const)
  t.test(`a terminal shows a file that is ${progress.phase} at ${progress.readShare}`, async (t) => {
    const { stream, read } = openStream(true)
    const bar = openProgressBar(stream, 'marches.csv')
    bar.update(progress)
    bar.close()
    t.match(read(), shows)
    t.notMatch(read(), hides)
    bar.close()
  })
