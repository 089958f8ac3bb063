import { notifications } from '@mantine/notifications';
import { PleinAirError } from '../../core/errors.ts';
import type { ProjectDocument } from '../../project/document.ts';
import { type ParsedParams, parseParamsBytes } from '../../project/parse.ts';
import { createParams } from '../../project/resolve.ts';
import {
  keepFetched,
  NO_ROUTE_FRAMES,
  namesRoute,
  type RouteChoice,
  routeChoiceOf,
  routeOf,
  withRouteFrames,
} from '../../project/route-frames.ts';
import type { Params } from '../../project/schema.ts';
import { writeParams } from '../../project/write.ts';
import { useMap } from '../route/map-store.ts';
import { routePoints } from '../route/route-actions.ts';
import { useDocument } from '../state/document-store.ts';
import { noteOpenProject } from '../state/note-open-project.ts';
import { type MatchedStyles, matchStyles } from './match-styles.ts';
import { useParamsProblems, withSource } from './params-problems.ts';

/** Larger files are not read into memory to find that they are too large; the parser's own limit is lower. */
const MAX_BYTES_READ = 8 * 1024 * 1024;
/** More remarks than this are shown in the dialog. */
const MAX_NOTED = 3;
/** First bytes of a Matroska or WebM film (EBML, RFC 8794). */
const EBML = [0x1a, 0x45, 0xdf, 0xa3];

interface ParamsFile {
  readonly name: string;
  readonly text: string;
  /** for the person: why the way of the project is not in it; null where it is, or there is none */
  readonly leftOut: string | null;
}

const WAY_LEFT_OUT =
  'The way is not in it: it was drawn on another map than the way along which these frames were found. Fetch frames along it to pass it on.';

/** The open project's params as the bytes of a YAML file, and a name for it; null while no project is open. */
export function paramsFile(): ParamsFile | null {
  const { document } = useDocument.getState();
  if (!document) return null;
  const hashes = document.styles.flatMap(({ sha256 }) => sha256 ?? []);
  // The hashes find the paintings again on another machine. All or none: built-in ones have no file to hash.
  const input_style_sha256 = hashes.length === document.styles.length ? hashes : [];
  const params = withRouteFrames({ ...document.params, input_style_sha256 }, document.frames);
  return {
    name: `${fileStem(document.name)}.yaml`,
    text: writeParams(params, {}, document.extras),
    leftOut: params.route_points.length < document.params.route_points.length ? WAY_LEFT_OUT : null,
  };
}

