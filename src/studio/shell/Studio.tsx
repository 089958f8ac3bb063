import { useEffect, useState } from 'react';
import { FilesDrop } from '../frames/FilesDrop.tsx';
import { ImportDialog } from '../frames/ImportDialog.tsx';
import { BlockedHosts } from '../policy/BlockedHosts.tsx';
import { ElsewhereDialog } from '../projects/ElsewhereDialog.tsx';
import { FirstScreen } from '../projects/FirstScreen.tsx';
import { useKeeper } from '../projects/keeper-context.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { LinkDialog } from '../share/LinkDialog.tsx';
import { SharedProjectDialog } from '../share/SharedProjectDialog.tsx';
import { useDocument } from '../state/document-store.ts';
import { ParamsProblems } from '../tune/ParamsProblems.tsx';
import { WeightsDialog } from '../tune/WeightsDialog.tsx';
import { Opening } from './Opening.tsx';
import { showError } from './show-error.ts';
import { Workspace } from './Workspace.tsx';

/** The project of last time, or the first screen; and what may stand over either. */
export function Studio() {
  const keeper = useKeeper();
  const open = useDocument(({ document }) => document !== null);
  const [looked, setLooked] = useState(open);
  useEffect(() => {
    // In development React mounts twice; the second look finds the project open.
    if (useDocument.getState().document) return;
    keeper
      .reopen()
      .catch(showError)
      .finally(() => setLooked(true));
  }, [keeper]);
  if (!looked) return <Opening />;
  return (
    <>
      {open ? <Workspace /> : <FirstScreen />}
      <ElsewhereDialog />
      <FilesDrop />
      <ImportDialog />
      <ParamsProblems />
      <WeightsDialog />
      <SettingsDialog />
      <BlockedHosts />
      <SharedProjectDialog />
      <LinkDialog />
    </>
  );
}
