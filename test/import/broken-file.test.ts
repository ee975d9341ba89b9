import t from 'tap'
import { BrokenFile, whyXml, whyZip } from '../../src/import/broken-file.ts'

t.test(
  'what a library says of a broken file is told in French, and what a reader says as it is',
  async (t) => {
    for (const [why, thrown, reason] of [
      [whyZip, 'End of central directory record signature not found.', 'il en manque la fin'],
      [whyZip, 'unexpected end of file', 'il en manque la fin'],
      [whyZip, 'strong encryption is not supported', 'un mot de passe en protège le contenu'],
      [whyZip, 'unsupported compression method: 99', 'sa compression n’est pas d’un type connu'],
      [whyZip, 'invalid distance too far back', 'le contenu en est abîmé'],
      [whyXml, '3:9: unclosed tag: marche', 'balise non fermée : marche'],
      [whyXml, '3:9: unmatched closing tag: objet.', 'balise fermée sans être ouverte : objet'],
      [whyXml, '1:2: unexpected close tag.', 'balise fermée sans être ouverte'],
      [whyXml, '1:2: undefined entity.', 'entité non définie'],
      [whyXml, '1:2: unquoted attribute value.', 'attribut mal écrit'],
      [whyXml, '1:2: documents may contain only one root.', 'texte en dehors de l’élément principal'],
      [whyXml, '1:2: disallowed character.', 'caractère interdit'],
      [whyXml, '1:2: whitespace required.', 'syntaxe incorrecte'],
    ] as const)
      t.equal(why(new Error(thrown)), reason, thrown)
    t.equal(whyXml(new BrokenFile('un marché sans fin')), 'un marché sans fin')
    const denied = Object.assign(new Error("EACCES: permission denied, open 'a.zip'"), { code: 'EACCES' })
    t.equal(whyZip(denied), 'la lecture en est interdite', 'the file is not said to be damaged')
  },
)
