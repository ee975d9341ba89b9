/** A column title reduced to what it means. */
export type CanonicalTitle = {
  /** Its meaningful words in a row: "Date de notification du marché" → `datenotificationmarche`. */
  key: string
  /** The same words in alphabetical order: "Titulaire - SIRET" and "SIRET titulaire" are the same title. */
  sortedKey: string
  /** The number of a holder: "Titulaire 2" → 2; `null` when the title has none. */
  rank: number | null
  /** Why a column of this title cannot be an amount in euros excluding tax, in French; `null` otherwise. */
  refusal: string | null
}

/** Words that carry no meaning in a title, "HT" and "€" included: every amount is in euros excluding tax unless it says otherwise. */
const EMPTY_WORDS = new Set(
  'de du des la le les l d en au aux a un une et ou sur ht hors taxe euro eur public publique exprime'.split(
    ' ',
  ),
)

/** Abbreviations and words that mean the same in these tables. */
const SAME_WORD: Readonly<Record<string, string>> = {
  n: 'numero',
  no: 'numero',
  nr: 'numero',
  num: 'numero',
  nb: 'nombre',
  nbre: 'nombre',
  ref: 'reference',
  mt: 'montant',
  mnt: 'montant',
  mtt: 'montant',
  dt: 'date',
  notif: 'notification',
  proc: 'procedure',
  ident: 'id',
  identifiant: 'id',
  identification: 'id',
  contrat: 'marche',
  attributaire: 'titulaire',
  adjudicataire: 'titulaire',
  prestataire: 'titulaire',
  fournisseur: 'titulaire',
  entreprise: 'titulaire',
  societe: 'titulaire',
  operateur: 'titulaire',
  contractant: 'titulaire',
  retenue: 'retenu',
  cocontractant: 'cotraitant',
  adjudicateur: 'acheteur',
  collectivite: 'acheteur',
  organisme: 'acheteur',
}

/** Words of two that are one thing, once accents are gone; what only explains how to fill the column is nothing. */
const SAME_PHRASE: readonly [RegExp, string][] = [
  [/\(\s*(e\s*\)\s*\(\s*)?(s|x|e|es)\s*\)/g, ''],
  [/\(?\b(oui\s*[/ou]*\s*non|o\s*\/\s*n)\b\)?/g, ' '],
  [/\bcp\b/g, ' code postal '],
  [/\bn\s*[°º]/g, ' numero '],
  [/\bh\s*\.\s*t\b/g, ' ht '],
  [/\bk\s*€|\bkeuros?\b|\bke\b/g, ' kilo '],
  [/\bm\s*€|\bmeuros?\b/g, ' kilo '],
  [/€/g, ' euro '],
  [/\beuro?s?ht\b/g, ' euro ht '],
  [/\b(pouvoir|entite|autorite)\s+(adjudicat\w+|acheteuse|contractante)\b/g, ' acheteur '],
  [/\bmaitre\s+d.?\s*ouvrage\b/g, ' acheteur '],
  [/\bco[\s-]+(traitant|titulaire|contractant)/g, ' cotraitant'],
  [/\bt\s*\.\s*t\s*\.\s*c\b|\btoutes?\s+taxes?\s+comprises?\b/g, ' ttc '],
  [/\bt\s*\.\s*v\s*\.\s*a\b/g, ' tva '],
]

/** The reason an amount that includes tax is not read. */
export const TAX_INCLUDED = 'montant taxes comprises : jamais lu comme un montant hors taxes'
const OTHER_UNIT =
  'montant en milliers ou en millions d’euros : seuls les euros sont lus, convertissez la colonne'
const OTHER_DURATION = 'durée qui n’est pas en mois : seuls les mois sont lus'

const HAS_AMOUNT = /\b(montants?|mt|mnt|mtt|prix|valeurs?|couts?|total|estimation)\b/

function refusalOf(text: string): string | null {
  if (/\bttc\b/.test(text) || (HAS_AMOUNT.test(text) && /\b(tva|taxes)\b/.test(text) && !/hors/.test(text)))
    return TAX_INCLUDED
  if (HAS_AMOUNT.test(text) && /\b(kilo|milliers?|millions?)\b/.test(text)) return OTHER_UNIT
  return /\bduree\b/.test(text) && /\b(jours?|annees?|ans?|semaines?)\b/.test(text) ? OTHER_DURATION : null
}

/** Beyond it is a text, and no title. */
const LONGEST_TITLE = 200

/** "marches" → "marche": plurals are the singular, on both sides of every comparison. */
const singular = (word: string) => (word.length > 3 ? word.replace(/[sx]$/, '') : word)

const isHolderWord = (word: string) => ['titulaire', 'mandataire', 'cotraitant'].includes(word)

/** "NÂ° marchÃ©" → "N° marché": a title saved twice as UTF-8. Any other text is left as it is. */
function withoutMojibake(title: string): string {
  if (!/[ÂÃ][\u0080-\u00bf]/.test(title) || /[^\0-\xff]/.test(title)) return title
  const repaired = Buffer.from(title, 'latin1').toString('utf8')
  return repaired.includes('\ufffd') ? title : repaired
}

/** What a title means, whatever its case, accents, punctuation, plurals and small words. Any text has an answer. */
export function canonicalTitle(title: string): CanonicalTitle {
  let text = withoutMojibake(title.slice(0, LONGEST_TITLE))
    .replace(/([a-zà-ÿ])([A-ZÀ-Þ])/g, '$1 $2')
    .replace(/œ/gi, 'oe')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/_/g, ' ')
  for (const [pattern, replacement] of SAME_PHRASE) text = text.replace(pattern, replacement)
  const words = text
    .replace(/([a-z])(\d)/g, '$1 $2')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !EMPTY_WORDS.has(singular(word)))
    .map((word) => SAME_WORD[singular(word)] ?? singular(word))
    .filter((word, index, all) => word !== all[index - 1])
  const numbers = words.filter((word) => /^\d{1,2}$/.test(word))
  const isNumbered = numbers.length === 1 && words.some(isHolderWord)
  const kept = isNumbered
    ? words.filter(
        (word, index) => word !== numbers[0] && !(word === 'numero' && words[index + 1] === numbers[0]),
      )
    : words
  return {
    key: kept.join(''),
    sortedKey: kept.toSorted().join(''),
    rank: isNumbered ? Number(numbers[0]) : null,
    refusal: refusalOf(text),
  }
}
