import { cumulate, type Random } from './random.ts'

export type Subject = { cpv: string; type: 'Travaux' | 'Fournitures' | 'Services'; text: string }

/** What is bought: CPV code, kind, words. */
export const SUBJECTS: readonly Subject[] = [
  { cpv: '45214200', type: 'Travaux', text: "construction d'un groupe scolaire" },
  { cpv: '45233140', type: 'Travaux', text: 'réfection de la voirie communale' },
  { cpv: '45261210', type: 'Travaux', text: 'couverture et étanchéité de la salle polyvalente' },
  { cpv: '45310000', type: 'Travaux', text: "mise aux normes de l'installation électrique" },
  { cpv: '45331000', type: 'Travaux', text: 'chauffage, ventilation et plomberie' },
  { cpv: '45232410', type: 'Travaux', text: "extension du réseau d'assainissement des eaux usées" },
  { cpv: '45212221', type: 'Travaux', text: "rénovation de l'équipement sportif intercommunal" },
  { cpv: '45442100', type: 'Travaux', text: 'peinture intérieure et revêtements de sols' },
  { cpv: '45112700', type: 'Travaux', text: "insertion paysagère d'un aménagement cyclable" },
  { cpv: '45421000', type: 'Travaux', text: 'menuiseries extérieures en bois' },
  { cpv: '33600000', type: 'Fournitures', text: 'produits pharmaceutiques' },
  { cpv: '15800000', type: 'Fournitures', text: 'denrées alimentaires pour la restauration scolaire' },
  { cpv: '30200000', type: 'Fournitures', text: 'matériel informatique et périphériques' },
  { cpv: '34100000', type: 'Fournitures', text: 'véhicules légers à faibles émissions' },
  { cpv: '39130000', type: 'Fournitures', text: 'mobilier de bureau issu du réemploi' },
  { cpv: '09310000', type: 'Fournitures', text: "électricité d'origine renouvelable" },
  { cpv: '18100000', type: 'Fournitures', text: 'vêtements de travail et équipements de protection' },
  { cpv: '44000000', type: 'Fournitures', text: 'quincaillerie, outillage et matériaux' },
  { cpv: '90910000', type: 'Services', text: 'nettoyage des locaux et de la vitrerie' },
  { cpv: '77310000', type: 'Services', text: 'entretien des espaces verts' },
  { cpv: '90511000', type: 'Services', text: 'collecte des déchets ménagers et assimilés' },
  { cpv: '71200000', type: 'Services', text: "maîtrise d'œuvre" },
  { cpv: '60130000', type: 'Services', text: "transport d'élèves et d'étudiants" },
  { cpv: '79713000', type: 'Services', text: 'gardiennage et télésurveillance' },
  { cpv: '72260000', type: 'Services', text: 'hébergement et maintenance de logiciels' },
  { cpv: '66510000', type: 'Services', text: 'assurances (dommages aux biens, responsabilité civile)' },
  { cpv: '85312000', type: 'Services', text: "accompagnement socioprofessionnel et chantiers d'insertion" },
  { cpv: '80500000', type: 'Services', text: 'formation continue des agents' },
  { cpv: '55520000', type: 'Services', text: 'fourniture et livraison de repas en liaison froide' },
  { cpv: '71315000', type: 'Services', text: 'contrôle technique et coordination SPS' },
]

const ACTIONS = [
  '',
  'Marché de ',
  'Travaux de ',
  'Prestations : ',
  'Accord-cadre à bons de commande : ',
  'Mission - ',
]
const FOR = [
  '',
  '',
  ' de la ville',
  ' pour le CCAS',
  " du siège de l'agglomération",
  ' au collège Jean Moulin',
]
const DETAILS = [
  ' - programme pluriannuel',
  ', y compris la maintenance préventive et curative',
  ', tranche ferme et tranches optionnelles',
  ' dans le cadre de la rénovation énergétique des bâtiments communaux',
  ', années 2023 à 2026, reconductible trois fois',
  ' – groupement de commandes coordonné par la communauté de communes',
  ' (quartier prioritaire de la politique de la ville)',
  ' sur les sites de Kerguélen, Bel-Air et de la Grande Prairie',
]
/** Weights of 0, 1, 2, 3, 4 details: they give the lengths measured on published objects. */
const DETAIL_COUNTS = cumulate([60, 23, 10, 5, 2])
const UPPER_CASE = 0.35

/** An object as publishers write it: 30 to 350 characters, in capitals a third of the time. */
export function drawObject(random: Random, subject: Subject): string {
  let text = `${random.pick(ACTIONS)}${subject.text}${random.pick(FOR)}`
  for (let count = random.weighted(DETAIL_COUNTS); count > 0; count--) text += random.pick(DETAILS)
  if (random.chance(0.4)) text += ` - lot n°${1 + random.below(24)}`
  return random.chance(UPPER_CASE) ? text.toUpperCase() : text
}

/** What a reader gets of UTF-8 bytes read as Windows-1252 by someone upstream: "é" → "Ã©". */
export const garble = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

/** The first apostrophe, accent or ampersand written as an HTML entity, as some platforms publish them. */
export function writeEntity(text: string): string {
  const written = text.replace(/['’]/, '&#39;').replace('é', '&eacute;')
  return written === text ? `${text} &amp; divers` : written
}
