import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useKeeper } from '../projects/keeper-context.tsx';
import { createEmptyProject, nameForFiles } from '../projects/new-project.ts';
import { importRoute } from '../route/import-route.ts';
import { useServices } from '../services-context.tsx';
import { useAdapter } from '../shell/adapter-context.tsx';
import { showError } from '../shell/show-error.ts';
import { useDocument } from '../state/document-store.ts';
import { carriesParams, loadParamsFile } from '../tune/params-file.ts';
import { addedText } from './added-text.ts';
import { checkPicture } from './check-picture.ts';
import { importFiles } from './import-files.ts';
import type { PicturesAs } from './import-ports.ts';
import type { ImportReport } from './import-store.ts';

/** Takes files that a person dropped, picked or pasted; what came of it is told. */
export function useFileImport(): (files: readonly File[], as: PicturesAs) => void {
  const services = useServices();
  const keeper = useKeeper();
  const fast = useAdapter().state === 'ready';
  return useCallback(
    (files, as) => {
      const ensureProject = async (usable: readonly File[]) => {
        if (useDocument.getState().document) return;
        await keeper.add(createEmptyProject(nameForFiles(usable), fast));
      };
      importFiles(files, as, {
        services,
        ensureProject,
        carriesParams,
        loadParams: loadParamsFile,
        loadRoute: importRoute,
        check: checkPicture,
        facts: async (bytes) => (await import('../../frames/sources/files/placement.ts')).readPlacement(bytes),
        // mediabunny's readers are large, and most films are made from photographs.
        takeFrames: async (video, rate, options) => {
          const { takeVideoFrames } = await import('./read-video.ts');
          await takeVideoFrames(video, rate, options);
        },
      }).then(tell, showError);
    },
    [services, keeper, fast],
  );
}

/** What could not be taken is told by the import's own dialog. */
function tell(report: ImportReport): void {
  const added = addedText(report);
  if (added === null || report.refused.length > 0) return;
  notifications.show({ message: `${added} added. ${report.stopped ?? ''}` });
}
