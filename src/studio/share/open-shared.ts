import type { StyleItem } from '../../project/document.ts';
import { type ParsedParams, parseParams } from '../../project/parse.ts';
import type { Params } from '../../project/schema.ts';
import { unpackShare } from '../../project/share.ts';
import { createEmptyProject } from '../projects/new-project.ts';
import type { ProjectKeeper } from '../projects/project-keeper.ts';
import type { StudioServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { loadParamsFile } from '../tune/params-file.ts';

/** A share that was read, before anyone has agreed to it. */
export interface Shared {
  readonly yaml: string;
  readonly params: Params;
  /** SHA-256 of its paintings that are in this browser already */
  readonly kept: ReadonlySet<string>;
}

type BadParams = Extract<ParsedParams, { ok: false }>;

/**
 * Reads a share; nothing is kept of it.
 * @throws PleinAirError kind `input` for what cannot be unpacked
 */
export async function readShared(
  packed: string,
  { styles }: Pick<StudioServices, 'styles'>,
): Promise<{ readonly ok: true; readonly shared: Shared } | BadParams> {
  const yaml = unpackShare(packed);
  const parsed = parseParams(yaml);
  if (!parsed.ok) return parsed;
  const hashes = parsed.params.input_style_sha256;
  const found = await Promise.all(hashes.map(async (hash) => (await styles.list(hash)).includes(hash)));
  return { ok: true, shared: { yaml, params: parsed.params, kept: new Set(hashes.filter((_, i) => found[i])) } };
}

/** Makes a project of a share and opens it. What it names and this browser lacks is told, as for any params file. */
export async function openShared({ yaml, params, kept }: Shared, keeper: ProjectKeeper, fast: boolean): Promise<void> {
  const paintings = params.input_style_filenames.flatMap((name, i): StyleItem[] => {
    const sha256 = params.input_style_sha256[i];
    return sha256 !== undefined && kept.has(sha256) ? [{ id: crypto.randomUUID(), name, sha256 }] : [];
  });
  await keeper.add(createEmptyProject(NAME, fast));
  // Those at hand join first, so that the params find them by hash.
  useDocument.getState().addStyles(paintings);
  await loadParamsFile(new File([yaml], FILE_NAME));
  const fromRoute = params.route_source_ids.length > 0 || params.route_points.length > 0;
  useSession.getState().setStep(fromRoute ? 'route' : 'frames');
}

const NAME = 'Shared project';
const FILE_NAME = 'The shared project';
