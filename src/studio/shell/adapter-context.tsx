import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type AdapterReport, ASKING, reportAdapter } from './adapter-report.ts';

const Context = createContext<AdapterReport>(ASKING);

/** Asks once what this browser can paint with, for every screen below. */
export function AdapterProvider({ children }: { children: ReactNode }) {
  const [report, setReport] = useState(ASKING);
  useEffect(() => {
    let gone = false;
    const show = (answer: AdapterReport) => {
      if (!gone) setReport(answer);
    };
    reportAdapter().then(show, (error: unknown) =>
      show({
        state: 'none',
        name: 'no graphics card',
        detail: `The browser refused to look for one: ${String(error)}`,
      }),
    );
    return () => {
      gone = true;
    };
  }, []);
  return <Context value={report}>{children}</Context>;
}

/** What this browser can paint with. */
export function useAdapter(): AdapterReport {
  return useContext(Context);
}
