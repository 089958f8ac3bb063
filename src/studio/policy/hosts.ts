import { hostOf } from '../settings/addresses.ts';
import { type Keys, NO_KEYS, type Settings } from '../settings/settings.ts';

/** What a page does with an answer; each stands for one directive of the policy. */
export type HostUse = 'connect' | 'img' | 'script' | 'style' | 'font' | 'frame';

/** Hosts that the program asks for one purpose. */
export interface HostRule {
  /** shown to people */
  readonly purpose: string;
  readonly uses: readonly HostUse[];
  /** origins; `*.` stands for every subdomain */
  readonly hosts: readonly string[];
}

/** Filters of the network (`engine/network/`); Hugging Face sends on to storage of its own under these names. */
export const WEIGHTS_HOSTS: HostRule = {
  purpose: 'the network’s weights',
  uses: ['connect'],
  hosts: [
    'https://cdn.jsdelivr.net',
    'https://raw.githubusercontent.com',
    'https://huggingface.co',
    'https://*.huggingface.co',
    'https://*.hf.co',
  ],
};

/**
 * Instances of the Panoramax federation that are known: its search answers with pictures of all of them, and IGN's sends on to its
 * storage. A picture of a newer instance is refused, and the person may allow that host.
 */
const PANORAMAX_FEDERATION: HostRule = {
  purpose: 'Panoramax’s pictures',
  uses: ['connect', 'img'],
  hosts: [
    'https://*.panoramax.xyz',
    'https://panoramax.ign.fr',
    'https://panoramax-storage-public-fast.s3.gra.perf.cloud.ovh.net',
    'https://panoramax.openstreetmap.fr',
    'https://panoramax.mapcomplete.org',
  ],
};

/** Pictures come from the network of servers that Mapillary's owner runs. https://www.mapillary.com/developer/api-documentation */
const MAPILLARY: HostRule = {
  purpose: 'Mapillary’s pictures',
  uses: ['connect', 'img'],
  hosts: ['https://graph.mapillary.com', 'https://*.fbcdn.net'],
};

/** The public OSRM server leads cars alone: bicycles and walkers are led by FOSSGIS' (`route/services/osrm.ts`). */
const PUBLIC_OSRM = 'https://router.project-osrm.org';
const FOSSGIS_OSRM: HostRule = {
  purpose: 'ways for bicycles and walkers',
  uses: ['connect'],
  hosts: ['https://routing.openstreetmap.de'],
};

/** https://developers.google.com/maps/documentation/javascript/content-security-policy */
const GOOGLE: readonly HostRule[] = [
  {
    purpose: 'Google’s maps and pictures',
    uses: ['script', 'connect', 'img'],
    hosts: ['https://*.googleapis.com', 'https://*.gstatic.com', 'https://*.google.com'],
  },
  { purpose: 'Google’s pictures of users', uses: ['img'], hosts: ['https://*.googleusercontent.com'] },
  { purpose: 'frames of Google’s maps', uses: ['frame'], hosts: ['https://*.google.com'] },
  { purpose: 'styles of Google’s maps', uses: ['style'], hosts: ['https://fonts.googleapis.com'] },
  { purpose: 'type of Google’s maps', uses: ['font'], hosts: ['https://fonts.gstatic.com'] },
];

/** Every host that the program asks, with these settings and keys; services whose key is missing are not asked. */
export function hostRules(settings: Settings, keys: Keys = NO_KEYS): HostRule[] {
  const own = (purpose: string, uses: readonly HostUse[], address: string): HostRule => ({
    purpose,
    uses,
    hosts: [hostOf(address)].filter((host) => host !== null),
  });
  const routing = own('ways along roads', ['connect'], settings.routing.url);
  const panoramax = own('Panoramax', ['connect', 'img'], settings.panoramax);
  const federated = panoramax.hosts.some((host) => host.endsWith('.panoramax.xyz'));
  return [
    WEIGHTS_HOSTS,
    own('the map', ['connect', 'img'], settings.mapStyle),
    routing,
    ...(routing.hosts.includes(PUBLIC_OSRM) ? [FOSSGIS_OSRM] : []),
    own('search for places', ['connect'], settings.search),
    panoramax,
    ...(federated ? [PANORAMAX_FEDERATION] : []),
    ...(keys.mapillary ? [MAPILLARY] : []),
    ...(keys.google ? GOOGLE : []),
    { purpose: 'hosts that you allowed', uses: ['connect', 'img'], hosts: settings.allowedHosts },
  ];
}
