import sharp from 'sharp';
import type { StandIn, StandInAnswer } from './stand-in.ts';

/**
 * OpenFreeMap's tile server (https://openfreemap.org/quick_start/): a style by name, which names a TileJSON, which names the tiles. Ours are
 * pictures of one and the same street crossing instead of vector tiles.
 *
 * Cases, by the style's name:
 * - any other: a street map
 * - `missing`: 404
 * - `broken`: a document that is no style
 * - `no-tiles`: its tiles answer 503
 */
export function createMapTiles(): StandIn {
  return {
    hosts: ['tiles.openfreemap.org'],
    async answer({ url }) {
      const style = /^\/styles\/([\w-]+)$/.exec(url.pathname)?.[1];
      if (style) return styleNamed(style);
      const planet = /^\/(planet|planet-down)$/.exec(url.pathname)?.[1];
      if (planet) return json(tileJson(planet));
      if (/^\/planet\/20\d+\/\d+\/\d+\/\d+\.png$/.test(url.pathname)) {
        return { headers: { ...OPEN, 'content-type': 'image/png' }, body: await crossing() };
      }
      return { status: url.pathname.startsWith('/planet-down/') ? 503 : 404, headers: OPEN };
    },
  };
}

/** On styles, tiles, glyphs and sprites: https://github.com/hyperknot/openfreemap/blob/main/docs/assets/nginx.conf */
const OPEN = { 'access-control-allow-origin': '*' };

const json = (value: unknown): StandInAnswer => ({
  headers: { ...OPEN, 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** https://maplibre.org/maplibre-style-spec/root/ */
function styleNamed(name: string): StandInAnswer {
  if (name === 'missing') return { status: 404, headers: OPEN };
  if (name === 'broken') return json({ version: 8, layers: 'none' });
  const url = `https://tiles.openfreemap.org/${name === 'no-tiles' ? 'planet-down' : 'planet'}`;
  return json({
    version: 8,
    sources: { openmaptiles: { type: 'raster', url, tileSize: 256 } },
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': '#f8f4f0' } },
      { id: 'streets', type: 'raster', source: 'openmaptiles' },
    ],
  });
}

/** https://github.com/mapbox/tilejson-spec/tree/master/3.0.0 */
function tileJson(planet: string): unknown {
  return {
    tilejson: '3.0.0',
    tiles: [`https://tiles.openfreemap.org/${planet}/20260101001/{z}/{x}/{y}.png`],
    minzoom: 0,
    maxzoom: 20,
    attribution:
      '<a href="https://openfreemap.org" target="_blank">OpenFreeMap</a> <a href="https://www.openmaptiles.org/" target="_blank">&copy; OpenMapTiles</a> Data from <a href="https://www.openstreetmap.org/copyright" target="_blank">OpenStreetMap</a>',
  };
}

let drawn: Promise<Buffer> | undefined;

/** Streets at every quarter of the tile, one of them wide, and a park. */
function crossing(): Promise<Buffer> {
  const streets = [32, 96, 160, 224].map((at) => {
    const street = `M${at} 0V256M0 ${at}H256`;
    const width = at === 96 ? 14 : 7;
    return `<path d="${street}" stroke="#d3ccc2" stroke-width="${width + 2}"/><path d="${street}" stroke="${at === 96 ? '#ffe8a8' : '#fff'}" stroke-width="${width}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><rect width="256" height="256" fill="#efeae3"/><rect x="166" y="166" width="52" height="52" fill="#cfe3bd"/>${streets.join('')}</svg>`;
  drawn ??= sharp(Buffer.from(svg)).png().toBuffer();
  return drawn;
}
