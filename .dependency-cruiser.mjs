// Import directions of src/: rooms stand in tiers and know only lower ones; shells bind them together.

/** Rooms by tier. A room imports from lower tiers and from itself. */
const TIERS = [
  ['core'],
  ['gpu', 'platform'],
  ['route', 'frames', 'flow', 'engine'],
  ['project', 'export'],
  ['render'],
  ['experiments', 'benchmark'],
];

/** Imports within a tier that are meant. */
const NEIGHBOURS = { frames: ['route'], project: ['export'] };

/** Where implementations are bound to ports: nothing imports these, save for the exceptions at `nothing-imports-a-shell`. */
const SHELLS = '^src/(platform/browser|platform/node|render/worker|studio|headless)/';

/** Packages that need a page or a worker; those that need Node. */
const DOM_PACKAGES = 'react|react-dom|idb|maplibre-gl|terra-draw|@googlemaps/[^/]+';
const NODE_PACKAGES = 'sharp|webgpu|@mediabunny/server|node-av|cli-progress|tsx';

const inPackage = (names) => `(^|node_modules/)(${names})(/|$)`;
const inRooms = (rooms) => `^src/(${rooms.join('|')})/`;

const rooms = TIERS.flat();

/** One rule a room: what it may not import. */
const tierRules = TIERS.flatMap((tier, level) =>
  tier.map((room) => {
    const allowed = [...TIERS.slice(0, level).flat(), room, ...(NEIGHBOURS[room] ?? [])];
    return {
      name: `tier-of-${room}`,
      comment: `${room} (tier ${level}) may import from ${allowed.join(', ')} only`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: SHELLS },
      to: { path: inRooms(rooms.filter((other) => !allowed.includes(other))), pathNot: SHELLS },
    };
  }),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...tierRules.filter(({ to }) => to.path !== inRooms([])),
    {
      name: 'project-takes-params-and-types',
      comment: 'the document composes the stages’ params.ts; of their code it sees types alone',
      severity: 'error',
      from: { path: '^src/project/' },
      to: { path: inRooms(TIERS[2]), pathNot: '/params\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'project-takes-export-params',
      comment: 'project and export do not know each other, but for export/params.ts',
      severity: 'error',
      from: { path: '^src/project/' },
      to: { path: '^src/export/', pathNot: '^src/export/params\\.ts$' },
    },
    {
      name: 'sources-apart',
      comment: 'a frame source knows no other frame source',
      severity: 'error',
      from: { path: '^src/frames/sources/([^/]+)' },
      to: { path: '^src/frames/sources/', pathNot: '^src/frames/sources/$1/' },
    },
    {
      name: 'nothing-imports-a-shell',
      comment: 'only shells use platform/browser and platform/node; only the studio uses render/worker/client',
      severity: 'error',
      from: { path: '^src/', pathNot: SHELLS },
      to: { path: SHELLS },
    },
    ...[
      ['studio', 'platform/browser/|render/worker/(client|create-client|protocol)\\.ts$'],
      ['render/worker', 'platform/browser/'],
      ['headless', 'platform/node/'],
      ['platform/browser', ''],
      ['platform/node', ''],
    ].map(([shell, others]) => ({
      name: `shell-${shell.replace('/', '-')}`,
      comment: `of the shells, ${shell} may use ${others || 'none'}`,
      severity: 'error',
      from: { path: `^src/${shell}/` },
      to: { path: SHELLS, pathNot: `^src/(${[`${shell}/`, others].filter(Boolean).join('|')})` },
    })),
    {
      name: 'tfjs-stays-in-its-room',
      comment: 'only engine/tfjs and gpu import TensorFlow.js',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(engine/tfjs|gpu)/' },
      to: { path: inPackage('@tensorflow/[^/]+') },
    },
    {
      name: 'no-node-outside-node',
      comment: 'all but headless and platform/node runs in a page and in a worker too',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(headless|platform/node)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-node-packages-outside-node',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(headless|platform/node)/' },
      to: { path: inPackage(NODE_PACKAGES) },
    },
    {
      name: 'no-dom-packages-outside-the-page',
      comment: 'pages, workers and maps alone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(studio|platform/browser|render/worker|route/maps)/' },
      to: { path: inPackage(DOM_PACKAGES) },
    },
    {
      name: 'maps-are-loaded-by-the-studio',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(studio|route/maps)/' },
      to: { path: '^src/route/maps/' },
    },
    {
      name: 'source-stands-alone',
      comment: 'src imports neither tests, scripts nor benchmarks',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-missing-files', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: a type imported from above ties the rooms together as a value does.
    tsPreCompilationDeps: true,
    // Follow package exports as bundlers and Node do.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.d.ts'],
    },
  },
};
