import { parseAsInteger, parseAsString, useQueryState } from 'nuqs';
import { useCallback, useMemo } from 'react';
import type { OpenDialog } from '../ReplayDialogs.tsx';
import { prepare } from './prepared.ts';

type Dialogs = { last: number; openDialog: OpenDialog; setOpenDialog: (dialog: OpenDialog) => void };

/**
 * A question in the address (`?at=57&whatif=…`) opens the dialog of a new variation with its values. Closing the dialog
 * removes the question. A question about a missing or concealed entry is ignored.
 */
export function usePrepared({ last, openDialog, setOpenDialog }: Dialogs) {
  const [at] = useQueryState('at', parseAsInteger);
  const [token, setToken] = useQueryState('whatif', parseAsString.withOptions({ history: 'replace', scroll: false }));
  const prepared = useMemo(
    () => (token !== null && at !== null && at >= 1 && at <= last ? prepare(token, at) : null),
    [token, at, last],
  );
  const setDialog = useCallback(
    (dialog: OpenDialog) => {
      void setToken(null);
      setOpenDialog(dialog);
    },
    [setToken, setOpenDialog],
  );
  return { prepared, dialog: prepared ? ('variation' as const) : openDialog, setDialog };
}
