import type { Random } from './random.ts'

export type Place = {
  communeCode: string
  communeName: string
  departmentCode: string
  departmentName: string
  regionCode: string
  regionName: string
  latitude: string
  longitude: string
}

const DEPARTMENTS = [
  ['13', 'Bouches-du-Rhône', '93', "Provence-Alpes-Côte d'Azur", 43.5, 5.1],
  ['22', "Côtes-d'Armor", '53', 'Bretagne', 48.4, -2.8],
  ['2A', 'Corse-du-Sud', '94', 'Corse', 41.9, 8.9],
  ['27', 'Eure', '28', 'Normandie', 49.1, 1.0],
  ['31', 'Haute-Garonne', '76', 'Occitanie', 43.4, 1.3],
  ['33', 'Gironde', '75', 'Nouvelle-Aquitaine', 44.8, -0.6],
  ['35', 'Ille-et-Vilaine', '53', 'Bretagne', 48.1, -1.6],
  ['38', 'Isère', '84', 'Auvergne-Rhône-Alpes', 45.3, 5.6],
  ['44', 'Loire-Atlantique', '52', 'Pays de la Loire', 47.3, -1.7],
  ['45', 'Loiret', '24', 'Centre-Val de Loire', 47.9, 2.3],
  ['59', 'Nord', '32', 'Hauts-de-France', 50.4, 3.2],
  ['67', 'Bas-Rhin', '44', 'Grand Est', 48.6, 7.6],
  ['69', 'Rhône', '84', 'Auvergne-Rhône-Alpes', 45.9, 4.6],
  ['71', 'Saône-et-Loire', '27', 'Bourgogne-Franche-Comté', 46.6, 4.5],
  ['75', 'Paris', '11', 'Île-de-France', 48.9, 2.3],
  ['92', 'Hauts-de-Seine', '11', 'Île-de-France', 48.8, 2.2],
  ['974', 'La Réunion', '04', 'La Réunion', -21.1, 55.5],
] as const

const FIRST = ['Saint-Aubin', 'Villeneuve', 'Montreuil', 'Beaulieu', 'Champagné', 'La Ferté', "L'Hôpital"]
const LAST = ['sur-Mer', 'les-Bains', 'la-Forêt', 'en-Vallée', 'le-Château', "d'Oléac", 'sous-Bois', 'Brûlé']

/** An invented commune of a real département. */
export function drawPlace(random: Random): Place {
  const [departmentCode, departmentName, regionCode, regionName, latitude, longitude] =
    random.pick(DEPARTMENTS)
  const width = 5 - departmentCode.length
  return {
    communeCode: departmentCode + String(random.below(10 ** width)).padStart(width, '0'),
    communeName: `${random.pick(FIRST)}-${random.pick(LAST)}`,
    departmentCode,
    departmentName,
    regionCode,
    regionName,
    latitude: (latitude + random.next() / 2).toFixed(6),
    longitude: (longitude + random.next() / 2).toFixed(6),
  }
}