/** Gives the open project's params to the person as a file, as the browser saves downloads. */
export function saveParamsFile(): void {
  const file = paramsFile();
  if (!file) return;
  const address = URL.createObjectURL(new Blob([file.text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // The browser reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  if (file.leftOut !== null) tell('brand', `${file.name} saved`, file.leftOut);
}

/** Whether a file holds params: YAML by its name, or a film of ours, which carries them as a tag. */
export async function carriesParams(file: File): Promise<boolean> {
  if (/\.ya?ml$/i.test(file.name)) return true;
  return (await isFilm(file)) && (await readTag(file)) !== undefined;
}

/**
 * Reads params from a YAML or a film of ours into the open project, in one step of undo. Whatever is wrong is told on screen, and
 * then nothing is changed.
 */
export async function loadParamsFile(file: File): Promise<void> {
  try {
    await load(file);
  } catch (error) {
    if (error instanceof PleinAirError) tell('rust', error.message, error.remedy);
    else
      tell(
        'rust',
        `${file.name} cannot be read`,
        `${error instanceof Error ? error.message : error}. Choose it again.`,
      );
  }
}

async function load(file: File): Promise<void> {
  const isOpen = noteOpenProject();
  const bytes = (await isFilm(file)) ? await filmParams(file) : await fileParams(file);
  const parsed = parseParamsBytes(bytes);
  const text = new TextDecoder().decode(bytes);
  const { show } = useParamsProblems.getState();
  if (!parsed.ok) {
    show({ file: file.name, kind: 'errors', problems: withSource(parsed.errors, text) });
    return;
  }
  if (!apply(file.name, parsed, isOpen)) return;
  if (parsed.warnings.length > MAX_NOTED) {
    show({ file: file.name, kind: 'warnings', problems: withSource(parsed.warnings, text) });
  } else if (parsed.warnings.length > 0) {
    const lines = parsed.warnings.map(({ line, key, message }) => `line ${line}${key && `, ${key}`}: ${message}`);
    tell('brand', `${file.name}, remarks`, lines.join('\n'));
  }
}

type GoodParams = Extract<ParsedParams, { ok: true }>;

/** @param isOpen whether the project for which they were read is @returns false where it is not, and then nothing was changed */
function apply(name: string, { params, extras }: GoodParams, isOpen: () => boolean): boolean {
  const { document, setParams } = useDocument.getState();
  if (!document || !isOpen()) {
    const other =
      document && 'Another project was opened meanwhile. Open the one that the file is meant for, then drop it again.';
    const remedy = other ?? 'Open a project first, or make a new one, then drop the file again.';
    tell('brand', `${name} was not loaded`, remedy);
    return false;
  }
  const match = matchStyles(params, document.styles, () => crypto.randomUUID());
  // A file without paintings, or with none that is at hand, says nothing that could take the place of those chosen here.
  const keep = match.styles.length === 0;
  const styles = keep ? document.styles : match.styles;
  const weights = keep ? document.params.input_style_weights : usableWeights(match.weights);
  // As with paintings: a file of another film does not take the way from this one.
  const withRoute = namesRoute(params);
  const mixed = createParams({
    ...params,
    ...(withRoute ? {} : routeOf(document.params)),
    ...NO_ROUTE_FRAMES,
    input_style_filenames: styles.map((style) => style.name),
    input_style_weights: [...weights],
    input_style_sha256: [],
  });
  setParams(mixed, extras, styles, routeFrames(params, document));
  if (withRoute) showRoute(mixed);
  const stays = !withRoute && (document.frames.kind === 'route' || namesRoute(document.params));
  const but = stays ? ' It names no route: this project’s stays as it was.' : '';
  tell(undefined, `${name} loaded`, `All parameters are as it says.${but} Undo brings the earlier ones back.`);
  tellStyles(match, keep, document);
  return true;
}

/** At the Route step the map is at the way of before; elsewhere there is none. */
function showRoute(params: Params): void {
  const points = routePoints(params);
  const { showAll, setMode } = useMap.getState();
  showAll(points);
  if (points.length > 0) setMode('edit');
}

/** The frames that a file names; those of the project where they are the same ones, so that nothing is fetched twice. */
function routeFrames(params: Params, { frames }: ProjectDocument): RouteChoice | undefined {
  const named = routeChoiceOf(params, () => crypto.randomUUID());
  return named ? keepFetched(named, frames) : undefined;
}

/** The shares of what is left, when a painting with all the weight is missing. */
function usableWeights(weights: readonly number[]): readonly number[] {
  return weights.some((weight) => weight > 0) ? weights : weights.map(() => 1);
}

function tellStyles({ missing, differing }: MatchedStyles, keep: boolean, { styles }: ProjectDocument): void {
  if (missing.length > 0) {
    const names = missing.map(({ name, weight }) => `${name} (share ${weight})`).join(', ');
    const kept = keep && styles.length > 0 ? ' The paintings of this project stay as they were.' : '';
    tell('brand', `Not in this project: ${names}`, `Add the painting at Styles and set its share there.${kept}`);
  }
  if (differing.length > 0) {
    const remedy = 'The picture here has that name and other bytes. To paint the same film, replace it at Styles.';
    tell('brand', `Another picture than the params mean: ${differing.join(', ')}`, remedy);
  }
}

async function fileParams(file: File): Promise<Uint8Array> {
  if (file.size > MAX_BYTES_READ) {
    const size = `${(file.size / 1e6).toFixed(1)} MB`;
    throw new PleinAirError('input', `${file.name} is too large for params: ${size}.`, 'Choose a params YAML.');
  }
  return new Uint8Array(await file.arrayBuffer());
}

async function filmParams(film: File): Promise<Uint8Array> {
  const tag = await readTag(film);
  if (tag === undefined) {
    throw new PleinAirError(
      'input',
      `The film ${film.name} carries no params.`,
      'Choose a film that Plein Air wrote with “Params in the film” on, or the YAML beside it.',
    );
  }
  return new TextEncoder().encode(tag);
}

async function isFilm(file: File): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, EBML.length).arrayBuffer());
  return EBML.every((byte, i) => start[i] === byte);
}

/** A damaged film has no tag. */
async function readTag(film: File): Promise<string | undefined> {
  // The reader of films is large, and most params come as YAML.
  const { readParamsTag } = await import('../../export/params-tag.ts');
  return readParamsTag(film).catch(() => undefined);
}

/** A name that every system's folders take. */
function fileStem(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[-. ]+|[-. ]+$/g, '');
  return plain.slice(0, 80) || 'plein-air';
}

function tell(color: 'rust' | 'brand' | undefined, title: string, message: string): void {
  notifications.show({
    title,
    message,
    autoClose: color ? false : 4000,
    closeButtonProps: { 'aria-label': 'Close this message' },
    ...(color && { color }),
  });
}
