import { z } from 'zod';
import { describeAllowed, type ValueSchema } from './allowed.ts';
import { resultsSchema } from './results.ts';
import { type ParamKey, paramsSchema } from './schema.ts';

/** Everything a form, a help text or a table needs to show one parameter. */
export interface ParamDescription {
  readonly key: ParamKey;
  readonly group: string;
  readonly title: string;
  /** what it does, with its formula where there is one */
  readonly description: string;
  /** of the value; absent where it has none */
  readonly unit: string | undefined;
  /** of a slider; linear where the values of a range are alike far apart */
  readonly scale: 'linear' | 'log';
  /** of a slider; never a rule for the value */
  readonly step: number | undefined;
  readonly default: unknown;
  /** what a value may be, in words */
  readonly allowed: string;
  /** what a value may be, for a form to choose its control by */
  readonly schema: ValueSchema;
}

/** Every parameter in the order of the schema. */
export function describeParams(): ParamDescription[] {
  const { properties = {} } = z.toJSONSchema(paramsSchema) as ValueSchema;
  return Object.entries(properties).map(([key, schema]) => ({
    key: key as ParamKey,
    group: schema.group ?? '',
    title: schema.title ?? key,
    description: schema.description ?? '',
    unit: schema.unit,
    scale: schema.scale === 'log' ? 'log' : 'linear',
    step: schema.step,
    default: schema.default,
    allowed: describeAllowed(schema),
    schema,
  }));
}

/** Every result of a record in the order of its schema, with what it says. */
export function describeResults(): { readonly key: string; readonly description: string }[] {
  const { properties = {} } = z.toJSONSchema(resultsSchema) as ValueSchema;
  return Object.entries(properties).map(([key, { description = '' }]) => ({ key, description }));
}
