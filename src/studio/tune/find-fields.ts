import type { Params } from '../../project/schema.ts';
import { isChanged } from './change-params.ts';
import type { ParamField } from './fields.ts';

/** What a person painting reaches for first stands first; a group that is not named here follows in the schema's order. */
const GROUP_ORDER = ['Weights', 'Input', 'Film', 'Colour', 'Job', 'Network', 'Flow', 'Export'];

export interface FieldFilter {
  /** words that must all occur in a row's texts */
  readonly search: string;
  readonly changedOnly: boolean;
}

/** Rows under one heading. */
export interface FieldGroup {
  readonly name: string;
  readonly fields: readonly ParamField[];
}

/** The rows that pass the filter, by group; groups without any are left out. */
export function groupFields(fields: readonly ParamField[], params: Params, filter: FieldFilter): FieldGroup[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = fields.filter(
    (field) =>
      (!filter.changedOnly || isChanged(params, field.keys)) && words.every((word) => textOf(field).includes(word)),
  );
  const names = [...new Set([...GROUP_ORDER, ...shown.map(({ param }) => param.group)])];
  return names
    .map((name) => ({ name, fields: shown.filter(({ param }) => param.group === name) }))
    .filter((group) => group.fields.length > 0);
}

function textOf({ param, keys }: ParamField): string {
  return [param.group, param.title, param.description, ...keys].join(' ').toLowerCase();
}
