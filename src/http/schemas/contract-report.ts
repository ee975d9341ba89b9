import { z } from 'zod'
import { PROXIMITIES } from '../../domain/contract-filter/proximity.ts'
import { AMOUNT_FLAG, holderShape, organisationShape, summaryShape } from './contract.ts'
import { dayText } from './dates.ts'
import { placeShape } from './place.ts'
import { verdictShape } from './verdict.ts'

export const contractParamsSchema = z.strictObject({
  id: z
    .guid('un UUID, tel que le donne GET /v1/contracts dans « id »')
    .describe('Identifiant du marché dans ce service.'),
})

const holderVerdictSchema = z.object(verdictShape).meta({
  id: 'HolderVerdict',
  description: 'Le classement d’un titulaire au jour de la notification, et pourquoi.',
})

const holderSchema = z
  .object({
    ...holderShape,
    department: z.string().nullable().describe('Département retenu ; nul : inconnu.'),
    departmentFrom: z
      .enum(['list', 'contracts'])
      .nullable()
      .describe('Qui le dit : une liste importée, qui l’emporte, ou les marchés publiés.'),
    commune: z
      .string()
      .nullable()
      .describe('Commune que publient les marchés, dans ce département. DECP : `titulaire_commune_code`.'),
    publishedDepartments: z
      .array(z.string())
      .describe(
        'Ce que disent les marchés publiés, tous imports confondus. DECP : `titulaire_departement_code`.',
      ),
    proximity: z.enum(PROXIMITIES).describe('Proximité avec l’acheteur.'),
    verdicts: z.array(holderVerdictSchema).describe('Un classement par périmètre.'),
  })
  .meta({ id: 'ClassifiedHolder', description: 'Un titulaire et ses classements. DECP : `titulaires`.' })

const placeSchema = z
  .object({
    code: z.string().nullable().describe('DECP : `lieuExecution.code`.'),
    codeType: z.string().nullable().describe('DECP : `lieuExecution.typeCode`.'),
    name: z.string().nullable().describe('DECP 2019 : `lieuExecution.nom`.'),
  })
  .meta({ id: 'Place', description: 'Lieu d’exécution.' })

const amendmentSchema = z
  .object({
    amendedOn: dayText().nullable().describe('DECP : `dateNotificationModification`.'),
    publishedOn: dayText().nullable().describe('DECP : `datePublicationDonneesModification`.'),
    amount: z
      .number()
      .nullable()
      .describe('Nouveau total, en euros hors taxes. DECP : `modifications.montant`.'),
    amountFlag: z.string().nullable().describe(AMOUNT_FLAG),
    durationMonths: z.int().nullable().describe('Nouvelle durée. DECP : `modifications.dureeMois`.'),
    object: z.string().nullable().describe('DECP 2019 : `objetModification`.'),
  })
  .meta({ id: 'Amendment', description: 'Une modification. DECP : `modifications`.' })

const subcontractSchema = z
  .object({
    ...organisationShape,
    amount: z.number().nullable().describe('Euros hors taxes. DECP : `actesSousTraitance.montant`.'),
    notifiedOn: dayText().nullable().describe('DECP : `actesSousTraitance.dateNotification`.'),
    durationMonths: z.int().nullable().describe('DECP : `actesSousTraitance.dureeMois`.'),
  })
  .meta({ id: 'Subcontract', description: 'Un acte de sous-traitance. DECP : `actesSousTraitance`.' })

const versionSchema = z
  .object({
    id: z.string().describe('Identifiant de cet enregistrement dans ce service.'),
    publishedOn: dayText().nullable().describe('DECP : `datePublicationDonnees`.'),
    notifiedOn: dayText().nullable().describe('DECP : `dateNotification`.'),
    amount: z.number().nullable().describe('Euros hors taxes. DECP : `montant`.'),
    object: z.string().nullable().describe('DECP : `objet`.'),
    isCurrent: z.boolean().describe('Un lot voisin, et non une version dépassée.'),
  })
  .meta({ id: 'OtherVersion', description: 'Autre version du marché, ou lot voisin.' })

export const originSchema = z
  .object({
    importId: z.int().describe('Import ; voir `GET /v1/imports/{id}`.'),
    file: z.string().describe('Fichier.'),
    format: z.string().describe('Format reconnu.'),
    ...placeShape,
  })
  .meta({ id: 'Origin', description: 'D’où vient l’enregistrement.' })

const labels = (decp: string) =>
  z.array(z.string()).nullable().describe(`DECP : \`${decp}\` ; nul : inconnu, liste vide : aucune.`)

export const contractReportSchema = z
  .object({
    ...summaryShape,
    holders: z.array(holderSchema).describe('Titulaires et leurs classements.'),
    isCurrent: z.boolean().describe('Compte dans les chiffres ; faux pour une version dépassée.'),
    frameworkId: z.string().nullable().describe('Accord-cadre. DECP : `idAccordCadre`.'),
    frameworkIsKnown: z.boolean().describe('L’accord-cadre de ce marché subséquent est lui aussi importé.'),
    hasCallOffs: z.boolean().describe('Des marchés subséquents le nomment.'),
    place: placeSchema,
    durationMonths: z.int().nullable().describe('Durée en mois. DECP : `dureeMois`.'),
    initialAmount: z
      .number()
      .nullable()
      .describe('Montant d’origine, avant toute modification, en euros hors taxes.'),
    priceForm: z.string().nullable().describe('DECP : `formePrix`.'),
    priceTypes: labels('typesPrix'),
    ccag: z.string().nullable().describe('DECP : `ccag`.'),
    groupType: z.string().nullable().describe('DECP : `typeGroupementOperateurs`.'),
    offersReceived: z.int().nullable().describe('DECP : `offresRecues`.'),
    innovative: z.boolean().nullable().describe('DECP : `marcheInnovant`.'),
    advance: z.boolean().nullable().describe('DECP : `attributionAvance`.'),
    advanceRate: z.number().nullable().describe('DECP : `tauxAvance`.'),
    subcontractingDeclared: z.boolean().nullable().describe('DECP : `sousTraitanceDeclaree`.'),
    euOrigin: z.number().nullable().describe('DECP : `origineUE`.'),
    frenchOrigin: z.number().nullable().describe('DECP : `origineFrance`.'),
    techniques: labels('techniques'),
    executionModes: labels('modalitesExecution'),
    socialConsiderations: labels('considerationsSociales'),
    environmentalConsiderations: labels('considerationsEnvironnementales'),
    amendments: z.array(amendmentSchema).describe('Modifications, dans l’ordre. DECP : `modifications`.'),
    subcontracts: z.array(subcontractSchema).describe('Sous-traitance. DECP : `actesSousTraitance`.'),
    otherVersions: z.array(versionSchema).describe('Versions antérieures et lots voisins.'),
    origin: originSchema,
  })
  .meta({ id: 'ContractReport', description: 'Un marché, avec tout ce qui en est connu.' })
