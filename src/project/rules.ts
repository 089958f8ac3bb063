import type { ValuePath } from './problem.ts';
import type { Params } from './schema.ts';

/** A rule between values that does not hold, at the value that should change. */
export interface BrokenRule {
  readonly path: ValuePath;
  readonly message: string;
}

/** Rules that no value can break by itself: lengths that belong together, layers named twice, weights that are all zero. */
export function brokenRules(params: Params): BrokenRule[] {
  return [
    ...weightRules(params, 'input_style_weights', 'input_style_filenames', 'styles'),
    ...weightRules(params, 'nn_content_layer_weights', 'nn_content_layers', 'layers'),
    ...weightRules(params, 'nn_style_layer_weights', 'nn_style_layers', 'layers'),
    ...repeatedNames(params, 'nn_content_layers'),
    ...repeatedNames(params, 'nn_style_layers'),
    ...hashRule(params),
    ...frameRule(params),
    ...routeRules(params),
  ];
}

type WeightKey = 'input_style_weights' | 'nn_content_layer_weights' | 'nn_style_layer_weights';
type NameKey = 'input_style_filenames' | 'nn_content_layers' | 'nn_style_layers';

function weightRules(params: Params, key: WeightKey, namesKey: NameKey, what: string): BrokenRule[] {
  const weights = params[key];
  const names = params[namesKey];
  if (weights.length !== names.length) {
    const message = `${weights.length} weights for ${names.length} ${what}; allowed: one for each of ${namesKey}`;
    return [{ path: [key], message }];
  }
  if (weights.length > 0 && weights.every((weight) => weight === 0)) {
    return [{ path: [key], message: 'all weights are 0; at least one must be greater' }];
  }
  return [];
}

function repeatedNames(params: Params, key: 'nn_content_layers' | 'nn_style_layers'): BrokenRule[] {
  const names: readonly string[] = params[key];
  return names.flatMap((name, i) => {
    const first = names.indexOf(name);
    return first < i ? [{ path: [key, i], message: `${name} stands here a second time; each layer counts once` }] : [];
  });
}

function hashRule({ input_style_sha256: hashes, input_style_filenames: names }: Params): BrokenRule[] {
  if (hashes.length === 0 || hashes.length === names.length) return [];
  const message = `${hashes.length} hashes for ${names.length} styles; allowed: none, or one for each of input_style_filenames`;
  return [{ path: ['input_style_sha256'], message }];
}

function frameRule({ video_start_frame: start, video_end_frame: end }: Params): BrokenRule[] {
  if (end === null || end >= start) return [];
  const message = `found ${end}, before video_start_frame, which is ${start}; allowed: null or a frame from ${start} on`;
  return [{ path: ['video_end_frame'], message }];
}

/** Lists that say something of each frame of a route. */
const PER_FRAME = ['route_positions', 'route_headings', 'route_dates', 'route_sha256'] as const;

function routeRules(params: Params): BrokenRule[] {
  const { route_source_ids: ids, route_points: points, frame_heading_mode: mode, frame_lookat: pin } = params;
  const broken: BrokenRule[] = PER_FRAME.filter((key) => params[key].length !== ids.length).map((key) => ({
    path: [key],
    message: `${params[key].length} entries for ${ids.length} pictures; allowed: one for each of route_source_ids`,
  }));
  if (points.length === 1) {
    broken.push({ path: ['route_points'], message: 'a single point is no way; allowed: none, or two and more' });
  }
  if (mode === 'lookat' && pin === null) {
    broken.push({
      path: ['frame_heading_mode'],
      message:
        'lookat needs frame_lookat, which is null: give the place to look at first, by its latitude and longitude or as a pin on the map',
    });
  }
  const { route_date_from: from, route_date_to: to } = params;
  if (from !== null && to !== null && from.slice(0, to.length) > to.slice(0, from.length)) {
    broken.push({ path: ['route_date_to'], message: `found ${to}, before route_date_from, which is ${from}` });
  }
  return broken;
}
