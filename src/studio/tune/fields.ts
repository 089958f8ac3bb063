import type { ValueSchema } from '../../project/allowed.ts';
import { describeParams, type ParamDescription } from '../../project/describe.ts';
import type { ParamKey } from '../../project/schema.ts';
import { sliderStops } from './slider-stops.ts';

/** A value outside of the range that has a meaning of its own. */
interface Alternative {
  readonly value: null | number | string;
  /** what the form calls it */
  readonly label: string;
}

export interface NumberControl {
  readonly kind: 'number';
  /** of the slider; null where a number is typed alone */
  readonly stops: readonly number[] | null;
  readonly alternative: Alternative | null;
  /** what stands there when the alternative is taken away */
  readonly usual: number;
}

/** Pairs of lists: layers, and a weight for each. */
type LayersKey = 'nn_content_layers' | 'nn_style_layers';
type LayerWeightsKey = 'nn_content_layer_weights' | 'nn_style_layer_weights';

/** How a parameter is set. */
export type Control =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly (string | number)[] }
  | NumberControl
  | { readonly kind: 'numbers' }
  | {
      readonly kind: 'layers';
      readonly layers: LayersKey;
      readonly weights: LayerWeightsKey;
      readonly options: readonly string[];
    };

/** One row of the form. */
export interface ParamField {
  readonly param: ParamDescription;
  readonly control: Control;
  /** every parameter that the row sets, its own first */
  readonly keys: readonly ParamKey[];
}

/** Set on other screens, or by the program. */
const OWNED_ELSEWHERE: ReadonlySet<ParamKey> = new Set<ParamKey>([
  'job_schema_version',
  'input_filename',
  'input_style_filenames',
  'input_style_sha256',
  'input_style_weights',
]);

/** The way and the camera along it, set at the Route and Frames steps. */
const ON_THE_MAP = /^(route|frame)_/;

/** Of them those that a row sets; the rest is drawn, picked or found. */
const DRIVE_KEYS = [
  'route_spacing_m',
  'route_max_frames',
  'route_search_radius_m',
  'route_outdoor_only',
  'frame_width',
  'frame_height',
  'frame_fov',
  'frame_pitch',
  'frame_heading_mode',
  'frame_heading_offset',
  'frame_heading_smooth_m',
  'frame_dedupe',
  'frame_min_move_m',
  'frame_balance',
] as const satisfies readonly ParamKey[];

const WEIGHTS_OF: Readonly<Record<LayersKey, LayerWeightsKey>> = {
  nn_content_layers: 'nn_content_layer_weights',
  nn_style_layers: 'nn_style_layer_weights',
};
const LAYER_WEIGHTS: ReadonlySet<ParamKey> = new Set<ParamKey>(Object.values(WEIGHTS_OF));

/**
 * The rows of the form, in the order of the schema.
 * @throws Error where the schema has a kind of value that no control here sets
 */
export function fieldsOf(params: readonly ParamDescription[]): ParamField[] {
  return params
    .filter(({ key }) => !OWNED_ELSEWHERE.has(key) && !LAYER_WEIGHTS.has(key))
    .map((param) => {
      const control = controlOf(param);
      return { param, control, keys: control.kind === 'layers' ? [control.layers, control.weights] : [param.key] };
    });
}

/** The rows of this version's schema. */
export const fields: readonly ParamField[] = fieldsOf(describeParams().filter(({ key }) => !ON_THE_MAP.test(key)));

/** Rows of the Route and Frames steps, by name: how the camera drives, and what is done to what it saw. */
export function routeField(key: (typeof DRIVE_KEYS)[number]): ParamField {
  const field = driveFields.find(({ param }) => param.key === key);
  if (!field) throw new Error(`fields: no row for ${key}`);
  return field;
}

const driveFields = fieldsOf(describeParams().filter(({ key }) => (DRIVE_KEYS as readonly string[]).includes(key)));

function controlOf(param: ParamDescription): Control {
  const { key, schema } = param;
  if (isLayersKey(key)) {
    const options = (schema.items?.enum ?? []).filter((name) => typeof name === 'string');
    return { kind: 'layers', layers: key, weights: WEIGHTS_OF[key], options };
  }
  if (schema.type === 'boolean') return { kind: 'switch' };
  if (schema.enum) {
    return {
      kind: 'choice',
      options: schema.enum.filter((value) => typeof value === 'string' || typeof value === 'number'),
    };
  }
  if (schema.type === 'array' && schema.items && isRange(schema.items)) return { kind: 'numbers' };
  const branches = schema.anyOf ?? [schema];
  const range = branches.find(isRange);
  const others = branches.filter((branch) => branch !== range);
  if (!range || others.length > 1) throw new Error(`fields: no control for ${key} (${param.allowed})`);
  return numberControl(param, range, others[0]);
}

function numberControl(param: ParamDescription, range: Range, other: ValueSchema | undefined): NumberControl {
  const { minimum, maximum, type } = range;
  const alternative = other ? { value: alternativeValue(other), label: alternativeLabel(param.key, other) } : null;
  const middle = param.scale === 'log' || minimum > 0 ? Math.sqrt(minimum * maximum) : (minimum + maximum) / 2;
  const isUsual = typeof param.default === 'number' && param.default !== alternative?.value;
  const usual = isUsual ? (param.default as number) : Number(middle.toPrecision(1));
  const whole = type === 'integer';
  const stops = sliderStops({ minimum, maximum, whole, scale: param.scale, step: param.step, usual });
  return { kind: 'number', stops, alternative, usual };
}

function alternativeValue(schema: ValueSchema): Alternative['value'] {
  if (schema.type === 'null') return null;
  if (typeof schema.const === 'number' || typeof schema.const === 'string') return schema.const;
  throw new Error('fields: an alternative to a range is null or a constant');
}

function alternativeLabel(key: ParamKey, schema: ValueSchema): string {
  if (key === 'video_end_frame') return 'to the end';
  return schema.const === 0 || schema.const === -1 ? 'off' : 'auto';
}

type Range = ValueSchema & { readonly minimum: number; readonly maximum: number };

function isRange(schema: ValueSchema): schema is Range {
  const isNumber = schema.type === 'number' || schema.type === 'integer';
  return isNumber && schema.const === undefined && schema.minimum !== undefined && schema.maximum !== undefined;
}

function isLayersKey(key: ParamKey): key is LayersKey {
  return key in WEIGHTS_OF;
}
