import { z } from 'zod'
import { CHOICE_LIMITS } from '../../import/link-names.ts'
import { instantText } from './dates.ts'
import { pageOf } from './page.ts'
import { buyers, flag, paging, siren, text } from './parameters.ts'

const filled = (field: keyof typeof CHOICE_LIMITS) => {
  const expected = `un texte de 1 à ${CHOICE_LIMITS[field]} caractères`
  return z.string(expected).trim().min(1, expected).max(CHOICE_LIMITS[field], expected)
}

export const namedParamsSchema = z.strictObject({
  id: text(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'un identifiant donné par `GET /v1/named-suppliers`',
  ).describe('Identifiant du nom chez cet acheteur.'),
})

export const namedQuerySchema = z.strictObject({
  buyer: buyers,
  linked: flag().optional().describe('Ceux qui sont rattachés à un SIREN, ou les autres ; absent, tous.'),
  ...paging,
})

const texts = {
  reason: filled('reason').describe('Motif.'),
  author: filled('author').describe('Qui le dit.'),
}

export const linkBodySchema = z
  .strictObject({
    siren: siren().describe('SIREN : un candidat, ou un autre que vous connaissez.'),
    ...texts,
  })
  .meta({ id: 'NewNameLink', description: 'Un nom, et le SIREN qu’une personne lui donne ou lui refuse.' })

export const unlinkBodySchema = z
  .strictObject(texts)
  .meta({ id: 'NewNameUnlink', description: 'Un rattachement qu’une personne défait.' })

const linkSchema = z
  .object({
    siren: z.string().describe('SIREN.'),
    method: z
      .enum(['person', 'identical-name'])
      .describe('Par une personne, ou de lui-même : nom identique et seul de son nom.'),
    choiceId: z.int().nullable().describe('Choix retenu ; nul s’il s’est fait de lui-même.'),
  })
  .meta({ id: 'NameLink', description: 'Le SIREN auquel un nom est rattaché, et comment.' })

const shape = {
  id: z.string().describe('Identifiant : le même chaque fois que ce nom revient chez cet acheteur.'),
  name: z.string().describe('Nom, comme écrit ; masqué s’il est rattaché à une personne physique.'),
  otherNames: z.array(z.string()).describe('Autres écritures du même nom, neuf au plus.'),
  buyer: z.string().describe('SIREN de l’acheteur, ou son identifiant s’il n’en a pas.'),
  contracts: z.int().describe('Marchés dont il est titulaire, versions dépassées exclues.'),
  value: z.number().describe('Leur montant, en euros hors taxes, non partagé entre cotitulaires.'),
  payments: z.int().describe('Dépenses à ce nom.'),
  link: linkSchema.nullable().describe('Son rattachement ; nul : aucun, il reste indéterminé.'),
}

const entrySchema = z
  .object(shape)
  .meta({ id: 'NamedSupplier', description: 'Un fournisseur connu par son seul nom.' })

export const namedPageSchema = pageOf(entrySchema, 'NamedSupplierPage', 'Une page de noms.')

const choiceSchema = z
  .object({
    id: z.int().describe('Numéro.'),
    choice: z.enum(['link', 'refuse', 'unlink']).describe('Rattaché, refusé ou détaché.'),
    siren: z.string().nullable().describe('SIREN ; nul quand le nom est détaché.'),
    reason: z.string().describe('Motif.'),
    author: z.string().describe('Auteur.'),
    createdAt: instantText().describe('Quand.'),
  })
  .meta({ id: 'NameChoice', description: 'Ce qu’une personne a dit d’un nom ; jamais effacé.' })

export const namedReportSchema = z
  .object({
    ...shape,
    choices: z.array(choiceSchema).describe('Ce qui en a été dit, le dernier mot d’abord.'),
  })
  .meta({ id: 'NamedSupplierReport', description: 'Un nom, son rattachement et son histoire.' })

export const candidatesSchema = z
  .object({
    data: z
      .array(
        z
          .object({
            siren: z.string().describe('SIREN.'),
            name: z.string().describe('Son nom le plus proche, dans un fichier ou une liste.'),
            score: z
              .number()
              .describe(
                'Ressemblance des noms, de 0 à 1 ; 1 : les mêmes, à la forme juridique et aux accents près.',
              ),
            department: z.string().nullable().describe('Département, quand une liste le dit.'),
            isSupplierOfBuyer: z
              .boolean()
              .describe('Le même acheteur le nomme ailleurs avec son identifiant.'),
            isRefused: z.boolean().describe('Une personne l’a refusé pour ce nom.'),
          })
          .meta({ id: 'NameCandidate', description: 'Une entreprise que ce nom désigne peut-être.' }),
      )
      .describe('Les plus proches d’abord, vingt au plus.'),
  })
  .meta({ id: 'NameCandidates', description: 'Les entreprises que ce nom désigne peut-être.' })
