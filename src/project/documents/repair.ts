import { z } from 'zod';
import type { ProjectDocument, StyleItem } from '../document.ts';
import { projectParams } from '../params.ts';
import { parseBuiltInName } from '../styles/built-in-styles.ts';
import { isObject } from './codec.ts';
import { migrateDocument } from './migrate.ts';
import { repairFrames } from './repair-frames.ts';
import { repairParams } from './repair-params.ts';

const MAX_NAME_LENGTH = 200;
const DEFAULT_NAME = 'Untitled';

const id = z.string().min(1).max(100);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fileName = z.string().min(1).max(1000);
const styleNames = projectParams.input_style_filenames;
const styleItem = z.object({ id, name: fileName, sha256: sha256.nullable() });

/** A document, whatever was stored, with what had to be changed to make it one. */
export interface RepairedDocument {
  readonly document: ProjectDocument;
  /** in words for a person; empty where all was well */
  readonly repairs: readonly string[];
}

/**
 * Makes a document of what was stored: older forms are migrated; what is missing or not allowed falls back to a default, and pictures
 * that are not named by a hash are left out.
 * @param key under which it was stored: its id @param now ISO date, for dates that are missing
 * @throws PleinAirError kind `storage` where a newer program stored it
 */
export function repairDocument(stored: Readonly<Record<string, unknown>>, key: string, now: string): RepairedDocument {
  const repairs: string[] = [];
  const note = (what: string) => {
    repairs.push(what);
  };
  const name = nameOf(stored, note);
  const values = migrateDocument(stored, name);
  const { styles, shares } = repairStyles(values.styles, sharesOf(values.params), note);
  const { params, unknown } = repairParams(values.params, styles, shares, name, note);
  const extras = values.extras;
  if (extras !== undefined && !isObject(extras)) note('unknown keys of its params file could not be read');
  const created = dateOf(values.created);
  const document: ProjectDocument = {
    version: 1,
    id: key,
    name,
    created: created ?? now,
    changed: dateOf(values.changed) ?? created ?? now,
    frames: repairFrames(values.frames, note),
    styles,
    params,
    extras: { ...unknown, ...(isObject(extras) ? extras : {}) },
  };
  return { document, repairs };
}

function nameOf({ name }: Readonly<Record<string, unknown>>, note: (what: string) => void): string {
  const text = typeof name === 'string' ? name.trim() : '';
  if (text !== '') return text.slice(0, MAX_NAME_LENGTH);
  note('its name was missing');
  return DEFAULT_NAME;
}

/** @returns an ISO date, or null for what is none */
function dateOf(value: unknown): string | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function sharesOf(params: unknown): unknown {
  return isObject(params) ? params.input_style_weights : undefined;
}

/** The paintings that can be kept, each with its share. */
function repairStyles(stored: unknown, given: unknown, note: (what: string) => void) {
  const styles: StyleItem[] = [];
  const shares: unknown[] = [];
  const items: readonly unknown[] = Array.isArray(stored) ? stored : [];
  if (!Array.isArray(stored)) note('its paintings could not be read: choose them again');
  for (const [i, item] of items.entries()) {
    const { data } = styleItem.safeParse(item);
    if (!data || styles.some((other) => other.id === data.id)) continue;
    const findable = data.sha256 !== null || parseBuiltInName(data.name) !== undefined;
    if (!findable || !styleNames.safeParse([...styles, data].map(({ name }) => name)).success) continue;
    styles.push(data);
    shares.push(Array.isArray(given) ? given[i] : undefined);
  }
  if (styles.length < items.length) note(`${items.length - styles.length} of its paintings could not be read`);
  return { styles, shares };
}
