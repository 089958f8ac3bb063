import { z } from 'zod';
import { engineParams } from '../engine/params.ts';
import { exportParams } from '../export/params.ts';
import { flowParams } from '../flow/params.ts';
import { frameParams } from '../frames/params.ts';
import { routeParams } from '../route/params.ts';
import { projectParams } from './params.ts';

/** Every parameter by name, in the order in which a file lists them: composed from the parts that the stages own. */
export const paramShape = {
  ...projectParams,
  ...routeParams,
  ...frameParams,
  ...engineParams,
  ...flowParams,
  ...exportParams,
};

/** Fills in defaults and checks each value by itself; rules between values stand in `rules.ts`. */
export const paramsSchema = z.object(paramShape);

/** All parameters, resolved: no value is absent. */
export type Params = z.infer<typeof paramsSchema>;

/** Name of a parameter. */
export type ParamKey = keyof Params;
