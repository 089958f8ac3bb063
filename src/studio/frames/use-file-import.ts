import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useKeeper } from '../projects/keeper-context.tsx';
import { createEmptyProject, nameForFiles } from '../projects/new-project.ts';
import { useServices } from '../services-context.tsx';
import { useAdapter } from '../shell/adapter-context.tsx';
import { showError } from '../shell/show-error.ts';
import { useDocument } from '../state/document-store.ts';
import { loadParamsFile } from '../tune/params-file.ts';
import { checkPicture } from './check-picture.ts';
import { importFiles } from './import-files.ts';
import type { PicturesAs } from './import-ports.ts';

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
        loadParams: loadParamsFile,
        check: checkPicture,
        // mediabunny's readers are large, and most films are made from photographs.
        takeFrames: async (video, rate, options) => {
          const { takeVideoFrames } = await import('./read-video.ts');
          await takeVideoFrames(video, rate, options);
        },
      }).then(({ added, stopped }) => {
        const what = as === 'styles' ? ['painting', 'paintings'] : ['frame', 'frames'];
        if (added > 0)
          notifications.show({
            message: `${added} ${what[added === 1 ? 0 : 1]} added.${stopped ? ` ${stopped}` : ''}`,
          });
      }, showError);
    },
    [services, keeper, fast],
  );
}
