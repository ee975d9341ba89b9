/** Why a file cannot be read on, said in French by the reader itself. */
export class BrokenFile extends Error {}

type Causes = readonly [RegExp, string][]

/** What yauzl and zlib say of a broken archive or workbook. */
const ZIP_CAUSES: Causes = [
  [
    /end of central directory|unexpected (EOF|end of file)|truncated|overflows file bounds/i,
    'il en manque la fin',
  ],
  [/encrypt|password/i, 'un mot de passe en protège le contenu'],
  [/unsupported compression/i, 'sa compression n’est pas d’un type connu'],
]

/** What saxes says of broken XML. */
const XML_CAUSES: Causes = [
  [/unclosed tag: (.+)/, 'balise non fermée : $1'],
  [/unmatched closing tag: (.+)\./, 'balise fermée sans être ouverte : $1'],
  [/close tag/, 'balise fermée sans être ouverte'],
  [/undefined entity/, 'entité non définie'],
  [/entity/, 'entité mal écrite'],
  [/unexpected end/, 'il en manque la fin'],
  [/root/, 'texte en dehors de l’élément principal'],
  [/declaration|encoding value|version number|standalone/i, 'première ligne (<?xml …?>) mal écrite'],
  [/attribute|quoted|value required/, 'attribut mal écrit'],
  [/disallowed|malformed name/, 'caractère interdit'],
]

const SYSTEM_CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'la lecture en est interdite',
  EPERM: 'la lecture en est interdite',
  EIO: 'le disque ne peut pas être lu',
}

function explain(thrown: unknown, causes: Causes, otherwise: string): string {
  const { message, code = '' } = thrown as NodeJS.ErrnoException
  if (thrown instanceof BrokenFile) return message
  for (const [pattern, reason] of causes) {
    const found = pattern.exec(message)
    if (found) return reason.replace('$1', found[1] ?? '')
  }
  return SYSTEM_CAUSES[code] ?? otherwise
}

/** Why an archive or a workbook cannot be opened, in French; the words of the library are for the log. */
export const whyZip = (thrown: unknown): string => explain(thrown, ZIP_CAUSES, 'le contenu en est abîmé')

/** Why XML cannot be read, in French; the words of the library are for the log. */
export const whyXml = (thrown: unknown): string => explain(thrown, XML_CAUSES, 'syntaxe incorrecte')
